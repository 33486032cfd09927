/* SPDX-License-Identifier: MIT */
#include "cli/grade.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/clock.h"
#include "batch/hiding.h"
#include "batch/marks.h"
#include "cli/command.h"
#include "cli/runoption.h"
#include "cli/say.h"
#include "cli/workflow.h"

bool grade_read(struct grade *g)
{
    return runoption_isolation(g->isolation_text, &g->order.stage, &g->order.stage_fixed)
           && runoption_seed(g->seed_text, &g->seed);
}

/* Standard output is read by a workflow, and by whom a document there is for. */
static int put_out(struct buf *out, const struct buf *annotations, bool workflow,
                   bool text)
{
    if (workflow && text)
        workflow_fence(out);
    int status = say_result(out);
    if (!status && annotations->len)
        say_aside(annotations, text);
    return status;
}

/* Those who hide cases by themselves go first: of an assignment, the others see only what
 * students may. */
static int write_report(const struct grade *g, struct report *r)
{
    struct buf out = {0}, annotations = {0};
    const struct writing settings = {.head = r,
                                     .colour =
                                         (g->in_color || say_in_colour()) && !g->no_color,
                                     .verbose = g->verbose,
                                     .out = &out};
    bool workflow = workflow_is() && !g->no_ci;
    int hiding = formats_write(&g->formats, &settings, true);
    if (workflow)
        workflow_tell(r, &annotations);
    size_t hidden =
        g->assignment ? hiding_apply(g->assignment, r->submissions, false) : 0;
    int others = formats_write(&g->formats, &settings, false);
    if (hidden && formats_is_text(&g->formats)) {
        hiding_words(hidden, &out);
        buf_putc(&out, '\n');
    }
    int status = put_out(&out, &annotations, workflow, formats_is_text(&g->formats));
    buf_close(&out);
    buf_close(&annotations);
    return status ? status : hiding ? hiding : others;
}

static int status_of(enum result result)
{
    static const int statuses[] = {
        [RESULT_PASS] = EXIT_PASSED,
        [RESULT_FAIL] = EXIT_FAILED,
        [RESULT_SKIPPED] = EXIT_UNJUDGED,
        [RESULT_ERROR] = EXIT_UNJUDGED,
    };
    return statuses[result];
}

/* On the heap; NULL: the runs are isolated. */
static char *why_not_isolated(const struct grade *g, enum stage_kind stage,
                              const struct error *refused)
{
    if (stage_isolates(stage))
        return NULL;
    if (g->order.stage_fixed)
        return mem_text("--isolation none asks for it");
    return mem_printf("%s; \"sockgrade doctor\" tells what mends that", refused->text);
}

/* A required case that could not be judged hides what would have come out. */
static int status_of_all(const struct report_submission *s)
{
    enum result worst = RESULT_PASS;
    for (size_t i = 0; i < s->exercise_count; i++)
        if (s->exercises[i].result > worst)
            worst = s->exercises[i].result;
    return status_of(worst);
}

static struct check_order *orders_of(const struct grade *g,
                                     const struct program *programs, size_t count)
{
    struct check_order *orders = mem_alloc(count * sizeof *orders);
    for (size_t i = 0; i < count; i++) {
        orders[i] = g->order;
        orders[i].exercise = programs[i].exercise;
        orders[i].submission = programs[i].submission;
        orders[i].server = programs[i].server;
        orders[i].unclear = programs[i].unclear;
        orders[i].only_case = g->only_case;
        orders[i].seed = g->seed;
    }
    return orders;
}

int grade_run(struct grade *g, const struct program *programs, size_t count,
              struct report_submission *submission)
{
    struct error err, refused = {0};
    enum stage_kind stage = g->order.stage;
    struct report report = {.seed = g->seed,
                            .limits = g->order.limits,
                            .submissions = submission,
                            .submission_count = 1};
    struct check_order *orders = orders_of(g, programs, count);
    struct check *check = check_new(NULL);
    int64_t began_ns = clock_now_ns();
    submission->exercises = mem_alloc(count * sizeof *submission->exercises);
    submission->exercise_count = count;
    int status =
        check_run(check, orders, count, submission->exercises, &stage, &refused, &err);
    submission->duration_ms = report_ms_of(clock_now_ns() - began_ns);
    char *why = why_not_isolated(g, stage, &refused);
    report.isolation = stage_name(stage);
    report.isolation_reason = why;
    bool known = status == 0;
    if (known)
        report_sum_submission(submission);
    if (known && g->assignment)
        marks_apply(g->assignment, g->student, submission);
    int verdict = known ? status_of_all(submission) : EXIT_UNJUDGED;
    status = known ? write_report(g, &report) : say_error(&err);
    if (known && g->told)
        g->told(g->ctx, &report);
    if (!status)
        status = verdict;
    check_free(check); /* the verdict need not wait for the tidying up */
    report_close(&report);
    free(orders);
    free(why);
    return status;
}
