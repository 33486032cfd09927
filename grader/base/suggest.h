/* SPDX-License-Identifier: MIT
 *
 * The nearest known name to a mistyped one.
 */
#ifndef BASE_SUGGEST_H
#define BASE_SUGGEST_H

#include <stddef.h>

/* Borrowed from names, or NULL when none is near (edits, swaps counted as one, at most a
 * third of the word's length, at least one) and not just one begins with the word.
 * names[i] may be NULL and is passed over. */
const char *suggest_nearest(const char *word, const char *const *names, size_t count);

#endif
