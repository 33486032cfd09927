/* SPDX-License-Identifier: MIT
 *
 * One check in a process of its own, so that it can be ended at any moment: with it goes all
 * that it has started. What it writes is kept until it is complete.
 */
#ifndef CLI_ROUND_H
#define CLI_ROUND_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/error.h"
#include "cli/check.h"

struct round {
    pid_t pid; /* 0: none is on */
    int text_fd, told_fd;
    struct buf text;
    struct buf code; /* of the first verdict that cost points; empty: there is none */
    int status;      /* exit status of check, once nothing is on; -1: it was killed */
};

#define ROUND_NONE                                                                       \
    (struct round)                                                                       \
    {                                                                                    \
        .text_fd = -1, .told_fd = -1                                                     \
    }

/* Ends the one that is on. */
int round_start(struct round *r, struct check_arguments *a, struct error *err);

/* Takes what has come from its descriptors. True once when all of it is there: the process may
 * still tidy up. */
bool round_hear(struct round *r);

/* Waits until nothing of it is on, having killed it or not. */
void round_end(struct round *r, bool kill_it);

void round_close(struct round *r);

#endif
