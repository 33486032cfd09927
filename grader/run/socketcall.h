/* SPDX-License-Identifier: MIT
 *
 * A program's bind, listen or connect on a TCP or UDP socket, while it waits for our answer.
 * bind and listen are made here, on the same socket (pidfd_getfd(2)), so that the result is
 * known and nothing can change in between; connect goes on, since it may wait.
 */
#ifndef RUN_SOCKETCALL_H
#define RUN_SOCKETCALL_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "run/deeds.h"

struct socketcall {
    pid_t thread; /* in our numbers */
    int number;   /* of the system call */
    uint64_t args[3];
    bool once; /* no signal can make the thread call again while we answer */
};

/* Adds the call to the deeds. Whether it was made here: then *error is its errno or 0, and
 * else the program is to make it. */
bool socketcall_take(struct deeds *s, const struct socketcall *call, int *error);

#endif
