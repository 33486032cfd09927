/* SPDX-License-Identifier: MIT
 *
 * A PCRE2 pattern over bytes, with limits on steps, depth and memory, so that no message
 * can make a pattern run away. Errors are ERROR_EXERCISE.
 */
#ifndef SCRIPT_REGEX_H
#define SCRIPT_REGEX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct regex;

/* NULL when it does not compile: the error says why and at which byte of the pattern. */
struct regex *regex_new(const char *pattern, size_t len, struct error *err);
void regex_free(struct regex *r);

/* Whether the pattern occurs in data. A limit that was hit is an error (-1). */
int regex_search(struct regex *r, const char *data, size_t len, bool *out,
                 struct error *err);

/* Whether data, to its end, is the beginning of something that the pattern would fit. Only
 * told of patterns that begin with ^ or \A and look neither ahead nor behind; false for all
 * others. */
bool regex_begins(struct regex *r, const char *data, size_t len);

/* Calls each() with the named groups of the last search that found something. */
void regex_each_group(const struct regex *r,
                      void (*each)(void *ctx, const char *name, const char *text,
                                   size_t len),
                      void *ctx);

/* The first named group that fault() finds fault with, or NULL; *why is the fault. */
const char *regex_bad_name(const struct regex *r, const char *(*fault)(const char *name),
                           const char **why);

#endif
