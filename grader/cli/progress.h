/* SPDX-License-Identifier: MIT
 *
 * How far a batch is, on standard error: on a terminal one line with a bar, redrawn in place;
 * elsewhere a line now and then.
 */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "batch/course.h"

struct progress {
    bool terminal;
    bool drawn;      /* a bar is there */
    int64_t next_ns; /* not drawn before */
    size_t tenths;   /* told of; elsewhere */
};

void progress_begin(struct progress *p);

/* The students whose files have been read. */
void progress_reading(struct progress *p, size_t done, size_t total);

/* ctx is the struct progress. */
void progress_tell(void *ctx, const struct course_progress *now);

/* The line is free again. */
void progress_end(struct progress *p);

#endif
