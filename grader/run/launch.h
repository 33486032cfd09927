/* SPDX-License-Identifier: MIT
 *
 * Starts a program as a child of this process: a list of preparations walked in the child,
 * then execve. The child shares our memory until then (as posix_spawn's does), which costs
 * nothing however large we are, and leaves its failure where we can read it. (Portable: by
 * fork, without what only isolates.)
 */
#ifndef RUN_LAUNCH_H
#define RUN_LAUNCH_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/error.h"
#include "run/filter.h"
#include "script/limit.h"

struct launch {
    const char *path;
    char *const *argv, *const *envp;
    const char *folder;
    int fds[3];                  /* become 0, 1 and 2; no other stays open */
    int mounts_fd;               /* a mount namespace to start it in; -1: ours */
    bool isolated;               /* it gives up what privileges its namespaces gave it */
    bool dies_with_us;           /* SIGKILL when this process ends */
    const struct limits *limits; /* resolved; of each process alone */
    int64_t processes;           /* that its user may have in all; 0: as it is */
    int cgroup_fd;               /* the cgroup.procs to join; -1: none */
    const struct filter *filter; /* NULL: none */
    int reports_fd; /* a pair's end (run/passing.h) that gets the filter's descriptor */
};

/* Returns the pid, *pidfd is close-on-exec; or -1, execve's own failure included. */
pid_t launch_start(const struct launch *l, int *pidfd, struct error *err);

#endif
