/* SPDX-License-Identifier: MIT
 *
 * The control group (cgroup version 2) that this grader may divide among its runs; see
 * run/cgroup.h for a run's own. It is the one that the grader was started in, if that was
 * delegated to us and nobody but graders lives in it.
 *
 * The kernel gives limits only to children of a cgroup without processes of its own, so the
 * grader moves into a child, SHARED with all graders that were started in the same cgroup:
 *
 *     HOME                      where we were started; memory and pids are switched on below
 *     HOME/sockgrade-graders    all graders
 *     HOME/sockgrade-run-...    one per run; the name tells which process it was made by
 *
 * Each grader holds a shared lock on HOME's cgroup.procs; who gets it alone is the last one
 * and puts everything back. What a killed one has left, the next to start removes.
 */
#ifndef RUN_CGROUPS_H
#define RUN_CGROUPS_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/error.h"
#include "run/cgroupfile.h"

struct cgroups {
    int home;                            /* the folder; -1: there is none */
    int lock;                            /* its cgroup.procs */
    bool memory_switched, pids_switched; /* on by us, so to be switched off at the end */
    unsigned made;                       /* runs so far */
    struct cgroupfile_maker maker;       /* this process */
};

/* All bits zero is not a valid one: descriptors start at -1. */
#define CGROUPS_NONE ((struct cgroups){.home = -1, .lock = -1})

/* To be called once, while the process has no children. Where there is one, this and the
 * end cost some 50 ms, since the kernel waits for all processors whenever it moves a process;
 * where there is none, some 50 microseconds. -1 where there is none for us: err
 * (ERROR_STAGE) says in one sentence why, and everything is as it was. */
int cgroups_open(struct cgroups *all, struct error *err);

/* Removes the runs' cgroups that are left; the last grader puts everything back. In a child
 * that has inherited it, only closes. */
void cgroups_close(struct cgroups *all);

#endif
