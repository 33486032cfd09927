/* SPDX-License-Identifier: MIT
 *
 * Words filled into the lines of a page.
 */
#ifndef REPORT_FILL_H
#define REPORT_FILL_H

#include <stddef.h>

struct buf;

/* Appends the words of text, no line longer than columns (but for a longer word), every
 * line after the first indented, and a newline. The cursor stands at column `indent`. */
void fill_words(struct buf *out, const char *text, size_t indent, size_t columns);

#endif
