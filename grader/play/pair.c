/* SPDX-License-Identifier: MIT */
#include "play/pair.h"

#include <ctype.h>

#include "base/clock.h"
#include "play/fault.h"
#include "play/partner.h"
#include "play/pump.h"
#include "play/steps.h"

/* So often it is looked whether a program that has nothing to do exceeds a limit. */
#define LOOK_NS (50 * NS_PER_MS)

bool pair_is_others(const struct play *p, const struct step *s)
{
    return p->setup.partner && s->part != p->setup.partner->part;
}

/* Takes the other's next word into p->word. */
static void follow(struct play *p)
{
    enum partner_word came;
    p->following = true;
    while ((came = partner_hear(p->setup.partner, &p->word)) == PARTNER_NOTHING_YET) {
        pump_take(p, LOOK_NS);
        if (play_is_over(p)) {
            fault_found(p, FAILURE_OVER_LIMIT, UNTIL_OVER);
            break;
        }
    }
    p->following = false;
    p->stopped = came == PARTNER_STOPPED;
}

static bool is_message(const struct step *s)
{
    return s->kind == STEP_EXPECT || s->kind == STEP_RELAY;
}

/* Later steps may speak of what was heard from the other program. */
static int learn(struct play *p, const struct step *s, struct error *err)
{
    enum wanted_result result;
    size_t used;
    if (s->save)
        scope_set_text(p->setup.scope, s->save, buf_text(&p->word), p->word.len);
    struct wanted *w = wanted_new(p->setup.scope, &s->match, err);
    if (!w)
        return -1;
    int status = wanted_test(w, p->setup.mode, buf_text(&p->word), p->word.len, &used,
                             &result, err);
    if (status == 0 && result == WANTED_YES)
        wanted_capture(w, p->setup.scope);
    wanted_free(w);
    return status;
}

static bool is_own_run(const struct play *p, const struct step *s)
{
    return s->kind == STEP_RUN && !pair_is_others(p, s);
}

/* The other's next word, while our program is not there yet. */
static int await_word(struct play *p, const struct step *s, struct error *err)
{
    p->stopped = partner_await(p->setup.partner, &p->word) == PARTNER_STOPPED;
    if (p->stopped)
        return 0;
    track_pass(p->track);
    p->outcome.played++;
    if (is_message(s) && p->word.len && learn(p, s, err) < 0)
        return error_prefix(err, "%s", s->path);
    return 0;
}

int pair_await_run(struct play *p, struct error *err)
{
    const struct step *s;
    int status = 0;
    while (status == 0 && p->setup.partner && !p->stopped) {
        status = track_next(p->track, &s, err);
        if (status == 0 && is_own_run(p, s))
            return 0;
        if (status == 0)
            status = await_word(p, s, err);
    }
    return status;
}

int pair_follow(struct play *p, const struct step *s, struct error *err)
{
    follow(p);
    if (p->stopped || p->outcome.failure || !is_message(s) || !p->word.len)
        return 0;
    return learn(p, s, err);
}

void pair_tell(struct play *p, const struct step *s)
{
    static const struct buf nothing;
    if (!p->setup.partner)
        return;
    bool heard = is_message(s) && !pair_is_others(p, s);
    const struct buf *message = heard ? &p->current->last_message : &nothing;
    partner_tell(p->setup.partner, buf_text(message), message->len);
    if (heard && s->kind == STEP_RELAY)
        follow(p);
}

/* White space behind the message belongs to it, and the other program may wait for it. */
static void take_space(struct connection *c)
{
    size_t n = 0;
    while (n < c->pending.len && isspace((unsigned char)c->pending.data[n]))
        n++;
    buf_append(&c->last_message, buf_text(&c->pending), n);
    buf_drop(&c->pending, n);
}

int pair_take(struct play *p, const struct step *s, struct error *err)
{
    if (steps_expect(p, s, err) < 0)
        return -1;
    if (p->outcome.failure)
        return 0;
    steps_turn(p, s, p->current);
    take_space(p->current);
    return 0;
}

int pair_deliver(struct play *p, const struct step *s, struct error *err)
{
    (void)err;
    steps_deliver(p, s, &p->word);
    return 0;
}
