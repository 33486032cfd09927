/* SPDX-License-Identifier: MIT
 *
 * When a blocked thread's system call ends by itself. A relative time-out is counted from
 * the first moment at which the wait may have begun, so the end that is told is never later
 * than the real one.
 */
#ifndef RUN_TIMEOUT_H
#define RUN_TIMEOUT_H

#include <stdbool.h>
#include <stdint.h>

#include "run/task.h"

#define TIMEOUT_NEVER_ENDS INT64_MAX
#define TIMEOUT_ENDS_ANY_TIME INT64_C(0)

/* Where a call keeps its time-out; `arg` of the row says in which argument. */
enum timeout_form {
    TIMEOUT_NONE,
    TIMEOUT_HIDDEN,         /* ends by itself at a time that can't be told */
    TIMEOUT_MILLISECONDS,   /* int, negative: for ever */
    TIMEOUT_TIMESPEC,       /* pointer, relative, NULL: for ever */
    TIMEOUT_TIMEVAL,        /* the same, in microseconds */
    TIMEOUT_REALTIME,       /* pointer, absolute by CLOCK_REALTIME */
    TIMEOUT_CLOCK_SLEEP,    /* clock_nanosleep: clock, TIMER_ABSTIME, pointer */
    TIMEOUT_FUTEX,          /* relative or absolute, by the operation */
    TIMEOUT_WAITV,          /* pointer, absolute, by the clock of the next argument */
    TIMEOUT_RECEIVE_OPTION, /* SO_RCVTIMEO of the socket in argument 0 */
    TIMEOUT_SEND_OPTION,    /* SO_SNDTIMEO */
};

/* Returns 0 and the moment at which the call ends by itself, or -1 when the thread's memory
 * can't be read. `arg` is the argument that holds the time-out. */
int timeout_end(const struct task *t, enum timeout_form form, int arg, int64_t *ends_ns);

/* Whether there is a time-out, told from the registers alone. */
bool timeout_is_set(const struct task *t, enum timeout_form form, int arg);

#endif
