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

#define TEXT_MOST 2000 /* bytes of one test: GitHub keeps 1 MiB of a step's outputs */

static const char *status_of(const struct report_case *c)
{
    if (c->result == RESULT_PASS)
        return "pass";
    return c->result == RESULT_ERROR || tally_is_unbuilt(c) ? "error" : "fail";
}

static json_t *test_of(const struct report_exercise *e, const struct report_case *c,
                       bool scored)
{
    struct buf text = {0};
    char *time = mem_printf("%.1fs", c->duration_ms / 1000);
    plain_brief(&text, c, "\n");
    json_t *test = json_pack("{s:o, s:s, s:o, s:o, s:o, s:i, s:s, s:o}", "name",
                             document_title(e, c), "status", status_of(c), "message",
                             document_cut(&text, TEXT_MOST), "test_code",
                             document_cut(&text, TEXT_MOST), "filename",
                             document_text(c->path ? c->path : e->path), "line_no",
                             e->cell ? 0 : c->line, "execution_time", time, "score",
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

static json_t *tests_of(const struct report_submission *s, const struct tally *t)
{
    json_t *tests = json_array();
    for (size_t i = 0; i < s->exercise_count; i++)
        for (size_t k = 0; k < s->exercises[i].case_count; k++) {
            const struct report_case *c = &s->exercises[i].cases[k];
            if (tally_is_shown(c) && !c->advice)
                json_array_append_new(tests, test_of(&s->exercises[i], c, !t->problem));
        }
    if (t->hidden)
        json_array_append_new(tests, hidden_of(s, t, !t->problem));
    return tests;
}

static int submission(struct writing *w, const struct report_submission *s,
                      struct error *err)
{
    struct tally t = tally_of(s);
    struct buf json = {0};
    const char *status = t.problem || t.unbuilt           ? "error"
                         : t.cases[RESULT_PASS] < t.count ? "fail"
                                                          : "pass";
    (void)err;
    document_write(json_pack("{s:i, s:s, s:o, s:o}", "version", 1, "status", status,
                             "max_score", document_number(t.problem ? 0 : t.max_score),
                             "tests", tests_of(s, &t)),
                   &json);
    buf_puts(w->out, "result=");
    base64_encode(json.data, json.len, w->out);
    buf_putc(w->out, '\n');
    buf_close(&json);
    return 0;
}

const struct writer writer_classroom = {
    .name = "classroom",
    .suffix = "txt",
    .summary = "the result of a GitHub Classroom step, for $GITHUB_OUTPUT",
    .one = true,
    .submission = submission,
};
