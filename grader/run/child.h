/* SPDX-License-Identifier: MIT
 *
 * A process of our own for one piece of work, which answers through a pipe. It shares
 * nothing: what it breaks or leaves, it takes with it.
 */
#ifndef RUN_CHILD_H
#define RUN_CHILD_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/error.h"

/* Work that writes its answer to out_fd, and may close it before it tidies up; grader is the
 * process that wants it. The process exits when it returns. */
typedef void child_body(void *ctx, int out_fd, pid_t grader);

/* Forks; *answer_fd (non-blocking, close-on-exec) reads what the body writes. -1 on error. */
pid_t child_start(child_body *body, void *ctx, int *answer_fd, struct error *err);

/* Reads on what is there; true when the answer is complete, that is, nobody can write more. */
bool child_hear(int answer_fd, struct buf *answer);

/* Waits for the process to end; returns -1 with a sentence when it gave no answer. */
int child_reap(pid_t pid, const struct buf *answer, struct error *err);

/* Reads the whole answer, closes the descriptor and waits for the process. */
int child_finish(pid_t pid, int answer_fd, struct buf *answer, struct error *err);

/* Writes all of data, whatever the descriptor's mode. */
void child_answer(int out_fd, const void *data, size_t len);

/* A pipe with both ends close-on-exec; reading end non-blocking. */
int child_pipe(int fds[2], struct error *err);

#endif
