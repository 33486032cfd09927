/* SPDX-License-Identifier: MIT
 *
 * Where in its source a compiled program waits, or was when a signal ended it. Asked only
 * when it has failed. No line is told where several could be meant.
 */
#ifndef RUN_LOCATE_H
#define RUN_LOCATE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "play/look.h"
#include "run/fatal.h"
#include "run/trace.h"
#include "run/unwind.h"

/* How a signal ended a process; all zero: none is known of. */
struct fault {
    int signal, code; /* sigaction(2) */
    uint64_t address; /* that was used, where the signal is about one */
    bool elsewhere;   /* not the program itself but a process that it has made */
    bool astray;      /* what it was to run next was no code */
    bool stack_full;  /* its stack pointer had left the stack */
    struct place place;
};

/* The thread of the look that should have spoken becomes its first; out: where it waits. */
void locate_wait(struct look *look, const char *file, struct trace *out);

/* program: the pid of the program itself; signal: that has ended it, or 0. */
void locate_fault(const struct fatals *f, pid_t program, int signal, const char *file,
                  struct fault *out);

#endif
