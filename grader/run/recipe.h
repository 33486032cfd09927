/* SPDX-License-Identifier: MIT
 *
 * sockgrade.json in a student's folder: how the program there is built and started.
 */
#ifndef RUN_RECIPE_H
#define RUN_RECIPE_H

#include <stddef.h>

#include "base/error.h"

#define RECIPE_NAME "sockgrade.json"

/* All bits zero is empty; lists end with NULL. */
struct recipe {
    char *source; /* the file whose lines are told; NULL: none */
    char **build; /* lines for a shell; NULL: nothing to build */
    size_t build_count;
    char **run; /* what is started, and its arguments */
    size_t run_count;
};

/* -1 (ERROR_USAGE) with the file's line and column, and what was expected there. */
int recipe_load(struct recipe *r, const char *file, const char *text, size_t len,
                struct error *err);

void recipe_close(struct recipe *r);

#endif
