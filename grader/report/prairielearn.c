/* SPDX-License-Identifier: MIT
 *
 * PrairieLearn's results.json. What does not compile, and what we could not judge, is not
 * gradable: it takes no attempt from the student. Students see all of it, so of hidden cases
 * there is only the sum.
 */
#include "report/document.h"
#include "report/plain.h"
#include "report/tally.h"
#include "report/writer.h"

#define FILE_MOST 1000000 /* bytes; PrairieLearn refuses more than 1 MB */
#define OUTPUT_MOST (32 << 10)
#define OUTPUT_LEAST 64

static json_t *test_of(const struct report_exercise *e, const struct report_case *c,
                       size_t most)
{
    struct buf message = {0}, output = {0};
    int64_t points = c->advice ? 0 : c->points, max = c->advice ? 0 : c->max_points;
    if (c->result != RESULT_PASS) {
        buf_puts(&message, c->message);
        plain_case(&output, e, c);
    }
    json_t *test =
        json_pack("{s:o, s:s, s:o, s:o, s:o, s:o}", "name", document_title(e, c),
                  "description", c->advice ? "advice: costs no points" : "", "points",
                  document_number(tally_worth(e, points)), "max_points",
                  document_number(tally_worth(e, max)), "message",
                  document_cut(&message, most), "output", document_cut(&output, most));
    buf_close(&message);
    buf_close(&output);
    return test;
}

static json_t *tests_of(const struct report_submission *s, const struct tally *t,
                        size_t most)
{
    json_t *tests = json_array();
    for (size_t i = 0; i < s->exercise_count; i++)
        for (size_t k = 0; k < s->exercises[i].case_count; k++)
            if (tally_is_shown(&s->exercises[i].cases[k]))
                json_array_append_new(
                    tests, test_of(&s->exercises[i], &s->exercises[i].cases[k], most));
    if (t->hidden)
        json_array_append_new(
            tests,
            json_pack("{s:s, s:s, s:o, s:o, s:s, s:s}", "name",
                      "Cases that are not shown", "description", "", "points",
                      document_number(t->hidden_score), "max_points",
                      document_number(t->hidden_max_score), "message", "", "output", ""));
    return tests;
}

/* Why it is not gradable. */
static json_t *problems_of(const struct report_submission *s, const struct tally *t)
{
    json_t *list = json_array();
    if (t->problem)
        json_array_append_new(
            list, json_string("This could not be graded, through no fault of yours. It "
                              "takes no attempt: please try again, and tell the course's "
                              "staff if it happens again."));
    for (size_t i = 0; i < s->exercise_count; i++) {
        const struct report_exercise *e = &s->exercises[i];
        struct buf text = {0};
        size_t k = 0;
        while (k < e->case_count
               && !(tally_is_unbuilt(&e->cases[k]) && tally_is_shown(&e->cases[k])))
            k++;
        if (k < e->case_count) {
            buf_printf(&text, "%s: ", e->id);
            plain_case(&text, e, &e->cases[k]);
            json_array_append_new(list, document_cut(&text, OUTPUT_MOST));
        }
        buf_close(&text);
    }
    return list;
}

static json_t *document_of(const struct writing *w, const struct report_submission *s,
                           size_t most)
{
    struct tally t = tally_of(s);
    struct buf sum = {0};
    bool gradable = !t.problem && t.unbuilt < t.count;
    double share = t.max_score > 0 ? t.score / t.max_score : gradable;
    plain_sum(&sum, w->head, s);
    json_t *document = json_pack("{s:b, s:o}", "gradable", gradable, "message",
                                 document_text(buf_text(&sum)));
    buf_close(&sum);
    if (gradable) {
        json_object_set_new(document, "score",
                            document_number(share < 0   ? 0
                                            : share > 1 ? 1
                                                        : share));
        json_object_set_new(document, "tests", tests_of(s, &t, most));
    } else {
        json_object_set_new(document, "format_errors", problems_of(s, &t));
    }
    return document;
}

static int submission(struct writing *w, const struct report_submission *s,
                      struct error *err)
{
    size_t most = OUTPUT_MOST;
    (void)err;
    document_write(document_of(w, s, most), w->out);
    while (w->out->len >= FILE_MOST && (most /= 2) >= OUTPUT_LEAST) {
        buf_clear(w->out);
        document_write(document_of(w, s, most), w->out);
    }
    buf_putc(w->out, '\n');
    return 0;
}

const struct writer writer_prairielearn = {
    .name = "prairielearn",
    .whole = true,
    .suffix = "json",
    .summary = "results.json of a PrairieLearn external grader",
    .hides = true,
    .one = true,
    .submission = submission,
};
