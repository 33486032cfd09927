/* SPDX-License-Identifier: MIT
 *
 * A thread's registers by the numbers that DWARF gives them, as far as they are known: of a
 * thread in a system call /proc tells two of them, a signal's handler is shown all. On an
 * architecture that has no table here nothing is known, and nothing more is found.
 */
#ifndef RUN_REGISTERS_H
#define RUN_REGISTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define REGISTERS 32 /* the most of any architecture here, the program counter aside */

struct registers {
    uint64_t value[REGISTERS];
    bool known[REGISTERS];
    uint64_t pc, sp;
};

/* From the text of /proc/PID/task/TID/syscall of a thread that is in a call; -1: it is in
 * none. */
int registers_of_call(const char *text, struct registers *out);

/* From the first bytes of a ucontext_t, as a signal's handler gets it. */
#define REGISTERS_CONTEXT 512
int registers_of_context(const void *context, struct registers *out);

/* Puts the stack pointer elsewhere. */
void registers_set_sp(struct registers *r, uint64_t sp);

#endif
