/* SPDX-License-Identifier: MIT */
#include "judge/notes.h"

#include <string.h>

#include "judge/evidence.h"
#include "judge/source.h"

static bool crashed_after(const struct attempt *a)
{
    return evidence_crashed(a) && a->play.outcome.exit_signal == 0;
}

static bool killed_after(const struct attempt *a)
{
    return evidence_crashed(a) && a->play.outcome.exit_signal != 0;
}

static bool still_busy(const struct attempt *a)
{
    const struct outcome *o = &a->play.outcome;
    return !o->ended && o->look.activity == ACTIVITY_RUNNING;
}

static bool asked_to_end(const struct attempt *a)
{
    return a->play.outcome.asked_to_end;
}

static bool left_child(const struct attempt *a)
{
    const struct outcome *o = &a->play.outcome;
    return o->ended && o->look.activity != ACTIVITY_ENDED
           && o->look.activity != ACTIVITY_UNKNOWN;
}

static bool could_not_see(const struct attempt *a)
{
    return a->play.outcome.blind;
}

static bool only_by_silence(const struct attempt *a)
{
    return a->play.outcome.unproven && !a->play.outcome.blind;
}

static bool is_client(const struct attempt *a)
{
    return a->play.setup.exercise->student == STUDENT_CLIENT;
}

static bool waits(const struct look *l, enum wait_kind kind)
{
    for (size_t i = 0; i < l->wait_count; i++)
        if (l->waits[i].kind == kind)
            return true;
    return false;
}

/* A server may wait for its next client for ever; a client has nobody left to wait for. */
static bool did_not_end(const struct attempt *a)
{
    const struct outcome *o = &a->play.outcome;
    return is_client(a) && !o->ended && !o->asked_to_end
           && (o->look.activity == ACTIVITY_WAITING
               || o->look.activity == ACTIVITY_SLEEPING);
}

/* It waits for the next client, and has not closed the connection of one who has gone. */
static bool left_open(const struct attempt *a)
{
    const struct outcome *o = &a->play.outcome;
    bool open = false;
    for (size_t i = 0; i < a->play.connection_count; i++) {
        const struct connection *c = a->play.connections[i];
        open |= c->half_closed && !c->closed && c->state == CONNECTION_OPEN;
    }
    return open && !is_client(a) && !o->ended && o->look.wait_count == 1
           && o->look.activity == ACTIVITY_WAITING && waits(&o->look, WAIT_ACCEPT);
}

/* The play with bare messages failed before this one. */
static bool needs_lines(const struct attempt *a)
{
    return a->play.setup.mode == WANTED_LINES
           && a->play.setup.test->newline == NEWLINE_EITHER;
}

static bool ended_by_itself(const struct attempt *a)
{
    const struct outcome *o = &a->play.outcome;
    return o->ended && !o->asked_to_end && o->exit_code == 0;
}

/* Looked for in the source, where a program may do it in many ways. */
static bool never_closes(const struct submission *s)
{
    static const char *const closing[] = {"close", "with ", "shutdown", "async", NULL};
    struct source source;
    source_read(&source, s);
    bool never = source.known && strstr(buf_text(&source.code), "connect(");
    for (const char *const *word = closing; never && *word; word++)
        never = !strstr(source.code.data, *word);
    source_close(&source);
    return never;
}

/* An advice about messages that come in pieces was not followed from the first piece on. */
static bool took_a_piece(const struct attempt *a)
{
    const struct outcome *o = &a->play.outcome;
    return a->play.setup.test->advice && o->failure && o->in_pieces;
}

static const struct {
    bool (*holds)(const struct attempt *a);
    bool (*source)(const struct submission *s); /* or NULL: asked last, it takes a look */
    bool only_passed;
    const char *text;
} remarks[] = {
    {crashed_after, NULL, true,
     "After everything was done, the program ended with an error."},
    {killed_after, NULL, true,
     "After everything was done, the program was ended by a signal."},
    {still_busy, NULL, true,
     "The program was still busy after the conversation had ended; a loop "
     "around recv() should stop when it returns nothing."},
    {asked_to_end, NULL, true,
     "What it printed came only when the program was asked to end: it was "
     "still in its buffer."},
    {left_child, NULL, true, "The program left a child process behind."},
    {did_not_end, NULL, true,
     "After everything was done, the program did not end: it still waits for something."},
    {left_open, NULL, true,
     "The client has gone, and its connection is still open: close() the socket that "
     "accept() returned when recv() returns nothing."},
    {ended_by_itself, never_closes, true,
     "Nothing in your program closes the connection: only its end did."},
    {needs_lines, NULL, true,
     "It worked only with a newline behind each message: recv() brings bytes as they "
     "come, "
     "and not every sender ends its messages with one."},
    {took_a_piece, NULL, false,
     "The program takes what one recv() brings for a whole message; over a network it "
     "may "
     "be only its beginning."},
    {could_not_see, NULL, false,
     "This system does not show what a program does: that it waits was told by silence "
     "alone."},
    {only_by_silence, NULL, false,
     "It could not be seen for certain when the program waits; turns "
     "were told by silence."},
};

static bool holds(size_t i, const struct attempt *a, const struct submission *s)
{
    return remarks[i].holds(a) && (!remarks[i].source || remarks[i].source(s));
}

void notes_add(const struct attempt *a, const struct submission *s, struct verdict *v)
{
    for (size_t i = 0; i < sizeof remarks / sizeof *remarks; i++)
        if ((v->code == CODE_PASS || !remarks[i].only_passed) && holds(i, a, s))
            buf_printf(&v->notes, "%s\n", remarks[i].text);
}
