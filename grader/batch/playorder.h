/* SPDX-License-Identifier: MIT
 *
 * The order for a play of a case: one for each program, with the control group and the spare
 * network that it gets.
 */
#ifndef BATCH_PLAYORDER_H
#define BATCH_PLAYORDER_H

#include "batch/job.h"
#include "batch/pair.h"

/* Returns how many programs there are. The control groups are the slot's; the spare is owned
 * by the order of a program that is by itself, in parts[0]. */
size_t playorder_make(struct pair_order *out, const struct check_means *means,
                      enum stage_kind stage, struct slot *s);

/* Removes what the programs, which have ended, ran in. */
void playorder_end(struct cgroup cgroups[2]);

#endif
