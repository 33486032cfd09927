/* SPDX-License-Identifier: MIT
 *
 * What it takes to find where a thread is, copied at a moment at which it stood still: its
 * registers, the near end of its stack, and the files that its code is in. Needs no ptrace
 * and changes nothing; from then on the program may go on, or be gone.
 */
#ifndef RUN_SNAPSHOT_H
#define RUN_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "run/registers.h"

#define SNAPSHOT_MODULES 64

struct snapshot {
    pid_t tid;
    struct registers registers;
    char *maps; /* the text of /proc/PID/maps */
    size_t maps_len;
    unsigned char *stack; /* from stack_start on */
    uint64_t stack_start;
    size_t stack_size;
    bool below_stack; /* the stack pointer is, or one more word would be, past its end */
    bool at_return;   /* the next instruction is that which leaves a function */
    bool astray; /* what it was to run next is no code; the registers are its caller's */
    struct {
        char *path;
        int fd;
    } modules[SNAPSHOT_MODULES]; /* the files with code */
    size_t module_count;
};

/* Of a thread in a system call; NULL when it is in none, has moved meanwhile or hides. */
struct snapshot *snapshot_of_call(pid_t pid, pid_t tid);

/* Of a thread that waits in a signal's handler; context: where its ucontext_t is. */
struct snapshot *snapshot_of_context(pid_t pid, pid_t tid, uint64_t context);

/* NULL is fine. */
void snapshot_free(struct snapshot *s);

#endif
