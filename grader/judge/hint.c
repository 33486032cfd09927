/* SPDX-License-Identifier: MIT */
#include "judge/hint.h"

#include <string.h>

#include "judge/remedy.h"

/* What a hint is chosen from. */
struct choice {
    const struct clue *clue;
    const struct exercise *exercise;
    const struct buf *step; /* the failed step's words; NULL: none that fit */
    bool advice;
};

static void say_authors(const struct choice *c, const char *key, struct buf *out)
{
    const struct exercise *e = c->exercise;
    for (size_t i = 0; i < e->hint_count && !out->len; i++)
        if (strcmp(e->hints[i].code, key) == 0)
            buf_puts(out, e->hints[i].text);
}

static void say_remedy(const struct choice *c, enum certainty certainty, struct buf *out)
{
    struct buf text = {0};
    const struct remedy *r = remedy_find(c->clue, certainty, &text);
    if (r)
        say_authors(c, r->name, out);
    if (r && !out->len)
        buf_append(out, text.data, text.len);
    buf_close(&text);
}

static void say_certain(const struct choice *c, struct buf *out)
{
    say_remedy(c, REMEDY_CERTAIN, out);
}

static void say_step(const struct choice *c, struct buf *out)
{
    if (c->step)
        buf_append(out, c->step->data, c->step->len);
}

static void say_advice(const struct choice *c, struct buf *out)
{
    if (c->advice)
        say_step(c, out);
}

static void say_code(const struct choice *c, struct buf *out)
{
    say_authors(c, code_row(c->clue->v->code)->name, out);
}

static void say_likely(const struct choice *c, struct buf *out)
{
    say_remedy(c, REMEDY_LIKELY, out);
}

static void (*const sources[])(const struct choice *, struct buf *) = {
    say_certain, say_advice, say_code, say_step, say_likely,
};

void hint_choose(const struct attempt *a, const struct submission *s,
                 const struct exercise *e, struct verdict *v)
{
    struct clue clue;
    if (v->code == CODE_PASS)
        return;
    clue_open(&clue, a, s, v);
    const struct buf *step = a ? &a->play.outcome.hint : NULL;
    bool fits = step && step->len && code_row(v->code)->hint == HINT_STEP;
    const struct choice c = {.clue = &clue,
                             .exercise = e,
                             .step = fits ? step : NULL,
                             .advice = a && a->play.setup.test->advice};
    for (size_t i = 0; i < sizeof sources / sizeof *sources && !v->hint.len; i++)
        sources[i](&c, &v->hint);
    clue_close(&clue);
}
