/* SPDX-License-Identifier: MIT
 *
 * How many columns of a terminal a text takes: wide characters take two, combining ones
 * none, whatever the locale (Unicode's tables, by utf8proc). Texts are UTF-8; a byte that is
 * none counts as one column.
 */
#ifndef BASE_WIDTH_H
#define BASE_WIDTH_H

#include <stddef.h>
#include <stdint.h>

/* Of one printable character. */
size_t width_of(uint32_t character);

size_t width_text(const char *text, size_t len);

/* The length in bytes of the character at text, with the combining ones that follow it, and
 * how wide it shows. len is not 0. */
size_t width_next(const char *text, size_t len, size_t *columns);

#endif
