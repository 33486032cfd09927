/* SPDX-License-Identifier: MIT
 *
 * What the back ends of the stage share with stage.c; nobody else includes this.
 */
#ifndef RUN_STAGE_BACKEND_H
#define RUN_STAGE_BACKEND_H

#include <stdbool.h>
#include <sys/types.h>

#include "run/init.h"
#include "run/launch.h"
#include "run/setup.h"
#include "run/stage.h"

struct stage_backend;

struct stage {
    const struct stage_backend *backend;
    char home[256];
    const char *submission; /* a folder */
    int home_fd;            /* -1: none */
    int mounts_fd;    /* the mount namespace that programs are started in; -1: ours */
    pid_t program;    /* 0: not started */
    int program_fd;   /* its pidfd, -1: none */
    struct init init; /* namespace */
    pid_t helper;     /* that, or, none: the guardian; 0: none */
    int reports_fd;   /* that of the filter, -1: none */
    struct limits limits;
    int cgroup_fd; /* borrowed; -1: none */
    int lifeline;  /* none: closes when this process ends, which the guardian sees; -1 */
    struct setup setup; /* namespace: what its init does; kept for telling what failed */
    struct spare spare; /* namespace: whose network it is in; user and net are borrowed */
    const struct spares *spares; /* full: where the network goes; NULL: nowhere */
    int kept_fd;                 /* a base of its own that was kept; -1: none */
    char marker[64]; /* none: the environment entry that tells whose a process is */
};

struct stage_backend {
    const char *name;
    bool isolated;                        /* network, processes and files of its own */
    bool keeps_root;                      /* until it has made what takes root to make */
    bool filter_needed;                   /* a system without the filter won't do */
    pid_t (*heir)(const struct stage *s); /* who inherits the program's orphans */
    /* Makes all that is the stage's own; root is dropped already. What it has made when it
     * fails, `leave` undoes. */
    int (*enter)(struct stage *s, const struct stage_order *order, struct error *err);
    /* Waits until what goes on since is done; NULL: nothing does. */
    int (*ready)(struct stage *s, struct error *err);
    /* The program was started: its pid is known. */
    void (*started)(struct stage *s);
    void (*leave)(struct stage *s);
};

extern const struct stage_backend stage_full, stage_privileged, stage_none;

#endif
