/* SPDX-License-Identifier: MIT
 *
 * What a worker does for an exercise with two programs: it has a worker of its own for each,
 * with a stage and a network of its own, in which the program's part is played and judged.
 * The two speak to each other (play/partner.h). The answer is that of the program which
 * failed first, with what both did.
 */
#ifndef BATCH_PAIR_H
#define BATCH_PAIR_H

#include "run/attempt.h"

/* By enum student_role; the exercise is that of both. */
struct pair_order {
    struct attempt_order parts[2];
};

/* The worker's body (run/child.h); ctx is its struct pair_order. */
void pair_body(void *ctx, int out_fd, pid_t grader);

#endif
