/* SPDX-License-Identifier: MIT
 *
 * What no program and no compiler may see, wherever it lies: exercises and, where the sources
 * are, the known programs beside them.
 */
#ifndef RUN_HIDDEN_H
#define RUN_HIDDEN_H

#include <limits.h>

struct hidden {
    const char *paths[5]; /* NULL ends them */
    char installed[PATH_MAX];
};

/* exercise_path is borrowed. */
void hidden_fill(struct hidden *h, const char *exercise_path);

#endif
