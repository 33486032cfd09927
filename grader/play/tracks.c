/* SPDX-License-Identifier: MIT */
#include "play/tracks.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/clock.h"
#include "play/fault.h"
#include "play/steps.h"

static bool meets(const struct step *s)
{
    return s->kind == STEP_ACCEPT || s->kind == STEP_CONNECT;
}

/* With it an exchange begins. */
static bool speaks(const struct step *s)
{
    return s->kind == STEP_SEND || s->kind == STEP_TYPE;
}

static void enter(struct play *p, struct track *t)
{
    p->track->current = p->current;
    p->track = t;
    p->current = t->current;
    p->setup.scope = t->scope;
}

enum stretch { STRETCH_MEETING, STRETCH_EXCHANGE, STRETCH_ALL };

static bool ends(enum stretch stretch, const struct step *s, bool spoken)
{
    return !s || (stretch == STRETCH_MEETING && !meets(s))
           || (stretch == STRETCH_EXCHANGE && spoken && speaks(s));
}

static int play_tracks(struct play *p, const struct step *s, struct error *err);

/* Plays the track that was entered, so far; or to its failure. */
static int play_stretch(struct play *p, enum stretch stretch, struct error *err)
{
    const struct step *s;
    bool spoken = false;
    for (;;) {
        if (track_next(p->track, &s, err) < 0)
            return -1;
        if (ends(stretch, s, spoken))
            return 0;
        spoken |= speaks(s);
        p->outcome.step = s;
        track_pass(p->track);
        if ((s->track_count ? play_tracks(p, s, err) : steps_play(p, s, err)) < 0)
            return -1;
        if (p->outcome.failure || p->stopped)
            return 0;
        p->outcome.played++;
    }
}

/* --- the tracks beside each other ------------------------------------------------------- */

void tracks_close(struct play *p)
{
    for (size_t i = 0; i < p->track_count; i++)
        scope_free(p->tracks[i].scope);
    free(p->tracks);
    p->tracks = NULL;
    p->track_count = 0;
}

static int open_track(struct play *p, const struct step *s, size_t i, struct error *err)
{
    const struct step_list *steps = &s->tracks[s->kind == STEP_CROWD ? 0 : i];
    struct track *t = &p->tracks[i];
    char *label = mem_printf("%s %zu", s->path, i + 1);
    track_open(t, steps->steps, steps->count, scope_layer(p->setup.scope, label));
    free(label);
    t->serial = ++p->track_serial;
    t->number = (int64_t)i + 1;
    t->in_crowd = s->kind == STEP_CROWD;
    t->current = p->current;
    p->track_count++;
    scope_set_number(t->scope, "client.number", t->number);
    return t->in_crowd ? scope_draw(t->scope, "", err) : 0;
}

/* The program waits for us: who hears something now, though it is the grader's turn there,
 * was not meant to. */
static int settle(struct play *p, const struct step *s, struct error *err)
{
    const struct step *next;
    enum until until = play_until(p, NULL, NULL, true, steps_deadline_ns(p, s));
    if (until == UNTIL_OVER)
        return steps_blame(p, s, FAILURE_OVER_LIMIT, until, err);
    for (size_t i = 0; i < p->track_count; i++) {
        struct track *t = &p->tracks[i];
        enter(p, t);
        if (track_next(t, &next, err) < 0)
            return -1;
        if ((!next || speaks(next)) && p->current
            && fault_unasked(p, p->current, FAILURE_EXTRA, until))
            return steps_blame(p, next ? next : s, p->outcome.failure, until, err);
    }
    return 0;
}

static int play_round(struct play *p, bool *left, struct error *err)
{
    const struct step *next;
    *left = false;
    for (size_t i = p->track_count; i-- > 0;) {
        enter(p, &p->tracks[i]);
        if (play_stretch(p, STRETCH_EXCHANGE, err) < 0
            || track_next(p->track, &next, err) < 0)
            return -1;
        if (p->outcome.failure)
            return 0;
        *left |= next != NULL;
    }
    return 0;
}

static int play_rounds(struct play *p, const struct step *s, struct error *err)
{
    bool left = true;
    while (left) {
        if (s->kind == STEP_CROWD && (settle(p, s, err) < 0 || p->outcome.failure))
            return p->outcome.failure ? 0 : -1;
        if (play_round(p, &left, err) < 0)
            return -1;
        if (p->outcome.failure)
            return 0;
    }
    return s->kind == STEP_CROWD ? settle(p, s, err) : 0;
}

static int meet_all(struct play *p, struct error *err)
{
    for (size_t i = 0; i < p->track_count && !p->outcome.failure; i++) {
        enter(p, &p->tracks[i]);
        if (play_stretch(p, STRETCH_MEETING, err) < 0)
            return -1;
    }
    return 0;
}

/* What was saved on one track is known behind them all; not so in a crowd. */
static void keep_saved(struct play *p, const struct step *s)
{
    for (size_t i = 0; s->kind == STEP_TOGETHER && i < p->track_count; i++)
        scope_keep(p->tracks[i].scope);
}

/* At a failure the track stays entered on which it was. */
static int play_tracks(struct play *p, const struct step *s, struct error *err)
{
    struct track *outer = p->track;
    size_t count = s->kind == STEP_CROWD ? (size_t)s->times : s->track_count;
    tracks_close(p);
    p->tracks = mem_alloc(count * sizeof *p->tracks);
    for (size_t i = 0; i < count; i++)
        if (open_track(p, s, i, err) < 0)
            return -1;
    if (meet_all(p, err) < 0)
        return -1;
    if (!p->outcome.failure && play_rounds(p, s, err) < 0)
        return -1;
    if (p->outcome.failure)
        return 0;
    keep_saved(p, s);
    enter(p, outer);
    return 0;
}

void tracks_open(struct play *p)
{
    track_open(&p->own_track, p->setup.test->steps, p->setup.test->step_count,
               p->setup.scope);
    p->track = &p->own_track;
}

int tracks_run(struct play *p, struct error *err)
{
    return play_stretch(p, STRETCH_ALL, err);
}
