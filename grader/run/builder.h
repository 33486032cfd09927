/* SPDX-License-Identifier: MIT
 *
 * What may tell, in a student's folder, how the program there is made: one row each.
 */
#ifndef RUN_BUILDER_H
#define RUN_BUILDER_H

#include <stdbool.h>

#include "run/folder.h"

struct builder {
    const char *const *files; /* any of them, in the folder itself; NULL at the end */
    const char *tool;         /* that has to be here; NULL: none, it is the program */
    const char *package;      /* that brings the tool */
    const char *command;      /* for a shell in the folder; NULL: nothing to do */
};

/* The row at index whose file the folder has, and which file that is; NULL: it has none.
 * *end: there is no such row, nor any behind it. */
const struct builder *builder_at(size_t index, const struct folder *f, const char **file,
                                 bool *end);

/* Appends, as one line, what went wrong by the words of a build: its first error, or the last
 * that it said. */
void builder_error(const char *messages, size_t len, struct buf *out);

#endif
