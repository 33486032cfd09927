/* SPDX-License-Identifier: MIT */
#include "judge/prose.h"

#include <string.h>

#include "base/quote.h"
#include "judge/difference.h"
#include "judge/likeness.h"
#include "judge/telling.h"

static void build_failed(const struct story *t)
{
    struct verdict *v = (struct verdict *)t->v;
    prose_build_failed(t->s->file, &t->a->refusal, v);
}

#define HERE "At this step"
#define STILL "There was still this to come"

/* The sentence of each code, and how the failed step's own words follow it. */
static const struct {
    void (*tell)(const struct story *);
    const char *lead;
} tellings[CODES] = {
    [CODE_PASS] = {telling_passed, NULL},
    [CODE_BUILD_FAILED] = {build_failed, NULL},
    [CODE_NEVER_CONNECTED] = {telling_never_connected, NULL},
    [CODE_NEVER_LISTENED] = {telling_never_listened, NULL},
    [CODE_WRONG_PORT] = {telling_wrong_port, NULL},
    [CODE_WRONG_ADDRESS] = {telling_wrong_address, NULL},
    [CODE_WRONG_PROTOCOL] = {telling_wrong_protocol, NULL},
    [CODE_WRONG_ROLE] = {telling_wrong_role, NULL},
    [CODE_WRONG_MESSAGE] = {telling_wrong_message, HERE},
    [CODE_INCOMPLETE_MESSAGE] = {telling_incomplete_message, HERE},
    [CODE_EXTRA_DATA] = {telling_extra_data, NULL},
    [CODE_OUT_OF_TURN] = {telling_out_of_turn, "It should have waited for this"},
    [CODE_BOTH_WAITING] = {telling_both_waiting, "It is your program's turn"},
    [CODE_CLOSED_EARLY] = {telling_closed_early, STILL},
    [CODE_RESET] = {telling_was_reset, STILL},
    [CODE_ONE_CLIENT] = {telling_one_client, HERE},
    [CODE_NOT_PRINTED] = {telling_not_printed, HERE},
    [CODE_PRINTED_EARLY] = {telling_printed_early, HERE},
    [CODE_WRONG_OUTPUT] = {telling_wrong_output, HERE},
    [CODE_KEPT_OPEN] = {telling_kept_open, HERE},
    [CODE_CRASHED] = {telling_crashed, HERE},
    [CODE_EXITED_EARLY] = {telling_exited_early, HERE},
    [CODE_WANTS_INPUT] = {telling_wants_input, HERE},
    [CODE_TOO_SLOW] = {telling_too_slow, HERE},
    [CODE_SPINNING] = {telling_spinning, HERE},
    [CODE_TOO_MUCH] = {telling_too_much, HERE},
    [CODE_FORBIDDEN] = {telling_forbidden, NULL},
};

/* Whether the verdict is on bytes that came in place of others. */
static bool compares(enum code code)
{
    return code == CODE_WRONG_MESSAGE || code == CODE_INCOMPLETE_MESSAGE
           || code == CODE_EXTRA_DATA;
}

#define VALUES 32

struct values {
    struct bytes bytes[VALUES];
    size_t count;
};

static void take_value(void *ctx, const char *name, const char *text, size_t len)
{
    struct values *values = ctx;
    (void)name;
    if (values->count < VALUES)
        values->bytes[values->count++] = (struct bytes){text, len};
}

/* The index of the event with which a message begins that came last, of so many bytes. */
static size_t begin_of_message(const struct transcript *t, size_t len)
{
    size_t begin = t->count;
    for (size_t i = t->count; i && len; i--) {
        const struct event *e = &t->events[i - 1];
        if (e->kind != EVENT_RECEIVED)
            continue;
        len -= e->total < len ? e->total : len;
        begin = i - 1;
    }
    return begin;
}

/* The last word of ours before the message, and the program's own one before that. */
static void earlier_words(const struct transcript *t, struct likeness *l)
{
    size_t i = begin_of_message(t, l->received.len);
    while (i && t->events[i - 1].kind != EVENT_SENT)
        i--;
    if (i)
        l->heard = (struct bytes){t->events[i - 1].data, t->events[i - 1].len};
    while (i && t->events[i - 1].kind != EVENT_RECEIVED)
        i--;
    if (i)
        l->said = (struct bytes){t->events[i - 1].data, t->events[i - 1].len};
}

/* One sentence on bytes that are nearly right. */
static void say_likeness(const struct story *t)
{
    struct buf source = {0}, sentence = {0};
    struct values values = {.count = 0};
    submission_source(t->s, &source);
    if (t->a->play.setup.scope)
        scope_each_value(t->a->play.setup.scope, take_value, &values);
    struct likeness l = {
        .received = {buf_text(&t->o->received), t->o->received.len},
        .source = {buf_text(&source), source.len},
        .values = values.bytes,
        .value_count = values.count,
        .number = {buf_text(&t->o->wanted_number), t->o->wanted_number.len},
    };
    if (t->o->exact)
        l.wanted = (struct bytes){buf_text(&t->o->wanted_bytes), t->o->wanted_bytes.len};
    if (!l.number.len)
        l.number = l.wanted;
    earlier_words(&t->a->play.transcript, &l);
    if (likeness_tell(&l, &sentence))
        buf_printf(t->out, " %s", sentence.data);
    buf_close(&sentence);
    buf_close(&source);
}

void prose_message(const struct attempt *a, const struct submission *s, struct verdict *v)
{
    const struct outcome *o = &a->play.outcome;
    const struct story story = {.a = a, .o = o, .s = s, .v = v, .out = &v->message};
    tellings[v->code].tell(&story);
    if (compares(v->code))
        say_likeness(&story);
    if (v->code == CODE_RESET && o->step && o->step->kind == STEP_EXPECT_CLOSE)
        story_step(&story, HERE);
    else if (tellings[v->code].lead)
        story_step(&story, tellings[v->code].lead);
}

void prose_build_failed(const char *file, const struct trace *error, struct verdict *v)
{
    buf_puts(&v->message, "Your program does not compile: ");
    if (v->line)
        buf_printf(&v->message, "%s line %d: ", file, v->line);
    if (v->line != error->line)
        buf_puts(&v->message, "a semicolon seems to be missing at its end: ");
    quote_safe_text(&v->message, error->text, strlen(error->text));
}

/* --- the difference --------------------------------------------------------------------------- */

/* The codes whose mistake is in the bytes, or in their not being there. */
static bool shows_bytes(enum code code)
{
    switch ((int)code) {
    case CODE_WRONG_MESSAGE:
    case CODE_INCOMPLETE_MESSAGE:
    case CODE_EXTRA_DATA:
    case CODE_OUT_OF_TURN:
    case CODE_BOTH_WAITING:
    case CODE_CLOSED_EARLY:
    case CODE_NOT_PRINTED:
    case CODE_WRONG_OUTPUT:
        return true;
    }
    return false;
}

void prose_difference(const struct attempt *a, struct verdict *v)
{
    const struct outcome *o = &a->play.outcome;
    if (!shows_bytes(v->code))
        return;
    if (o->exact) {
        difference_show(&o->wanted_bytes, &o->received, &v->expected, &v->received);
        return;
    }
    /* The author's words say more to a beginner than a pattern does. */
    const struct buf *words = o->wanted.len && o->explain.len ? &o->explain : &o->wanted;
    buf_append(&v->expected, buf_text(words), words->len);
    if (o->received.len)
        quote_short(&v->received, o->received.data, o->received.len, 200);
}
