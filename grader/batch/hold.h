/* SPDX-License-Identifier: MIT
 *
 * A file that one process at a time has for itself. It is held by a lock of the system's, which
 * ends with the process however that ends; the empty file beside it, PATH-lock, tells nothing.
 */
#ifndef BATCH_HOLD_H
#define BATCH_HOLD_H

#include "base/error.h"

struct hold {
    int fd;
    char *path; /* of the lock; NULL: nothing is held */
};

/* -1 when another process holds it: the sentence says which. */
int hold_take(struct hold *h, const char *path, struct error *err);
void hold_release(struct hold *h);

#endif
