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

static void put_judged(struct attempt *a, const struct attempt_order *o, struct buf *out)
{
    struct verdict verdict = {0};
    struct report_case c = {0};
    judge_attempt(a, o->submission, &verdict);
    report_judged(&c, o->test, &verdict, a);
    const struct rank rank = {.step = a->play.outcome.played,
                              .passed = verdict.code == CODE_PASS,
                              .text_sent = a->play.outcome.text_sent};
    buf_putc(out, TAG_JUDGED);
    buf_append(out, &rank, sizeof rank);
    report_json_write_case(&c, o->submission->path, out);
    report_case_close(&c);
    verdict_close(&verdict);
}

void answer_body(void *ctx, int out_fd, pid_t grader)
{
    struct attempt_order *o = ctx;
    struct attempt a;
    struct error err = {0};
    struct buf out = {0};
    o->grader = grader;
    if (attempt_run(&a, o, &err) == 0) {
        put_judged(&a, o, &out);
    } else {
        buf_putc(&out, TAG_ERROR);
        buf_putc(&out, (char)err.kind);
        buf_puts(&out, err.text);
    }
    child_answer(out_fd, out.data, out.len);
    close(out_fd); /* the verdict need not wait for the tidying up */
    attempt_close(&a);
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
