/* SPDX-License-Identifier: MIT
 *
 * What was handed in as one piece, a notebook or a folder: the program of each exercise in it.
 * In a folder a program is a file or a sub-folder that is named after its exercise, or a cell
 * of one of the notebooks there.
 */
#ifndef BATCH_HANDIN_H
#define BATCH_HANDIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "run/submission.h"
#include "script/exercise.h"

/* The program of one exercise. */
struct handin_item {
    const struct exercise *exercise; /* borrowed */
    struct submission program;       /* where it takes two: the client */
    struct submission server;        /* where it takes two; else empty */
    char *unclear; /* why it can't be opened, or told which program it is; NULL: it can */
};

struct handin {
    char *path;
    struct handin_item *items; /* in the order of the exercises */
    size_t count;
    char *
        *missing; /* "connect-3", or "connect-3: why": of the sets that something is of */
    size_t missing_count;
    char **unknown; /* what is left out: names of what belongs to no exercise, unless they
                       were asked for one by one; what is wrong with a notebook */
    size_t unknown_count;
};

/* Whether it is a notebook by its name, or a folder. */
bool handin_is(const char *path);

/* Opens what is there for the exercises. `named`: they were asked for one by one, so that one
 * that has no program here is an item with a problem, and not missing. -1 (ERROR_USAGE) when
 * it can't be read, or nothing is there for any of them. */
int handin_open(struct handin *h, const char *path,
                const struct exercise *const *exercises, size_t count, bool named,
                struct error *err);

void handin_close(struct handin *h);

#endif
