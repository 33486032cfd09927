/* SPDX-License-Identifier: MIT
 *
 * A clone of a repository that a stranger made: when its last commit was. What git reads is the
 * stranger's objects alone; of the clone's configuration, which could have it run programs,
 * nothing.
 */
#ifndef BATCH_CLONE_H
#define BATCH_CLONE_H

#include <limits.h>
#include <stdint.h>

#include "base/error.h"

struct clone_reader {
    char folder[PATH_MAX]; /* an empty repository, to read from; "": there is none */
};

int clone_reader_open(struct clone_reader *r, struct error *err);
void clone_reader_close(struct clone_reader *r);

/* Since 1970; 0: it can't be told, as git is not installed or there is no commit. */
int64_t clone_time_ms(const struct clone_reader *r, const char *path);

#endif
