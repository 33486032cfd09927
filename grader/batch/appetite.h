/* SPDX-License-Identifier: MIT
 *
 * How many programs are checked side by side: a few more than there are processors, more while
 * those idle (programs that mostly wait), fewer where there is not the memory that so many may
 * take. A look at the computer a few times a second.
 */
#ifndef BATCH_APPETITE_H
#define BATCH_APPETITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct appetite {
    size_t processors, now;
    int64_t memory_bytes; /* that each program may take */
    int64_t next_ns;      /* of the next look */
    bool full; /* since the last look there were as many as `now` at some time */
    unsigned long long idle,
        total; /* of the processors' time, in ticks, at the last one */
};

void appetite_begin(struct appetite *a, int64_t memory_bytes);

/* `running`: how many are being checked. */
size_t appetite_most(struct appetite *a, size_t running);

#endif
