/* SPDX-License-Identifier: MIT
 *
 * Numbers as programs print them: 7, -7, +7.0, .5, 1e+16. Compared by their digits, so
 * that whole numbers of any length are exact; fractions may differ in the last digits.
 */
#ifndef SCRIPT_NUMBER_H
#define SCRIPT_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

/* Borrowed from the text it was found in. */
struct number {
    const char *text;
    size_t len;
};

/* The last number in a message. A - or + right behind a letter, digit or ) is no sign. */
bool number_find_last(const char *data, size_t len, struct number *out);

/* The whole text, white space around it aside, as one number. */
bool number_parse(const char *data, size_t len, struct number *out);

bool number_equal(struct number a, struct number b);

#endif
