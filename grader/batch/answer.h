/* SPDX-License-Identifier: MIT
 *
 * What a worker does and answers: one attempt is run and judged there, the judged case comes
 * back through its pipe.
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

/* Appends an answer as a worker writes it; path is the program's. */
void answer_write(const struct answer *a, const char *path, struct buf *out);

/* Reads what a worker wrote; a garbled answer is an error of ours. */
void answer_read(struct answer *a, const struct buf *bytes);

#endif
