/* SPDX-License-Identifier: MIT
 *
 * What may wake a process although all its threads wait for ever: timers that it armed.
 * Costs a microsecond or so per open descriptor, so it is asked only before a claim.
 */
#ifndef RUN_ALARMS_H
#define RUN_ALARMS_H

#include <stdbool.h>
#include <stdint.h>

#include "run/task.h"

struct alarms {
    int64_t ends_ns; /* the first to go off; INT64_MAX: none; 0: may be any time */
    bool opaque;     /* io_uring: the kernel itself may act for the process */
};

struct notice;

/* Of the process that this living thread is of; stat is what was read of it last. notice: what
 * the filter has told (NULL: there is none). */
void alarms_find(const struct task *t, const struct proc *proc,
                 const struct task_stat *stat, const struct notice *notice,
                 struct alarms *out);

#endif
