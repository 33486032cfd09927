/* SPDX-License-Identifier: MIT
 *
 * What a blocked thread waits for, decoded from its system call: one row of a table per
 * call. Whatever is read from the thread's memory holds only if the thread is still off
 * the processor afterwards, which the caller must see to.
 */
#ifndef RUN_WAIT_H
#define RUN_WAIT_H

#include <stdbool.h>
#include <stdint.h>

#include "play/look.h"
#include "run/task.h"

struct wait {
    enum wait_kind kind;
    int fd;          /* or -1 */
    int64_t ends_ns; /* the first moment at which it may end by itself; signals aside */
    bool listens; /* if it ends by itself, it is a descriptor's time-out that ran down */
};

enum wait_result {
    WAIT_DECODED,
    WAIT_UNDECODED, /* not a call that blocks, as far as we know, or memory can't be read */
    WAIT_OPAQUE,    /* blocked, but nobody can tell on what (io_uring) */
};

enum wait_result wait_decode(const struct task *t, const struct proc *proc,
                             struct wait *out);

/* Whether the call has a time-out, told from its registers alone. */
bool wait_is_timed(const struct task *t);

#endif
