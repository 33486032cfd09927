/* SPDX-License-Identifier: MIT
 *
 * The process of a crew (batch/crew.h) that checks one program after another: an order comes
 * in through its socket, the exercise's report goes out. What all checks of it need is made
 * once, by the crew, before it is forked.
 */
#ifndef BATCH_WORKER_H
#define BATCH_WORKER_H

#include <sys/types.h>

#include "batch/assignment.h"
#include "batch/work.h"
#include "run/cgroups.h"
#include "run/stage.h"

struct worker {
    const struct assignment *assignment;
    struct limits limits;
    enum stage_kind stage;   /* that works here */
    struct cgroups *cgroups; /* the crew's */
};

/* Checks what comes until the other end of the socket is closed. crew: our parent, with which
 * this process ends. */
void worker_run(const struct worker *w, int fd, pid_t crew);

/* Sends an order for it; -1 when it has ended. */
int worker_order(int fd, const struct work *work, uint64_t seed);

#endif
