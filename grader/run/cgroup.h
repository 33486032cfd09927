/* SPDX-License-Identifier: MIT
 *
 * The control group of one run: exact limits on what all processes of the program hold
 * together, in memory (that of tmpfs, memfd and sockets too) and in number. Made and removed
 * by the process that has opened `struct cgroups`, with its rights; who is forked in between
 * inherits the descriptors and may enter and ask, whoever it has become.
 */
#ifndef RUN_CGROUP_H
#define RUN_CGROUP_H

#include <stdint.h>

#include "base/error.h"
#include "run/cgroups.h"

struct cgroup_limits {
    int64_t memory_bytes; /* 0: no limit */
    int64_t processes;    /* and threads; 0: no limit */
};

/* What was exceeded; memory first, since that ends the program. */
enum cgroup_excess {
    CGROUP_WITHIN,
    CGROUP_MEMORY,    /* all its processes were killed for it */
    CGROUP_PROCESSES, /* a fork() was refused (EAGAIN) */
    CGROUP_STARVED,   /* killed since others used up the memory of this computer, or of a
                         cgroup around ours: no fault of the program */
};

struct cgroup {
    char name[CGROUPFILE_NAME_SIZE];
    int home;   /* borrowed from struct cgroups */
    int folder; /* the cgroup itself */
    int procs;  /* who writes "0" to it is in */
    /* When their counts change, poll() gives POLLPRI. */
    int memory_events, pids_events;
};

#define CGROUP_NONE                                                                      \
    ((struct cgroup){                                                                    \
        .home = -1, .folder = -1, .procs = -1, .memory_events = -1, .pids_events = -1})

/* What it has made when it fails, it removes. */
int cgroup_make(struct cgroup *g, struct cgroups *all, const struct cgroup_limits *limits,
                struct error *err);

/* Puts the calling process in; a single write, fit for a child between vfork and exec. The
 * descriptor's rights are those of who has made it. Takes the kernel some 20 ms, most of
 * which is waiting, so cgroup_fork() is the better way. 0, or -1 with errno. */
int cgroup_enter(int procs_fd);

/* As fork(2), with further flags of clone(2) such as CLONE_VFORK (but no CLONE_VM); the child
 * is in the cgroup from birth, which costs nothing. *pidfd is close-on-exec. -1 with errno:
 * EACCES where this process has become another user since the cgroup was made, ENOSYS or
 * E2BIG before Linux 5.7; then a plain child may still enter. */
pid_t cgroup_fork(const struct cgroup *g, uint64_t flags, int *pidfd);

enum cgroup_excess cgroup_exceeded(const struct cgroup *g);

/* Ends whoever is left in it, removes it, and closes. */
int cgroup_remove(struct cgroup *g, struct error *err);

/* Only closes: for a child that has inherited it. */
void cgroup_close(struct cgroup *g);

#endif
