/* SPDX-License-Identifier: MIT
 *
 * Gradescope's results.json. The points stand with the tests and are added up there. What we
 * could not judge must not become a zero: then nothing has a score, which Gradescope takes for
 * an autograder that has to be run again.
 */
#include <math.h>
#include <string.h>

#include "report/document.h"
#include "report/plain.h"
#include "report/tally.h"
#include "report/writer.h"

#define OUTPUT_MOST (64 << 10) /* bytes of one test's text */

/* Advice that was not taken is neither: it costs nothing. */
static const char *status_of(const struct report_case *c)
{
    if (c->result == RESULT_ERROR || (c->advice && c->result != RESULT_PASS))
        return NULL;
    return c->result == RESULT_PASS ? "passed" : "failed";
}

static json_t *test_of(const struct report_submission *s, const struct report_exercise *e,
                       const struct report_case *c, bool scored)
{
    struct buf text = {0};
    json_t *test =
        json_pack("{s:o, s:o, s:s, s:s, s:[s, s]}", "number", document_place(s, e, c),
                  "name", document_title(e, c), "output_format", "text", "visibility",
                  visibility_name(c->visibility), "tags", e->id, c->code);
    if (c->result != RESULT_PASS)
        plain_case(&text, e, c);
    json_object_set_new(test, "output", document_cut(&text, OUTPUT_MOST));
    if (status_of(c))
        json_object_set_new(test, "status", json_string(status_of(c)));
    if (scored && !c->advice) {
        json_object_set_new(test, "score", document_number(tally_worth(e, c->points)));
        json_object_set_new(test, "max_score",
                            document_number(tally_worth(e, c->max_points)));
    }
    buf_close(&text);
    return test;
}

static json_t *tests_of(const struct report_submission *s, bool scored)
{
    json_t *tests = json_array();
    for (size_t i = 0; i < s->exercise_count; i++)
        for (size_t k = 0; k < s->exercises[i].case_count; k++)
            json_array_append_new(
                tests, test_of(s, &s->exercises[i], &s->exercises[i].cases[k], scored));
    return tests;
}

static json_t *output_of(const struct report *head, const struct report_submission *s,
                         const struct tally *t)
{
    struct buf text = {0};
    if (t->problem)
        buf_puts(&text, "This could not be graded, through no fault of yours, and costs "
                        "no points: the autograder has to be run again. ");
    plain_sum(&text, head, s);
    json_t *output = document_cut(&text, OUTPUT_MOST);
    buf_close(&text);
    return output;
}

/* Points that are not the sum of the tests: lateness was taken off. */
static bool has_own_score(const struct report_submission *s)
{
    double sum = 0;
    for (size_t i = 0; i < s->exercise_count; i++)
        sum += tally_worth(&s->exercises[i], s->exercises[i].points);
    return s->max_score > 0 && fabs(sum - s->score) > 0.00005;
}

static int submission(struct writing *w, const struct report_submission *s,
                      struct error *err)
{
    struct tally t = tally_of(s);
    json_t *document = json_pack(
        "{s:o, s:o, s:s, s:s, s:s, s:o, s:{s:s, s:I, s:s}}", "execution_time",
        document_number(s->duration_ms / 1000), "output", output_of(w->head, s, &t),
        "output_format", "text", "visibility", "visible", "stdout_visibility", "hidden",
        "tests", tests_of(s, !t.problem), "extra_data", "sockgrade", SOCKGRADE_VERSION,
        "seed", (json_int_t)w->head->seed, "isolation", w->head->isolation);
    (void)err;
    if (!t.problem && has_own_score(s))
        json_object_set_new(document, "score", document_number(s->score));
    document_write(document, w->out);
    buf_putc(w->out, '\n');
    return 0;
}

const struct writer writer_gradescope = {
    .name = "gradescope",
    .whole = true,
    .suffix = "json",
    .summary = "results.json of a Gradescope autograder",
    .hides = true,
    .one = true,
    .submission = submission,
};
