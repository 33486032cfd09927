/* SPDX-License-Identifier: MIT */
#include "batch/marks.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "report/tally.h"

static const struct assigned *assigned_of(const struct assignment *a, const char *id)
{
    for (size_t i = 0; i < a->count; i++)
        if (strcmp(a->list[i].exercise->id, id) == 0)
            return &a->list[i];
    return NULL;
}

/* The script may have changed its mind since the result was written. */
static void hide(const struct assigned *one, struct report_case *c)
{
    const struct test_case *test = exercise_find_case(one->exercise, c->id);
    for (size_t i = 0; i < one->hidden_count; i++)
        if (strcmp(one->hidden[i], c->id) == 0) {
            c->visibility = VISIBILITY_HIDDEN;
            return;
        }
    if (test)
        c->visibility = test->visibility;
}

static void mark_exercise(const struct assigned *one, struct report_exercise *e)
{
    e->max_score = one->points;
    e->score = e->result == RESULT_PASS ? one->points : 0;
    if (e->max_points)
        e->score = one->points * (double)e->points / (double)e->max_points;
    if (e->result == RESULT_ERROR)
        e->score = 0;
    for (size_t i = 0; i < e->case_count; i++)
        hide(one, &e->cases[i]);
}

static char *words_of(const struct lateness *l, const struct attempt_in *in)
{
    struct buf words = {0};
    lateness_words(l, in->at_ms, in->late, &words);
    char *text = words.len ? mem_text(words.data) : NULL;
    buf_close(&words);
    return text;
}

static void mark_submission(const struct assignment *a, const struct attempt_in *in,
                            struct report_submission *s)
{
    s->score = s->max_score = 0;
    s->counts = a->attempts == ATTEMPTS_ALL;
    for (size_t i = 0; i < a->count; i++)
        s->max_score += a->list[i].points;
    for (size_t i = 0; i < s->exercise_count; i++) {
        const struct assigned *one = assigned_of(a, s->exercises[i].id);
        if (one)
            mark_exercise(one, &s->exercises[i]);
        s->score += s->exercises[i].score;
    }
    s->score *= lateness_share(&a->late, in->at_ms, in->late);
    free(s->late);
    s->late = words_of(&a->late, in);
}

size_t marks_best(const struct report_submission *attempts, size_t count)
{
    size_t best = 0;
    for (size_t i = 1; i < count; i++)
        if (attempts[i].score >= attempts[best].score)
            best = i;
    return best;
}

void marks_apply(const struct assignment *a, const struct student *who,
                 struct report_submission *attempts)
{
    for (size_t i = 0; i < who->attempt_count; i++)
        mark_submission(a, &who->attempts[i], &attempts[i]);
    if (!who->attempt_count)
        return;
    switch (a->attempts) {
    case ATTEMPTS_LAST:
        attempts[who->attempt_count - 1].counts = true;
        return;
    case ATTEMPTS_BEST:
        attempts[marks_best(attempts, who->attempt_count)].counts = true;
        return;
    case ATTEMPTS_ALL:
        return;
    }
}

bool marks_unjudged(const struct report_submission *s)
{
    for (size_t i = 0; i < s->exercise_count; i++)
        if (s->exercises[i].result == RESULT_ERROR)
            return true;
    return false;
}

void marks_nothing(const struct assignment *a, const struct student *who,
                   struct report_submission *s)
{
    *s = (struct report_submission){
        .id = mem_text(who->key),
        .path = mem_text(""),
        .name = mem_text(who->identity.name),
        .whole = true,
        .counts = true,
        .missing = mem_alloc(a->count * sizeof *s->missing),
        .missing_count = a->count,
    };
    for (size_t i = 0; i < a->count; i++) {
        s->missing[i] = mem_text(a->list[i].exercise->id);
        s->max_score += a->list[i].points;
    }
}
