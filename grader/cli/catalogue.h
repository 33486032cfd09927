/* SPDX-License-Identifier: MIT
 *
 * Where exercises are found: $SOCKGRADE_EXERCISES, the source tree when the command runs
 * from inside it, beside the installed command, the installed data folder.
 */
#ifndef CLI_CATALOGUE_H
#define CLI_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "script/exercise.h"

struct catalogue {
    char **ids;   /* sorted */
    char **paths; /* of the same exercises */
    size_t count;
};

int catalogue_open(struct catalogue *c, struct error *err);
void catalogue_close(struct catalogue *c);

bool catalogue_has(const char *id);

/* Loads all of them; *out is the caller's, and each exercise in it. */
int catalogue_load_all(struct exercise **out, size_t *count, struct error *err);

/* Loads an exercise by its id, or by the path of its file. ERROR_USAGE with the nearest id
 * when there is none. */
int catalogue_load(const char *name, struct exercise *out, struct error *err);

#endif
