/* SPDX-License-Identifier: MIT */
#include "report/outward.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/quote.h"

#define VEIL "Not played, since a case that it needs did not pass."

bool outward_is_asked(const struct report_submission *s)
{
    return s->attempt || s->counts;
}

/* --- what is missing ---------------------------------------------------------------------- */

/* Its points stand in the sum alone: what it is worth by itself is not known here. */
static void make_case(struct report_case *c, const char *id, const char *reason)
{
    *c = (struct report_case){
        .id = mem_text("handed-in"),
        .title = mem_text("a program is handed in"),
        .result = RESULT_FAIL,
        .code = mem_text(code_row(CODE_NO_PROGRAM)->name),
        .message = reason ? mem_printf("Nothing that counts for %s: %s", id, reason)
                          : mem_printf("Nothing was handed in for %s.", id),
    };
}

static char *printable(const char *text, size_t len)
{
    struct buf line = {0};
    quote_line(&line, text, len);
    return buf_take(&line, NULL);
}

/* "connect-2", or "connect-2: the reason". */
static void make_exercise(struct report_exercise *e, const char *missing)
{
    size_t len = strcspn(missing, ":");
    const char *rest = missing + len + strspn(missing + len, ": ");
    char *reason = *rest ? printable(rest, strlen(rest)) : NULL;
    *e = (struct report_exercise){.id = printable(missing, len),
                                  .title = mem_text("not handed in"),
                                  .path = mem_text(""),
                                  .cases = mem_alloc(sizeof *e->cases),
                                  .case_count = 1,
                                  .result = RESULT_FAIL};
    make_case(e->cases, e->id, reason);
    free(reason);
}

static void make_missing(struct outward *o, const struct report_submission *s)
{
    o->made = &o->submission.exercises[s->exercise_count];
    o->made_count = s->missing_count;
    for (size_t i = 0; i < o->made_count; i++)
        make_exercise(&o->made[i], s->missing[i]);
    o->submission.exercise_count += o->made_count;
    o->submission.missing_count = 0;
}

/* --- what is hidden ------------------------------------------------------------------------ */

const char *outward_veil(const struct report_case *c, const struct report_case *other)
{
    char *named = mem_printf("\"%s\"", other->id);
    bool told = c->result == RESULT_SKIPPED && strstr(c->message, named);
    free(named);
    return told && c->visibility != other->visibility
                   && other->visibility != VISIBILITY_VISIBLE
               ? VEIL
               : NULL;
}

static void veil_cases(struct report_exercise *e)
{
    struct report_case *cases = mem_alloc((e->case_count + 1) * sizeof *cases);
    for (size_t i = 0; i < e->case_count; i++) {
        cases[i] = e->cases[i];
        for (size_t k = 0; k < e->case_count; k++)
            if (outward_veil(&e->cases[i], &e->cases[k]))
                cases[i].message = (char *)outward_veil(&e->cases[i], &e->cases[k]);
    }
    e->cases = cases;
}

/* --- both ----------------------------------------------------------------------------------- */

void outward_open(struct outward *o, const struct report_submission *s, bool whole,
                  bool veiled)
{
    size_t most = s->exercise_count + s->missing_count + 1;
    *o = (struct outward){.submission = *s};
    o->submission.exercises = mem_alloc(most * sizeof *s->exercises);
    for (size_t i = 0; i < s->exercise_count; i++) {
        o->submission.exercises[i] = s->exercises[i];
        if (veiled)
            veil_cases(&o->submission.exercises[i]);
    }
    o->veiled = veiled;
    if (whole && outward_is_asked(s))
        make_missing(o, s);
}

void outward_close(struct outward *o)
{
    size_t own = o->submission.exercise_count - o->made_count;
    for (size_t i = 0; o->veiled && i < own; i++)
        free(o->submission.exercises[i].cases);
    for (size_t i = 0; i < o->made_count; i++)
        report_exercise_close(&o->made[i]);
    free(o->submission.exercises);
    *o = (struct outward){0};
}
