/* SPDX-License-Identifier: MIT
 *
 * Reads format 1 from JSON text into struct exercise. Unknown keys are errors. Every error
 * reads "FILE:LINE:COLUMN: PATH: what is wrong, what was expected (did you mean "x"?)".
 */
#ifndef SCRIPT_LOADER_H
#define SCRIPT_LOADER_H

#include <stddef.h>

#include "base/error.h"
#include "script/exercise.h"

/* Errors are ERROR_EXERCISE; *out is written only on success. */
int loader_read_file(struct exercise *out, const char *path, struct error *err);
int loader_read_text(struct exercise *out, const char *path, const char *text, size_t len,
                     struct error *err);

#endif
