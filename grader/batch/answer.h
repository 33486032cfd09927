/* SPDX-License-Identifier: MIT
 *
 * What a process that plays does and answers: one attempt is run and judged there; the judged
 * case comes back through its pipe, or is left where it is wanted.
 */
#ifndef BATCH_ANSWER_H
#define BATCH_ANSWER_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/error.h"
#include "report/report.h"
#include "run/attempt.h"

/* What decides about a second play, and which of two is reported. */
struct rank {
    size_t step; /* how far it got */
    bool passed, text_sent;
    bool stopped;       /* of two programs: the other one failed before the end */
    int64_t started_ns; /* 0: it was not */
};

struct answer {
    bool judged;
    struct rank rank;           /* judged */
    struct report_case outcome; /* judged; the reader closes it */
    struct error err;           /* else */
};

/* The worker's body (run/child.h); ctx is its struct attempt_order. */
void answer_body(void *ctx, int out_fd, pid_t grader);

/* The same without a pipe (run/inplace.h); ctx is a struct answer_order. */
struct answer_order {
    struct attempt_order *attempt;
    struct answer answer;
};
void answer_in_place(void *ctx, pid_t grader);

/* Appends an answer as a worker writes it. */
void answer_write(const struct answer *a, struct buf *out);

/* Reads what a worker wrote; a garbled answer is an error of ours. */
void answer_read(struct answer *a, const struct buf *bytes);

#endif
