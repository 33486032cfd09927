/* SPDX-License-Identifier: MIT
 *
 * The result of a GitHub Classroom grading step, as a line for $GITHUB_OUTPUT. The reporter
 * shows a failed test's test_code and not its message, "- line undefined" without a line_no, and
 * adds up the tests' scores: each has them. Nothing is reported where max_score is 0: that is
 * how what we could not judge costs nothing.
 */
#include <stdlib.h>

#include "base/base64.h"
#include "report/document.h"
#include "report/plain.h"
#include "report/tally.h"
#include "report/writer.h"

#define TEXT_MOST 4000     /* bytes of one test */
#define TEXT_LEAST 64      /* the same */
#define RESULT_MOST 500000 /* bytes: GitHub keeps 1 MiB of a job's outputs */

static const char *status_of(const struct report_case *c)
{
    if (c->result == RESULT_PASS)
        return "pass";
    return c->result == RESULT_ERROR || tally_is_unbuilt(c) ? "error" : "fail";
}

static json_t *test_of(const struct report_exercise *e, const struct report_case *c,
                       bool scored, size_t most)
{
    struct buf text = {0};
    char *time = mem_printf("%.1fs", c->duration_ms / 1000);
    plain_brief(&text, c, "\n");
    json_t *test = json_pack(
        "{s:o, s:s, s:o, s:o, s:o, s:i, s:s, s:o}", "name", document_title(e, c),
        "status", status_of(c), "message", document_cut(&text, most), "test_code",
        document_cut(&text, most), "filename", document_text(c->path ? c->path : e->path),
        "line_no", e->cell ? 0 : c->line, "execution_time", time, "score",
        document_number(scored ? tally_worth(e, c->points) : 0));
    free(time);
    buf_close(&text);
    return test;
}

/* Whether all of the cases that are not shown passed. */
static json_t *hidden_of(const struct report_submission *s, const struct tally *t,
                         bool scored)
{
    bool passed = true;
    for (size_t i = 0; i < s->exercise_count; i++)
        for (size_t k = 0; k < s->exercises[i].case_count; k++) {
            const struct report_case *c = &s->exercises[i].cases[k];
            passed &= tally_is_shown(c) || c->advice || c->result == RESULT_PASS;
        }
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:i, s:s, s:o}", "name",
                     "Cases that are not shown", "status",
                     passed       ? "pass"
                     : t->problem ? "error"
                                  : "fail",
                     "message", "", "test_code", "", "filename", "", "line_no", 0,
                     "execution_time", "", "score",
                     document_number(scored ? t->hidden_score : 0));
}

static json_t *tests_of(const struct report_submission *s, const struct tally *t,
                        size_t most)
{
    json_t *tests = json_array();
    for (size_t i = 0; i < s->exercise_count; i++)
        for (size_t k = 0; k < s->exercises[i].case_count; k++) {
            const struct report_case *c = &s->exercises[i].cases[k];
            if (tally_is_shown(c) && !c->advice)
                json_array_append_new(tests,
                                      test_of(&s->exercises[i], c, !t->problem, most));
        }
    if (t->hidden)
        json_array_append_new(tests, hidden_of(s, t, !t->problem));
    return tests;
}

static void document(const struct report_submission *s, size_t most, struct buf *out)
{
    struct tally t = tally_of(s);
    const char *status = t.problem || t.unbuilt           ? "error"
                         : t.cases[RESULT_PASS] < t.count ? "fail"
                                                          : "pass";
    buf_clear(out);
    document_write(json_pack("{s:i, s:s, s:o, s:o}", "version", 1, "status", status,
                             "max_score", document_number(t.problem ? 0 : t.max_score),
                             "tests", tests_of(s, &t, most)),
                   out);
}

static int submission(struct writing *w, const struct report_submission *s,
                      struct error *err)
{
    struct buf json = {0};
    (void)err;
    for (size_t most = TEXT_MOST; most >= TEXT_LEAST; most /= 2) {
        document(s, most, &json);
        if (json.len / 3 * 4 < RESULT_MOST)
            break;
    }
    buf_puts(w->out, "result=");
    base64_encode(json.data, json.len, w->out);
    buf_putc(w->out, '\n');
    buf_close(&json);
    return 0;
}

const struct writer writer_classroom = {
    .name = "classroom",
    .whole = true,
    .suffix = "txt",
    .summary = "the result of a GitHub Classroom step, for $GITHUB_OUTPUT",
    .hides = true,
    .one = true,
    .submission = submission,
};
