/* SPDX-License-Identifier: MIT */
#include "base/clock.h"
#include "play/fault.h"
#include "play/steps.h"

static void await_turn(struct play *p, const struct step *s, struct connection *c)
{
    if (!s->at_once)
        steps_turn(p, s, c);
}

int steps_half_close(struct play *p, const struct step *s, struct error *err)
{
    (void)err;
    struct connection *c = steps_connection(p, s);
    await_turn(p, s, c);
    connection_half_close(c);
    c->answered = true;
    play_note_event(p, EVENT_HALF_CLOSED, c->name, NULL, 0);
    return 0;
}

int steps_close(struct play *p, const struct step *s, struct error *err)
{
    (void)err;
    struct connection *c = steps_connection(p, s);
    await_turn(p, s, c);
    connection_close(c, s->kind == STEP_RESET || fault_gone(p, c));
    play_note_event(p, s->kind == STEP_RESET ? EVENT_WE_RESET : EVENT_WE_CLOSED, c->name,
                    NULL, 0);
    return 0;
}

/* Who says so much instead of closing will not come to an end. */
#define FLOOD_BYTES (64 * 1024)

static bool has_closed(struct play *p, void *ctx)
{
    struct connection *c = ctx;
    (void)p;
    fault_skip_space(c);
    return c->state != CONNECTION_OPEN || c->pending.len > FLOOD_BYTES;
}

int steps_expect_close(struct play *p, const struct step *s, struct error *err)
{
    (void)err;
    struct connection *c = steps_connection(p, s);
    connection_pause(c, false);
    enum until until = play_until(p, has_closed, c, false, steps_deadline_ns(p, s));
    if (fault_unasked(p, c, FAILURE_EXTRA, until))
        return 0;
    if (c->state == CONNECTION_OPEN)
        fault_found(p, FAILURE_NOT_CLOSED, until);
    else if (c->state == CONNECTION_RESET)
        fault_found(p, FAILURE_CLOSED, fault_fate(p, until, steps_deadline_ns(p, s)));
    return 0;
}

int steps_expect_reset(struct play *p, const struct step *s, struct error *err)
{
    (void)err;
    struct connection *c = steps_connection(p, s);
    connection_pause(c, false);
    enum until until = play_until(p, has_closed, c, false, steps_deadline_ns(p, s));
    if (fault_unasked(p, c, FAILURE_EXTRA, until))
        return 0;
    if (c->state != CONNECTION_RESET)
        fault_found(p, FAILURE_NOT_RESET, until);
    return 0;
}

static bool has_ended(struct play *p, void *ctx)
{
    (void)ctx;
    return play_program_ended(p);
}

int steps_exits(struct play *p, const struct step *s, struct error *err)
{
    (void)err;
    enum until until = play_until(p, has_ended, NULL, false, steps_deadline_ns(p, s));
    if (!play_program_ended(p))
        fault_found(p, FAILURE_NOT_ENDED, until);
    else if (p->outcome.exit_code != s->exit_code)
        fault_found(p, FAILURE_WRONG_EXIT, until);
    return 0;
}
