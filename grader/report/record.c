/* SPDX-License-Identifier: MIT */
#include "report/record.h"

#include <string.h>

#include "base/quote.h"
#include "report/tally.h"

enum recorded recorded_of(const struct report_case *c)
{
    static const enum recorded kinds[] = {
        [RESULT_PASS] = RECORDED_PASSED,
        [RESULT_FAIL] = RECORDED_FAILED,
        [RESULT_SKIPPED] = RECORDED_SKIPPED,
        [RESULT_ERROR] = RECORDED_UNJUDGED,
    };
    if (c->advice && c->result == RESULT_FAIL)
        return RECORDED_ADVICE;
    if (c->advice && c->result == RESULT_ERROR)
        return RECORDED_SKIPPED; /* nobody is the worse for it */
    if (c->result == RESULT_FAIL && tally_is_unbuilt(c))
        return RECORDED_UNBUILT;
    return kinds[c->result];
}

const char *recorded_type(const struct report_case *c)
{
    static const struct {
        const char *code, *type;
    } types[] = {
        {"error", "GraderError"},     {"build-failed", "BuildError"},
        {"no-program", "BuildError"}, {"crashed", "Crash"},
        {"too-slow", "Timeout"},      {"spinning", "Timeout"},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].code, c->code) == 0)
            return types[i].type;
    return c->code;
}

void record_who(struct buf *out, const struct report_submission *s)
{
    record_text(out, s->id);
    if (s->attempt > 1)
        buf_printf(out, " (attempt %d)", s->attempt);
}

void record_text(struct buf *out, const char *text)
{
    if (text)
        quote_safe_text(out, text, strlen(text));
}

const char *record_file(const struct report_exercise *e, const struct report_case *c)
{
    const char *file = c->path ? c->path : e->path;
    return file && *file ? file : NULL;
}
