/* SPDX-License-Identifier: MIT
 *
 * What is kept of an attempt when its conversation is over: its sockets, what it waits for,
 * what it has used up, where it crashed or waits. Facts alone; the judge says what they mean.
 */
#ifndef RUN_AFTERMATH_H
#define RUN_AFTERMATH_H

#include "run/attempt.h"
#include "run/probe.h"

/* Fills in a's facts; the program may be ended for it. What is gone with the program is taken
 * before it is asked where it waits. *keyboard: what types, closed when -1. */
void aftermath_keep(struct attempt *a, const struct attempt_order *o, struct probe *probe,
                    int *keyboard);

/* The limit (enum limit_kind) that the control group has enforced; -1: none. */
int aftermath_limit(enum cgroup_excess excess);

#endif
