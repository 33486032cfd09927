/* SPDX-License-Identifier: MIT
 *
 * Control groups are Linux's.
 */
#include "run/cgroup.h"

#include <errno.h>

int cgroup_make(struct cgroup *g, struct cgroups *all, const struct cgroup_limits *limits,
                struct error *err)
{
    (void)all, (void)limits;
    *g = CGROUP_NONE;
    return error_set(err, "this system has no control groups");
}

int cgroup_enter(int procs_fd)
{
    (void)procs_fd;
    errno = ENOSYS;
    return -1;
}

enum cgroup_excess cgroup_exceeded(const struct cgroup *g)
{
    (void)g;
    return CGROUP_WITHIN;
}

int cgroup_remove(struct cgroup *g, struct error *err)
{
    (void)g, (void)err;
    return 0;
}

void cgroup_close(struct cgroup *g)
{
    (void)g;
}
