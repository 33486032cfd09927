/* SPDX-License-Identifier: MIT
 *
 * A control group as the folder that it is: who is in it, and how it goes away.
 */
#ifndef RUN_CGROUPFOLDER_H
#define RUN_CGROUPFOLDER_H

#include <sys/types.h>

#include "base/error.h"

/* pid is 0 for processes of another pid namespace. */
typedef int cgroupfolder_call(const void *ctx, pid_t pid);

/* Calls for each process that the file (a cgroup.procs below folder) names, until one is
 * answered otherwise than with 0; returns that, *stopped_at tells which it was. */
int cgroupfolder_each(int folder, const char *file, cgroupfolder_call *call,
                      const void *ctx, pid_t *stopped_at);

/* Ends all processes of the cgroup `name` below the folder `above`, waits until they have
 * gone, and removes it with all that was made below it. Fine when it is not there. */
int cgroupfolder_discard(int above, const char *name, struct error *err);

#endif
