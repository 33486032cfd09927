/* SPDX-License-Identifier: MIT
 *
 * The rows of the table of likenesses, for likeness.c and its neighbours only. Each writes
 * its sentence and is true when the bytes are of its kind; none is asked when they are the
 * same, or when what it needs is not known.
 */
#ifndef JUDGE_LIKENESS_ROW_H
#define JUDGE_LIKENESS_ROW_H

#include "judge/likeness.h"

typedef bool likeness_row(const struct likeness *l, struct buf *out);

/* likeness_number.c: numbers as bytes, and bytes as digits */
likeness_row like_zeros_of_number, like_byte_of_number, like_raw_number, like_digits,
    like_hex_digits, like_other_byte_order;

/* likeness_length.c: binary messages, and lengths in front of a text */
likeness_row like_length_order, like_length_missing, like_length_with_nul,
    like_length_other, like_length_size, like_number_size;

/* likeness_letters.c: other letters that look alike, other encodings */
likeness_row like_mark, like_utf16, like_utf16_unknown, like_latin1, like_case,
    like_typography, like_lookalike, like_swapped;

/* likeness_text.c: what a language puts around or into a text */
likeness_row like_bytes_repr, like_bytes_repr_unknown, like_quoted, like_collection,
    like_escapes, like_escapes_unknown, like_placeholder, like_variable;

bool bytes_same(struct bytes a, struct bytes b);
struct bytes bytes_of(const struct buf *b);

#endif
