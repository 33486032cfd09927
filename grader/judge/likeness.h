/* SPDX-License-Identifier: MIT
 *
 * The one sentence about bytes that are nearly right: how what came is like what was wanted.
 * A table of kinds, the most certain first; nothing is said of what is merely different.
 */
#ifndef JUDGE_LIKENESS_H
#define JUDGE_LIKENESS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* Borrowed bytes; len 0: not known. */
struct bytes {
    const char *data;
    size_t len;
};

struct likeness {
    struct bytes received;
    struct bytes
        wanted; /* exactly these; not known where several messages would be right */
    struct bytes number;        /* the number that was wanted, in digits */
    struct bytes heard;         /* the last message to the program */
    struct bytes said;          /* the one that the program had sent before */
    struct bytes source;        /* of the program */
    const struct bytes *values; /* what was drawn for the case */
    size_t value_count;
};

/* Appends a sentence and is true; white space at the end of a message never counts. */
bool likeness_tell(const struct likeness *l, struct buf *out);

#endif
