/* SPDX-License-Identifier: MIT
 *
 * What in a notebook or a folder may be an exercise's program: cells, and files and sub-folders
 * that are named after their exercise.
 */
#ifndef BATCH_CANDIDATES_H
#define BATCH_CANDIDATES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "run/notebook.h"
#include "script/exercise.h"

struct candidate {
    size_t exercise; /* index of it */
    char *path;
    const struct notebook *notebook; /* NULL: path is the program */
    size_t cell;                     /* index of it in the notebook */
};

struct candidates {
    const struct exercise *const *exercises; /* borrowed */
    size_t exercise_count;
    struct candidate *list; /* in the order of the names */
    size_t count;
    struct buf
        *reasons;    /* of each exercise: why it has none, where something comes near */
    char **left_out; /* names, and what is wrong with a notebook */
    size_t left_out_count;
    const char *broken; /* the first of these; NULL: none is */
    struct notebook **notebooks;
    size_t notebook_count;
};

/* Whether what is called so is an exercise's by its name: "connect-2.py", "Connect2.java",
 * "connect_2"; what is behind the id is an extension. *number: that of a copy, as platforms
 * and browsers number them: 3 of "connect-2-3.py" and "connect-2 (3).py"; 0: it is none. */
bool candidates_named(const char *name, const char *id, unsigned *number);

/* A program by its name or by what is in it, or a folder. */
bool candidates_is_program(const char *path);

/* Compiled, by its name: counts for nothing beside the source that it was made of. */
bool candidates_is_compiled(const char *path);

/* `all`: the names of what belongs to no exercise are left out by name; else not told. -1
 * (ERROR_USAGE) when the notebook or folder can't be read. */
int candidates_find(struct candidates *c, const char *path,
                    const struct exercise *const *exercises, size_t count, bool all,
                    struct error *err);

void candidates_close(struct candidates *c);

#endif
