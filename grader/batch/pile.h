/* SPDX-License-Identifier: MIT
 *
 * All that is in an attempt, at any depth: what its programs are looked for in.
 */
#ifndef BATCH_PILE_H
#define BATCH_PILE_H

#include <stdbool.h>
#include <stddef.h>

#include "batch/intake.h"

struct pile_item {
    char *name;       /* "week-3/connect-1.py" */
    const char *base; /* in it: "connect-1.py" */
    char *path;
    bool folder;
    unsigned depth; /* how many folders it is in */
};

struct pile {
    struct pile_item *items; /* what lies in fewer folders first; there by name */
    size_t count;
    char *
        folder; /* that all of it lies in, without folders that hold nothing else; NULL: in
                     several */
    char *unread; /* why there may be more that can't be read; NULL: there is not */
};

void pile_make(struct pile *p, const struct attempt_in *attempt);
void pile_close(struct pile *p);

#endif
