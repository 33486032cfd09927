/* SPDX-License-Identifier: MIT
 *
 * The signals that were about to end a process of the program, as its beacon told
 * (run/beacon.h): what the kernel said of each, and where the thread was. Anybody may make
 * that call; what it tells counts only if the signal did end the process.
 */
#ifndef RUN_FATAL_H
#define RUN_FATAL_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "run/snapshot.h"

struct fatal {
    pid_t pid;                 /* the process, in our numbers */
    int signal, code;          /* sigaction(2): si_signo, si_code */
    uint64_t address;          /* si_addr */
    struct snapshot *snapshot; /* NULL: it could not be taken */
};

/* Who crashes again and again, in ever new processes, tells nothing new. */
#define FATALS 4

struct fatals {
    struct fatal list[FATALS];
    size_t count;
};

/* args: of the call. */
void fatals_hear(struct fatals *f, pid_t pid, pid_t tid, const uint64_t *args);
void fatals_close(struct fatals *f);

#endif
