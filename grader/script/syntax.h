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

/* A new reference, or NULL. */
json_t *syntax_parse(const char *file, const char *text, size_t len, struct error *err);

#endif
