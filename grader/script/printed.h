/* SPDX-License-Identifier: MIT
 *
 * Whether a text stands somewhere in what a program printed: as it is, or in the notation
 * that printing a bytes object, a string literal or JSON gives it (b'I\'m', "a\"b", \n).
 */
#ifndef SCRIPT_PRINTED_H
#define SCRIPT_PRINTED_H

#include <stdbool.h>
#include <stddef.h>

bool printed_inside(const char *text, size_t len, bool ignore_case, const char *output,
                    size_t output_len);

/* A plain search for bytes; ASCII letters alike in both cases when ignore_case. */
bool printed_occurs(const char *text, size_t len, bool ignore_case, const char *data,
                    size_t data_len);

#endif
