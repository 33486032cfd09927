/* SPDX-License-Identifier: MIT
 *
 * Autolab's two lines: the table of what passed, and the scores, which have to be the last
 * line of the output. A problem of the site is named as the exercise. What we could not judge
 * gets no such lines: earlier scores stay then.
 */
#include "report/document.h"
#include "report/plain.h"
#include "report/tally.h"
#include "report/writer.h"

/* A stage has one object a case, by "connect-1: title"; the hint is shown with it. */
static void put_case(json_t *stage, const struct report_exercise *e,
                     const struct report_case *c)
{
    struct buf hint = {0}, name = {0};
    json_t *row = json_pack("{s:b}", "passed", c->result == RESULT_PASS);
    if (c->result != RESULT_PASS) {
        plain_brief(&hint, c, " ");
        json_object_set_new(row, "hint", document_text(buf_text(&hint)));
    }
    buf_printf(&name, "%s %s: %s%s", e->id, c->id, c->title,
               c->advice ? " (advice)" : "");
    json_object_set_new(stage, buf_text(&name), row);
    buf_close(&hint);
    buf_close(&name);
}

/* Programs that could not run, each once. */
static void put_build(json_t *stage, const struct report_exercise *e)
{
    const struct report_case *failed = NULL;
    for (size_t k = 0; k < e->case_count && !failed; k++)
        if (tally_is_unbuilt(&e->cases[k]))
            failed = &e->cases[k];
    json_t *row = json_pack("{s:b}", "passed", !failed);
    if (failed)
        json_object_set_new(row, "hint", document_text(failed->message));
    json_object_set_new(stage, e->id, row);
}

static json_t *table_of(const struct report_submission *s)
{
    json_t *build = json_object(), *test = json_object();
    for (size_t i = 0; i < s->exercise_count; i++) {
        const struct report_exercise *e = &s->exercises[i];
        put_build(build, e);
        for (size_t k = 0; k < e->case_count; k++)
            if (tally_is_shown(&e->cases[k]) && !tally_is_unbuilt(&e->cases[k]))
                put_case(test, e, &e->cases[k]);
    }
    return json_pack("{s:s, s:[s, s], s:o, s:o, s:{s:o}}", "_presentation", "semantic",
                     "stages", "Build", "Test", "Build", build, "Test", test, "Timing",
                     "total (ms)", document_number((double)(int64_t)s->duration_ms));
}

static json_t *scores_of(const struct report_submission *s)
{
    struct tally t = tally_of(s);
    double sum = 0;
    json_t *scores = json_object();
    for (size_t i = 0; i < s->exercise_count; i++)
        sum += tally_worth(&s->exercises[i], s->exercises[i].points);
    for (size_t i = 0; i < s->exercise_count; i++) {
        const struct report_exercise *e = &s->exercises[i];
        double score = tally_worth(e, e->points);
        json_object_set_new(scores, e->id,
                            document_number(sum > 0 ? score * t.score / sum : 0));
    }
    return json_pack("{s:o}", "scores", scores);
}

static int submission(struct writing *w, const struct report_submission *s,
                      struct error *err)
{
    struct tally t = tally_of(s);
    (void)err;
    if (t.problem) {
        buf_puts(
            w->out,
            "Not graded, and no scores given: this could not be judged, through no fault "
            "of the student's. Please run the autograder again.\n");
        return 0;
    }
    document_write(table_of(s), w->out);
    buf_putc(w->out, '\n');
    document_write(scores_of(s), w->out);
    buf_putc(w->out, '\n');
    return 0;
}

const struct writer writer_autolab = {
    .name = "autolab",
    .whole = true,
    .suffix = "txt",
    .summary = "the last lines of an Autolab autograder's output",
    .hides = true,
    .one = true,
    .submission = submission,
};
