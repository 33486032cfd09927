/* SPDX-License-Identifier: MIT
 *
 * The small read-only root in which programs run on a stage of their own: the system's
 * programs and libraries, what they read of /etc, a few devices, fresh /proc, the
 * submission; and one sized file system to write to, which is HOME, /tmp and /dev/shm.
 * Nothing else of the machine is there: no home folder, no /run, no exercise.
 *
 * Its base, all but the submission, the processes and what can be written to, is the same for
 * many runs: it can be kept in a mount namespace, of which each run has a copy.
 */
#ifndef RUN_ROOT_H
#define RUN_ROOT_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/digest.h"
#include "run/setup.h"
#include "run/stage.h"

#define ROOT_HOME "/home/student"
#define ROOT_SUBMISSION "/submission"

/* What the base is made of: equal digests, equal bases. */
void root_identify(const struct stage_order *order, uid_t uid, gid_t gid,
                   unsigned char base[DIGEST_SIZE]);

/* Adds the steps that make it and go into it, and keep the base if it is wanted. Looks at the
 * machine's files for that. */
void root_plan(struct setup *s, const struct stage_order *order, uid_t uid, gid_t gid,
               bool keep);

/* The same from a base that was kept. */
void root_plan_from(struct setup *s, const struct stage_order *order, int base_fd);

#endif
