/* SPDX-License-Identifier: MIT
 *
 * JSON text into a value, and what jansson has to say about bad text put into one clear
 * sentence with the place where it went wrong.
 */
#ifndef SCRIPT_SYNTAX_H
#define SCRIPT_SYNTAX_H

#include <stddef.h>

#include <jansson.h>

#include "base/error.h"

/* A new reference, or NULL (ERROR_EXERCISE). `what` is what the file should hold: "exercise". */
json_t *syntax_parse(const char *file, const char *text, size_t len, const char *what,
                     struct error *err);

#endif
