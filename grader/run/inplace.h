/* SPDX-License-Identifier: MIT
 *
 * A process of our own for one piece of work, in our own memory: we wait until it has ended,
 * as with vfork(2). Nothing is copied on the way there or back. Unlike the memory, everything
 * else that it changes is its own: descriptors, namespaces, ids, the handling of signals.
 */
#ifndef RUN_INPLACE_H
#define RUN_INPLACE_H

#include <sys/types.h>

#include "base/error.h"

/* Work whose answer is what it leaves in ctx; grader is the process that wants it. What it
 * allocates and does not free stays with us. */
typedef void inplace_body(void *ctx, pid_t grader);

/* Returns when the process has ended. If it broke, so may have our memory: we end as it did.
 * -1 when it could not be started. */
int inplace_run(inplace_body *body, void *ctx, struct error *err);

#endif
