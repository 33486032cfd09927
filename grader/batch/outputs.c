/* SPDX-License-Identifier: MIT */
#include "batch/outputs.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/outfile.h"
#include "batch/feedback.h"
#include "batch/gradebook.h"
#include "batch/marks.h"
#include "batch/worksheet.h"
#include "report/writer.h"

static const struct gradebook *const gradebooks[] = {&gradebook_plain, &gradebook_canvas};

static const struct {
    const char *file;
    const struct writer *writer;
    const char *pages;
} reports[] = {
    {"report.json", &writer_json, NULL},
    {"index.html", &writer_html, "feedback/"},
};

enum {
    GRADEBOOKS = sizeof gradebooks / sizeof *gradebooks,
    REPORTS = sizeof reports / sizeof *reports
};

struct outputs {
    const struct outputs_order *order;
    const struct assignment *assignment;
    struct assignment own; /* where the order has none */
    struct report head;
    char *isolation, *isolation_reason;
    struct report_totals totals;
    struct outfile gradebooks[GRADEBOOKS], reports[REPORTS];
    struct writing writings[REPORTS];
    size_t begun; /* of the writings */
    struct worksheet worksheet;
    struct feedback feedback;
    struct buf buf;
};

/* --- what is told of a student ------------------------------------------------------------ */

/* Calls `each` for every submission that counts, or for what stands for none. */
static int each_counting(const struct outputs *o, const struct student *who,
                         const struct report_submission *attempts,
                         int (*each)(void *ctx, const struct report_submission *s,
                                     struct error *err),
                         void *ctx, struct error *err)
{
    int result = 0;
    for (size_t i = 0; result == 0 && i < who->attempt_count; i++)
        if (attempts[i].counts)
            result = each(ctx, &attempts[i], err);
    if (!who->attempt_count) {
        struct report_submission none;
        marks_nothing(o->assignment, who, &none);
        result = each(ctx, &none, err);
        report_submission_close(&none);
    }
    return result;
}

/* --- first pass: what has to be known before ------------------------------------------------ */

static int add_total(void *ctx, const struct report_submission *s, struct error *err)
{
    struct outputs *o = ctx;
    (void)err;
    report_totals_add(&o->totals, s);
    return 0;
}

static int count_student(void *ctx, const struct student *who,
                         struct report_submission *attempts, struct error *err)
{
    struct outputs *o = ctx;
    marks_apply(o->assignment, who, attempts);
    return each_counting(o, who, attempts, add_total, o, err);
}

/* --- second pass ---------------------------------------------------------------------------- */

static int add_report(void *ctx, const struct report_submission *s, struct error *err)
{
    struct outputs *o = ctx;
    for (size_t i = 0; i < REPORTS; i++)
        if (writer_submission(reports[i].writer, &o->writings[i], s, err) < 0
            || outfile_drain(&o->reports[i], &o->buf, err) < 0)
            return -1;
    return 0;
}

static int add_gradebooks(struct outputs *o, const struct student *who,
                          const struct report_submission *attempts, struct error *err)
{
    const struct report_submission *s = gradebook_counting(who, attempts);
    for (size_t i = 0; i < GRADEBOOKS; i++) {
        gradebooks[i]->student(o->assignment, who, attempts, &o->buf);
        if (outfile_drain(&o->gradebooks[i], &o->buf, err) < 0)
            return -1;
    }
    if (o->worksheet.path && s && !marks_unjudged(s))
        worksheet_grade(&o->worksheet, who, s->score, s->max_score);
    return 0;
}

static int go_on(const struct outputs *o, struct error *err)
{
    const volatile sig_atomic_t *stop = o->order->stop;
    return stop && *stop ? error_set(err, "stopped before all was written") : 0;
}

/* Feedback comes last: it takes out what students may not see. */
static int add_student(void *ctx, const struct student *who,
                       struct report_submission *attempts, struct error *err)
{
    struct outputs *o = ctx;
    marks_apply(o->assignment, who, attempts);
    if (go_on(o, err) < 0 || add_gradebooks(o, who, attempts, err) < 0
        || each_counting(o, who, attempts, add_report, o, err) < 0)
        return -1;
    return feedback_student(&o->feedback, who, attempts, err);
}

/* --- before and after ------------------------------------------------------------------------ */

static char *path_of(const struct outputs *o, const char *name)
{
    return mem_printf("%s/%s", o->order->out, name);
}

static int open_file(const struct outputs *o, struct outfile *f, const char *name,
                     struct error *err)
{
    char *path = path_of(o, name);
    int result = outfile_open(f, path, err);
    free(path);
    return result;
}

static int find_head(struct outputs *o, struct error *err)
{
    const struct outputs_order *order = o->order;
    o->assignment = order->assignment;
    if (!o->assignment) {
        if (journal_assignment(order->journal, &o->own, err) < 0)
            return -1;
        o->assignment = &o->own;
    }
    o->head = (struct report){.seed = o->assignment->seed_fixed ? o->assignment->seed : 0,
                              .limits = o->assignment->limits,
                              .isolation = order->isolation,
                              .isolation_reason = order->isolation_reason};
    if (order->isolation)
        return 0;
    if (journal_isolation(order->journal, &o->isolation, &o->isolation_reason, err) < 0)
        return -1;
    o->head.isolation = o->isolation ? o->isolation : "full";
    o->head.isolation_reason = o->isolation_reason;
    return 0;
}

static int begin_tables(struct outputs *o, struct error *err)
{
    for (size_t i = 0; i < GRADEBOOKS; i++) {
        if (open_file(o, &o->gradebooks[i], gradebooks[i]->file, err) < 0)
            return -1;
        gradebooks[i]->head(o->assignment, &o->buf);
        if (outfile_drain(&o->gradebooks[i], &o->buf, err) < 0)
            return -1;
    }
    return o->order->moodle_worksheet
               ? worksheet_open(&o->worksheet, o->order->moodle_worksheet, err)
               : 0;
}

static int begin_reports(struct outputs *o, struct error *err)
{
    for (size_t i = 0; i < REPORTS; i++) {
        if (open_file(o, &o->reports[i], reports[i].file, err) < 0)
            return -1;
        o->writings[i] = (struct writing){.head = &o->head,
                                          .totals = &o->totals,
                                          .title = o->assignment->title,
                                          .pages = reports[i].pages,
                                          .out = &o->buf};
        o->begun++;
        if (writer_begin(reports[i].writer, &o->writings[i], err) < 0
            || outfile_drain(&o->reports[i], &o->buf, err) < 0)
            return -1;
    }
    return 0;
}

static int begin_feedback(struct outputs *o, struct error *err)
{
    int64_t now_ms = (int64_t)time(NULL) * 1000;
    const struct lateness *late = &o->assignment->late;
    int64_t over_ms =
        late->closes_ms ? late->closes_ms : late->deadline_ms + late->grace_ms;
    char *folder = path_of(o, "feedback");
    int result = feedback_open(&o->feedback, folder, o->assignment, &o->head,
                               !late->deadline_ms || now_ms > over_ms, err);
    free(folder);
    return result;
}

static int end_reports(struct outputs *o, struct error *err)
{
    int result = 0;
    for (; o->begun; o->begun--) {
        size_t i = o->begun - 1;
        if (writer_end(reports[i].writer, &o->writings[i], result < 0 ? NULL : err) < 0
            || (result == 0 && err && outfile_drain(&o->reports[i], &o->buf, err) < 0))
            result = -1;
        buf_clear(&o->buf);
    }
    return result;
}

static int finish_worksheet(struct outputs *o, struct error *err)
{
    struct buf unheard = {0}, *notes = o->order->notes ? o->order->notes : &unheard;
    char *path = path_of(o, "gradebook-moodle.csv");
    int result = 0;
    if (o->worksheet.path) {
        worksheet_write(&o->worksheet, &o->buf, notes);
        result = outfile_write(path, &o->buf, OUTFILE_LASTING, err);
    } else if (access(path, F_OK) == 0) {
        buf_printf(notes,
                   "%s is of an earlier run, and so are its grades; --moodle-worksheet "
                   "FILE writes it anew\n",
                   path);
    }
    buf_close(&unheard);
    free(path);
    return result;
}

static int commit_all(struct outputs *o, struct error *err)
{
    for (size_t i = 0; i < GRADEBOOKS; i++)
        if (outfile_commit(&o->gradebooks[i], OUTFILE_LASTING, err) < 0)
            return -1;
    for (size_t i = 0; i < REPORTS; i++)
        if (outfile_commit(&o->reports[i], OUTFILE_LASTING, err) < 0)
            return -1;
    return finish_worksheet(o, err);
}

static int write_all(struct outputs *o, struct error *err)
{
    struct journal *j = o->order->journal;
    if (find_head(o, err) < 0 || begin_tables(o, err) < 0
        || journal_outlines(j, count_student, o, err) < 0 || begin_reports(o, err) < 0
        || begin_feedback(o, err) < 0 || journal_submissions(j, add_student, o, err) < 0
        || end_reports(o, err) < 0)
        return -1;
    if (commit_all(o, err) < 0)
        return -1;
    return feedback_finish(&o->feedback, err);
}

int outputs_write(const struct outputs_order *order, struct error *err)
{
    struct outputs o = {.order = order};
    int result = write_all(&o, err);
    end_reports(&o, NULL);
    for (size_t i = 0; i < GRADEBOOKS; i++)
        outfile_close(&o.gradebooks[i]);
    for (size_t i = 0; i < REPORTS; i++)
        outfile_close(&o.reports[i]);
    worksheet_close(&o.worksheet);
    feedback_close(&o.feedback);
    assignment_close(&o.own);
    buf_close(&o.buf);
    free(o.isolation);
    free(o.isolation_reason);
    return result;
}
