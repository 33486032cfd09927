/* SPDX-License-Identifier: MIT
 *
 * The first process among process numbers of its own (PID 1). It makes the file system in
 * which the program will run, tells its parent of that, and waits for orphans to reap and
 * for its parent's end, which is its own and with it that of everybody inside. No program
 * may attach to it, and it gets no signal from inside that would end or stop it.
 */
#ifndef RUN_INIT_H
#define RUN_INIT_H

#include <stdbool.h>
#include <sys/types.h>

#include "run/setup.h"

/* What it tells when it has walked its list. */
struct init_word {
    struct setup_walked walked;
    int home_fd;   /* the folder HOME, O_PATH */
    int mounts_fd; /* its mount namespace */
    int kept_fd;   /* the one that was kept on the way; -1: none */
};

struct init {
    pid_t pid;    /* 0: none */
    int lifeline; /* it lives as long as that is open; -1: not there */
    void *stack;
    bool heard;
    struct init_word word; /* heard */
};

#define INIT_NONE ((struct init){.lifeline = -1})

/* Starts it, to walk that list, which is borrowed until it is heard. One that shares our memory
 * takes no copy of it, and is waited for till it has walked: for processes that do one thing
 * after the other. -1 on error. */
int init_start(struct init *init, const struct setup *setup, bool shares,
               struct error *err);

/* Waits for its word; -1 when it ended without one. */
int init_hear(struct init *init, struct error *err);

/* When it has been waited for. */
void init_close(struct init *init);

#endif
