/* SPDX-License-Identifier: MIT */
#include "play/track.h"

#include <assert.h>
#include <inttypes.h>

#include "base/buf.h"

void track_open(struct track *t, const struct step *steps, size_t count,
                struct scope *scope)
{
    *t = (struct track){
        .frames[0] = {.steps = steps, .count = count}, .depth = 1, .scope = scope};
}

static struct track_frame *top_of(struct track *t)
{
    return &t->frames[t->depth - 1];
}

/* Each round of each repeat has values of its own. */
static int begin_round(struct track *t, int64_t round, struct error *err)
{
    struct buf label = {0};
    top_of(t)->round = round;
    top_of(t)->at = 0;
    buf_puts(&label, "round");
    for (size_t i = 1; i < t->depth; i++)
        buf_printf(&label, " %" PRId64, t->frames[i].round);
    int status = scope_draw(t->scope, buf_text(&label), err);
    buf_close(&label);
    scope_set_number(t->scope, "round", round);
    return status;
}

/* As often as the script says, or as chance wills between its bounds. */
static int64_t times_of(const struct track *t, const struct step *s)
{
    struct buf label = {0};
    buf_printf(&label, "times of %s", s->path);
    for (size_t i = 1; i < t->depth; i++)
        buf_printf(&label, " %" PRId64, t->frames[i].round);
    int64_t times = scope_between(t->scope, buf_text(&label), s->times_least, s->times);
    buf_close(&label);
    return times;
}

static int enter_repeat(struct track *t, const struct step *s, struct error *err)
{
    assert(t->depth < TRACK_DEPTH);
    top_of(t)->at++;
    t->frames[t->depth++] = (struct track_frame){.steps = s->tracks[0].steps,
                                                 .count = s->tracks[0].count,
                                                 .repeat = s,
                                                 .times = times_of(t, s)};
    return begin_round(t, 1, err);
}

static void leave_repeat(struct track *t)
{
    t->depth--;
    if (top_of(t)->repeat)
        scope_set_number(t->scope, "round", top_of(t)->round);
}

int track_next(struct track *t, const struct step **out, struct error *err)
{
    int status = 0;
    *out = NULL;
    while (status == 0) {
        struct track_frame *f = top_of(t);
        const struct step *s = f->at < f->count ? &f->steps[f->at] : NULL;
        if (s && s->kind == STEP_REPEAT)
            status = enter_repeat(t, s, err);
        else if (!s && f->repeat && f->round < f->times)
            status = begin_round(t, f->round + 1, err);
        else if (!s && t->depth > 1)
            leave_repeat(t);
        else {
            *out = s;
            return 0;
        }
    }
    return status;
}

void track_pass(struct track *t)
{
    top_of(t)->at++;
}

const struct step *track_expects(const struct track *t)
{
    for (size_t depth = t->depth; depth-- > 0;) {
        const struct track_frame *f = &t->frames[depth];
        for (size_t i = f->at; i < f->count; i++) {
            if (f->steps[i].kind == STEP_EXPECT)
                return &f->steps[i];
            if (f->steps[i].track_count)
                return NULL;
        }
        if (f->repeat && f->round < f->times)
            return NULL;
    }
    return NULL;
}
