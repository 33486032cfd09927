/* SPDX-License-Identifier: MIT
 *
 * The first process among process numbers of its own (PID 1). It makes the file system in
 * which the program will run, tells its parent of that, and waits for orphans to reap and
 * for its parent's end, which is its own and with it that of everybody inside. No program
 * may attach to it, and it gets no signal from inside that would end or stop it.
 */
#ifndef RUN_INIT_H
#define RUN_INIT_H

#include <sys/types.h>

#include "run/setup.h"

/* What it tells when it has walked its list. */
struct init_word {
    struct setup_walked walked;
    int home_fd;   /* the folder HOME, O_PATH */
    int mounts_fd; /* its mount namespace */
    int kept_fd;   /* the one that was kept on the way; -1: none */
};

/* Forks it; it lives as long as *lifeline is open. Returns its pid or -1. */
pid_t init_start(const struct setup *setup, int *lifeline, struct error *err);

/* Waits for its word; -1 when it ended without one. */
int init_hear(int lifeline, struct init_word *word, struct error *err);

#endif
