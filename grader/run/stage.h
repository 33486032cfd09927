/* SPDX-License-Identifier: MIT
 *
 * The place where a student's program runs. A worker, a process for each run, enters the
 * stage; from then on the network, the process ids and the scratch folder that it sees are
 * the stage's. One row of a table per back end; what a back end can't give makes an
 * ERROR_NEEDS. Whatever way the worker ends, SIGKILL of the grader too, nothing stays behind.
 */
#ifndef RUN_STAGE_H
#define RUN_STAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/error.h"
#include "run/spare.h"
#include "script/limit.h"

/* From the best on downwards. */
enum stage_kind {
    STAGE_FULL, /* user, network, mount, PID, IPC and UTS namespaces of its own */
    STAGE_PRIVILEGED, /* the same without a user namespace: for root where those are forbidden */
    STAGE_NONE, /* the machine as it is: process group, subreaper */
};

/* A name that leads to an address in this world. */
struct stage_host {
    const char *name, *address;
};

/* What the exercise needs around the program. */
struct stage_world {
    bool any_host; /* every address is local; names are asked of 127.0.0.1:53 */
    const struct stage_host *hosts;
    size_t host_count;
    const char *machine; /* its name; NULL: the computer's own */
};

/* A file of the submission, put where programs find it. */
struct stage_file {
    const char *name; /* may have folders in front, which are made */
    int fd;           /* its content */
    mode_t mode;
    bool part; /* only this much of it */
    off_t at, size;
};

/* What a stage is made for; borrowed until stage_start() has returned. */
struct stage_order {
    enum stage_kind kind;
    struct stage_world world;
    const struct stage_file *files;
    size_t file_count;
    const char *tool;       /* interpreter or compiler: what is beside it is shown too */
    const char *const *etc; /* what the tool reads of /etc beyond the usual; NULL ends */
    const char *const
        *hidden; /* files and folders that programs must not see; NULL ends */
    const struct limits *limits; /* resolved */
    int cgroup_fd; /* the cgroup.procs of the control group to run in; -1: none */
    bool in_place; /* this process works in the memory of its grader: run/inplace.h */
    const struct spare *spare;   /* taken for it (run/spare.h); NULL: none */
    const struct spares *spares; /* where its network goes afterwards; NULL: nowhere */
};

struct stage;

/* What stage_start() runs. Descriptors are the child's 0, 1 and 2. */
struct stage_program {
    const char *path;   /* executable, absolute */
    char *const *argv;  /* NULL-terminated */
    char *const *envp;  /* NULL-terminated, complete */
    const char *folder; /* working directory; NULL: the stage's home */
    int stdin_fd, stdout_fd, stderr_fd;
};

const char *stage_name(enum stage_kind kind); /* "full", "privileged", "none" */
int stage_find(const char *name);             /* enum stage_kind or -1 */

/* Whether runs have a network, processes and files of their own. */
bool stage_isolates(enum stage_kind kind);

/* The uid and gid that programs run as: the caller's own, or an unprivileged one for root.
 * Root of a user namespace that maps no other id has nobody to become, and stays. */
uid_t stage_uid(void);
gid_t stage_gid(void);

/* Called once in a fresh worker with a single thread, whose parent is grader_pid:
 * drops root, makes the namespaces, brings loopback up, begins to make the file system. NULL
 * on error; ERROR_NEEDS when this back end can't give what the world wants. */
struct stage *stage_enter(const struct stage_order *order, pid_t grader_pid,
                          struct error *err);

/* A folder of the program's own, writable, its HOME, in which it finds the submission's
 * files; gone when the stage closes. */
const char *stage_home(const struct stage *s);

/* Where the submission's files are: read-only on a stage of its own, else its home. */
const char *stage_submission(const struct stage *s);

/* Starts the program; the worker is its parent. *pidfd polls readable when it has ended
 * (base/process.h tells how). Returns the pid as the worker sees it, or -1; that execve
 * itself failed is told too (ERROR_MACHINE, with the reason). */
pid_t stage_start(struct stage *s, const struct stage_program *program, int *pidfd,
                  struct error *err);

/* The descriptor that reports the program's calls (run/notice.h), once; -1 where there is no
 * filter. */
int stage_take_reports(struct stage *s);

/* Parents below which every process of the student is found, in the worker's view: the
 * program itself and the process that inherits orphans; counts[i] tells whether the root itself
 * is the student's. Returns how many were written (<= 2). */
size_t stage_roots(const struct stage *s, pid_t roots[2], int counts[2]);

/* Whether what the program may write to has no room left. */
bool stage_is_full(const struct stage *s);

/* Ends the program and all its children at once, as far as they can be told. */
void stage_stop(struct stage *s);

/* Sends a signal to the program (not to its children). */
int stage_signal(struct stage *s, int signal);

/* Opens a file in the home that the program made; -1 when there is none. Follows no link. */
int stage_open(const struct stage *s, const char *name);

/* Ends the whole tree, reaps it, removes the scratch folder. NULL is fine. */
void stage_leave(struct stage *s);

#endif
