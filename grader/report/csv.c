/* SPDX-License-Identifier: MIT
 *
 * A line a case, for spreadsheets and statistics. What could not be judged has no points: its
 * cell is empty, never 0.
 */
#include "base/csv.h"

#include "report/record.h"
#include "report/tally.h"
#include "report/writer.h"

static const char *const columns[] = {
    "submission", "name",        "attempt",  "exercise",   "case",   "title",
    "result",     "code",        "points",   "max_points", "advice", "visibility",
    "message",    "hint",        "expected", "received",   "file",   "line",
    "language",   "duration_ms", "cpu_ms",
};

static void put_text(struct buf *out, const char *text)
{
    struct buf shown = {0};
    record_text(&shown, text);
    csv_put_text(out, buf_text(&shown));
    buf_close(&shown);
}

static void put_known(struct buf *out, double number, bool known)
{
    if (known)
        csv_put_number(out, number);
    else
        csv_put_text(out, NULL);
}

static void put_who(struct buf *out, const struct report_submission *s)
{
    put_text(out, s->id);
    put_text(out, s->name);
    put_known(out, s->attempt, s->attempt > 0);
}

static void put_place(struct buf *out, const struct report_exercise *e,
                      const struct report_case *c)
{
    put_text(out, record_file(e, c));
    put_known(out, c->line, c->line > 0);
    put_text(out, e->language);
}

static void put_case(struct buf *out, const struct report_submission *s,
                     const struct report_exercise *e, const struct report_case *c)
{
    put_who(out, s);
    put_text(out, e->id);
    put_text(out, c->id);
    put_text(out, c->title);
    csv_put_text(out, result_name(c->result));
    csv_put_text(out, c->code);
    put_known(out, tally_worth(e, c->points), c->result != RESULT_ERROR);
    csv_put_number(out, tally_worth(e, c->max_points));
    csv_put_text(out, c->advice ? "yes" : "no");
    csv_put_text(out, visibility_name(c->visibility));
    put_text(out, c->message);
    put_text(out, c->hint);
    put_text(out, c->expected);
    put_text(out, c->received);
    put_place(out, e, c);
    csv_put_number(out, c->duration_ms);
    put_known(out, c->cpu_ms, c->cpu_ms > 0);
    csv_end_row(out);
}

static int begin(struct writing *w, struct error *err)
{
    (void)err;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        csv_put_text(w->out, columns[i]);
    csv_end_row(w->out);
    return 0;
}

static int submission(struct writing *w, const struct report_submission *s,
                      struct error *err)
{
    (void)err;
    for (size_t i = 0; i < s->exercise_count; i++)
        for (size_t k = 0; k < s->exercises[i].case_count; k++)
            put_case(w->out, s, &s->exercises[i], &s->exercises[i].cases[k]);
    return 0;
}

const struct writer writer_csv = {
    .name = "csv",
    .whole = true,
    .suffix = "csv",
    .summary = "a line a case, for spreadsheets",
    .begin = begin,
    .submission = submission,
};
