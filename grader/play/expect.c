/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/clock.h"
#include "play/datagrams.h"
#include "play/fault.h"
#include "play/pump.h"
#include "play/steps.h"

struct expecting {
    struct connection *c;
    const struct wanted *wanted;
    bool exact;
    size_t used;
    enum wanted_result result;
    int status;
    struct error *err;
};

static bool message_decided(struct play *p, void *ctx)
{
    struct expecting *x = ctx;
    fault_skip_space(x->c);
    if (x->exact && (x->c->pending.len || x->c->state == CONNECTION_OPEN)) {
        x->status = wanted_test(x->wanted, p->setup.mode, buf_text(&x->c->pending),
                                x->c->pending.len, &x->used, &x->result, x->err);
        if (x->status < 0 || (x->result != WANTED_MORE && x->c->pending.len))
            return true;
    }
    return x->c->state != CONNECTION_OPEN;
}

static int test_turn(struct play *p, struct expecting *x)
{
    fault_skip_space(x->c);
    x->result = WANTED_NO;
    x->used = 0;
    if (!x->c->pending.len)
        return 0;
    return wanted_test(x->wanted, p->setup.mode, x->c->pending.data, x->c->pending.len,
                       &x->used, &x->result, x->err);
}

/* Waits until a whole turn is there. One that was only told by silence or a time-out must
 * also be right; else the program gets the rest of its patience. */
static enum until whole_turn(struct play *p, struct expecting *x, bool optional,
                             int64_t deadline)
{
    for (;;) {
        enum until until = play_until(p, message_decided, x, true, deadline);
        x->status = test_turn(p, x);
        if (until != UNTIL_QUIET || x->status < 0 || x->result == WANTED_YES
            || (optional && !x->c->pending.len))
            return until;
        pump_nap(p, NS_PER_MS);
    }
}

/* Takes the message off the stream. */
static void take_message(struct play *p, const struct step *s, struct expecting *x,
                         bool unproven)
{
    buf_clear(&x->c->last_message);
    buf_append(&x->c->last_message, x->c->pending.data, x->used);
    if (s->save)
        scope_set_text(p->setup.scope, s->save, x->c->pending.data, x->used);
    wanted_capture(x->wanted, p->setup.scope);
    buf_drop(&x->c->pending, x->used);
    x->c->space_owed = !wanted_is_raw(x->wanted);
    x->c->answered = false;
    x->c->open_turn = !x->exact && unproven ? s : NULL;
}

static void fail_expect(struct play *p, const struct step *s, struct expecting *x,
                        enum until until)
{
    struct connection *c = x->c;
    bool partial = x->result == WANTED_MORE && c->pending.len;
    if (c->pending.len && !partial && until == UNTIL_MET && c->state == CONNECTION_OPEN)
        until =
            play_until(p, NULL, NULL, true, steps_deadline_ns(p, s)); /* hear it out */
    else if (c->state != CONNECTION_OPEN)
        until = fault_fate(p, until, steps_deadline_ns(p, s));
    fault_wanted(p, x->wanted);
    fault_received(p, buf_text(&c->pending), c->pending.len);
    fault_found(p,
                !c->pending.len ? FAILURE_MISSING
                : partial       ? FAILURE_PARTIAL
                                : FAILURE_MISMATCH,
                until);
}

int steps_expect(struct play *p, const struct step *s, struct error *err)
{
    struct expecting x = {.c = steps_connection(p, s), .err = err};
    struct wanted *w = wanted_new(p->setup.scope, &s->match, err);
    if (!w)
        return -1;
    if (x.c->datagrams) {
        x.status = datagrams_expect(p, s, x.c, w, err);
        wanted_free(w);
        return x.status;
    }
    x.wanted = w;
    x.exact = wanted_is_exact(w);
    steps_read_slowly(p, s, x.c);
    connection_make_room(x.c, wanted_size(w));
    int64_t deadline = steps_deadline_ns(p, s);
    enum until until = x.exact ? play_until(p, message_decided, &x, s->optional, deadline)
                               : whole_turn(p, &x, s->optional, deadline);
    if (x.status == 0 && x.result == WANTED_YES)
        take_message(p, s, &x,
                     until == UNTIL_QUIET && p->look.activity != ACTIVITY_LISTENING);
    else if (x.status == 0 && !(s->optional && !x.c->pending.len))
        fail_expect(p, s, &x, until);
    connection_make_room(x.c, 0);
    if (x.c->slow && !p->outcome.failure)
        connection_pause(x.c, true);
    wanted_free(w);
    return x.status;
}

int steps_silence(struct play *p, const struct step *s, struct error *err)
{
    (void)err;
    struct connection *c = steps_connection(p, s);
    connection_pause(c, false);
    fault_unasked(p, c, FAILURE_EXTRA, steps_turn(p, s, c));
    return 0;
}
