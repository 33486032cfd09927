/* SPDX-License-Identifier: MIT
 *
 * Takes an archive apart, in a process of its own (run/child.h): strangers made it, and what
 * reads it may be brought down by it. Nothing is written outside of the folder, no link is
 * followed, and what grows beyond measure is given up.
 *
 * What it answers are lines: 'n' and a note on an entry that was left out, 'd' and one on what
 * can't be read, so that what was handed in is not known; at the end one of 'k': done; 'r' and why the whole archive was refused; 'e' and what went wrong here.
 */
#ifndef BATCH_EXTRACT_H
#define BATCH_EXTRACT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"

struct extract_limits {
    int64_t bytes, entries;
    bool course; /* whole courses hold archives and clones, which are kept */
};

extern const struct extract_limits extract_course, extract_student;

struct extract_order {
    int archive_fd, folder_fd;
    const struct extract_limits *limits;
};

/* Takes it apart in this process, and appends what is answered. */
void extract_all(const struct extract_order *order, struct buf *answer);

/* A child_body; ctx is its struct extract_order. */
void extract_body(void *ctx, int out_fd, pid_t grader);

#endif
