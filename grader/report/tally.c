/* SPDX-License-Identifier: MIT */
#include "report/tally.h"

#include <string.h>

double tally_worth(const struct report_exercise *e, int64_t points)
{
    bool weighed = e->max_score > 0 && e->max_points > 0;
    return (double)points * (weighed ? e->max_score / (double)e->max_points : 1);
}

bool tally_is_unbuilt(const struct report_case *c)
{
    return strcmp(c->code, code_row(CODE_BUILD_FAILED)->name) == 0
           || strcmp(c->code, code_row(CODE_NO_PROGRAM)->name) == 0;
}

bool tally_is_shown(const struct report_case *c)
{
    return c->visibility == VISIBILITY_VISIBLE;
}

static void add(struct tally *t, const struct report_exercise *e,
                const struct report_case *c)
{
    double score = tally_worth(e, c->points), most = tally_worth(e, c->max_points);
    t->score += score;
    t->max_score += most;
    if (!tally_is_shown(c)) {
        t->hidden_score += score;
        t->hidden_max_score += most;
    }
    if (c->advice)
        return;
    t->count++;
    t->cases[c->result]++;
    t->unbuilt += tally_is_unbuilt(c);
    t->hidden += !tally_is_shown(c);
    if (c->result == RESULT_ERROR && !t->problem)
        t->problem = c->message;
}

struct tally tally_of(const struct report_submission *s)
{
    struct tally t = {0};
    for (size_t i = 0; i < s->exercise_count; i++)
        for (size_t k = 0; k < s->exercises[i].case_count; k++)
            add(&t, &s->exercises[i], &s->exercises[i].cases[k]);
    if (s->max_score > 0) {
        t.score = s->score;
        t.max_score = s->max_score;
    }
    return t;
}
