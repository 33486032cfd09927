/* SPDX-License-Identifier: MIT */
#include "batch/answer.h"

#include <string.h>
#include <unistd.h>

#include "judge/judge.h"
#include "report/json.h"
#include "run/child.h"

enum tag {
    TAG_JUDGED = 'j', /* struct rank, then the case as JSON */
    TAG_ERROR = 'e',  /* enum error_kind as a byte, then the sentence */
};

void answer_write(const struct answer *a, struct buf *out)
{
    if (a->judged) {
        buf_putc(out, TAG_JUDGED);
        buf_append(out, &a->rank, sizeof a->rank);
        report_json_write_case(&a->outcome, NULL, out);
    } else {
        buf_putc(out, TAG_ERROR);
        buf_putc(out, (char)a->err.kind);
        buf_puts(out, a->err.text);
    }
}

/* Who does not notice our end is not waiting for the end of a line. */
static bool lines_may_help(const struct play *p)
{
    bool after_end = p->current && p->current->half_closed;
    return p->outcome.text_sent
           && !(p->outcome.failure == FAILURE_NOT_CLOSED && after_end);
}

static void judge(struct attempt *a, const struct attempt_order *o, struct answer *out)
{
    const struct play *p = &a->play;
    struct verdict verdict = {0};
    judge_attempt(a, o->submission, &verdict);
    report_judged(&out->outcome, o->test, &verdict, a);
    if (o->partner && verdict.code != CODE_PASS)
        out->outcome.program = mem_text(student_name(o->exercise->student));
    if (out->outcome.program || out->outcome.line)
        out->outcome.path = mem_text(submission_shown(o->submission));
    out->judged = true;
    out->rank = (struct rank){.step = p->outcome.played,
                              .passed = verdict.code == CODE_PASS && !p->stopped,
                              .text_sent = lines_may_help(p),
                              .stopped = p->stopped,
                              .started_ns = p->program.started_ns};
    verdict_close(&verdict);
}

static void play(struct attempt *a, struct attempt_order *o, pid_t grader,
                 struct answer *out)
{
    *out = (struct answer){0};
    o->grader = grader;
    if (attempt_run(a, o, &out->err) == 0)
        judge(a, o, out);
}

void answer_in_place(void *ctx, pid_t grader)
{
    struct answer_order *o = ctx;
    struct attempt a;
    o->attempt->in_place = true;
    play(&a, o->attempt, grader, &o->answer);
    attempt_close(&a);
}

void answer_body(void *ctx, int out_fd, pid_t grader)
{
    struct attempt a;
    struct answer answer;
    struct buf out = {0};
    play(&a, ctx, grader, &answer);
    answer_write(&answer, &out);
    child_answer(out_fd, out.data, out.len);
    close(out_fd); /* the verdict need not wait for the tidying up */
    attempt_close(&a);
    report_case_close(&answer.outcome);
    buf_close(&out);
}

static int read_judged(struct answer *a, const struct buf *bytes)
{
    size_t at = 1 + sizeof a->rank;
    if (bytes->len < at)
        return error_set(&a->err, "the process that did the work broke off its answer");
    memcpy(&a->rank, bytes->data + 1, sizeof a->rank);
    return report_json_read_case(&a->outcome, bytes->data + at, bytes->len - at, &a->err);
}

void answer_read(struct answer *a, const struct buf *bytes)
{
    *a = (struct answer){0};
    if (bytes->len && bytes->data[0] == TAG_JUDGED) {
        a->judged = read_judged(a, bytes) == 0;
    } else if (bytes->len > 2 && bytes->data[0] == TAG_ERROR) {
        error_set(&a->err, "%s", bytes->data + 2);
        a->err.kind = (enum error_kind)bytes->data[1];
    } else {
        error_set(&a->err, "the process that did the work broke off its answer");
    }
}
