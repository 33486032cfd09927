/* SPDX-License-Identifier: MIT */
#include "judge/clue.h"

#include <signal.h>
#include <errno.h>
#include <string.h>

#include "judge/evidence.h"

#define ERROR_MAX ((size_t)16 * 1024)

static void keep_error(struct clue *c)
{
    const struct trace *traces[] = {&c->s->build_error, c->a ? &c->a->refusal : NULL,
                                    c->a ? &c->a->crash : NULL};
    for (size_t i = 0; i < sizeof traces / sizeof *traces && !c->error.len; i++)
        if (traces[i] && traces[i]->found)
            buf_puts(&c->error, traces[i]->text);
    if (!c->error.len && c->a)
        capture_range(&c->a->play.err, 0, ERROR_MAX, &c->error);
}

void clue_open(struct clue *c, const struct attempt *a, const struct submission *s,
               const struct verdict *v)
{
    *c = (struct clue){.a = a, .s = s, .v = v};
    source_read(&c->source, s);
    source_line(&c->source, v->line, &c->line);
    keep_error(c);
}

void clue_close(struct clue *c)
{
    source_close(&c->source);
    buf_close(&c->line);
    buf_close(&c->error);
}

static const struct outcome *outcome_of(const struct clue *c)
{
    return &c->a->play.outcome;
}

/* --- the run ------------------------------------------------------------------------------- */

bool clue_is_client(const struct clue *c)
{
    return c->a->play.setup.exercise->student == STUDENT_CLIENT;
}

bool clue_is_server(const struct clue *c)
{
    return c->a->play.setup.exercise->student == STUDENT_SERVER;
}

bool clue_is_alone(const struct clue *c)
{
    return c->a->play.setup.own_network;
}

bool clue_is_not_alone(const struct clue *c)
{
    return !c->a->play.setup.own_network;
}

bool clue_segfault(const struct clue *c)
{
    return outcome_of(c)->exit_signal == SIGSEGV;
}

bool clue_nobody_types(const struct clue *c)
{
    return !exercise_case_types(c->a->play.setup.test,
                                c->a->play.setup.exercise->student);
}

bool clue_broken_pipe(const struct clue *c)
{
    return outcome_of(c)->exit_signal == SIGPIPE;
}

bool clue_ended(const struct clue *c)
{
    return outcome_of(c)->ended && !outcome_of(c)->asked_to_end;
}

/* --- what it did with sockets ---------------------------------------------------------------- */

bool clue_spoken_to(const struct clue *c)
{
    const struct connection *failed = c->a->play.current;
    return !failed || failed->sent > 0;
}

bool clue_unaccepted(const struct clue *c)
{
    return c->a->unaccepted;
}

bool clue_bound_swapped(const struct clue *c)
{
    const struct deed *d = evidence_last(c->a, DEED_BIND);
    return d && d->result == DEED_FAILED && strcmp(d->address, "1.0.0.127") == 0;
}

bool clue_family_refused(const struct clue *c)
{
    return evidence_bind_failed(c->a, EAFNOSUPPORT);
}

/* --- whose turn it is ----------------------------------------------------------------------------- */

static bool waits_in(const struct clue *c, enum wait_kind kind)
{
    const struct look *l = &outcome_of(c)->look;
    return !outcome_of(c)->ended && l->wait_count && l->waits[0].kind == kind;
}

bool clue_in_recv(const struct clue *c)
{
    return waits_in(c, WAIT_SOCKET_READ);
}

bool clue_in_accept(const struct clue *c)
{
    return waits_in(c, WAIT_ACCEPT) && outcome_of(c)->state == CONNECTION_OPEN;
}

/* The last word on a connection; NULL: there was none. */
static const struct event *last_word(const struct clue *c)
{
    const struct transcript *t = &c->a->play.transcript;
    for (size_t i = t->count; i > 0; i--)
        if (t->events[i - 1].kind == EVENT_SENT
            || t->events[i - 1].kind == EVENT_RECEIVED)
            return &t->events[i - 1];
    return NULL;
}

bool clue_before_ours(const struct clue *c)
{
    return outcome_of(c)->failure == FAILURE_CLOSED;
}

bool clue_we_closed(const struct clue *c)
{
    const struct transcript *t = &c->a->play.transcript;
    for (size_t i = 0; i < t->count; i++)
        if (t->events[i].kind == EVENT_HALF_CLOSED || t->events[i].kind == EVENT_WE_CLOSED
            || t->events[i].kind == EVENT_WE_RESET)
            return true;
    return false;
}

bool clue_spoke_after_end(const struct clue *c)
{
    const struct test_case *t = c->a->play.setup.test;
    for (size_t i = 1; i < t->step_count; i++)
        if (&t->steps[i] == outcome_of(c)->step)
            return t->steps[i].kind == STEP_EXPECT_CLOSE
                   && t->steps[i - 1].kind == STEP_HALF_CLOSE;
    return false;
}

bool clue_first_word(const struct clue *c)
{
    return outcome_of(c)->failure == FAILURE_MISSING && outcome_of(c)->connected
           && !last_word(c);
}

bool clue_heard_all(const struct clue *c)
{
    const struct event *e = last_word(c);
    return outcome_of(c)->failure == FAILURE_MISSING && !outcome_of(c)->blind && e
           && e->kind == EVENT_SENT && clue_in_recv(c);
}

bool clue_dialled_twice(const struct clue *c)
{
    const struct dialled *d = &c->a->play.dialled;
    bool twice = false;
    for (size_t i = 0; i < d->count; i++)
        twice |= !d->entries[i].udp && d->entries[i].again
                 && d->entries[i].port == c->a->play.setup.port;
    return twice && clue_is_client(c) && outcome_of(c)->connected;
}
