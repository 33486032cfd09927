/* SPDX-License-Identifier: MIT
 *
 * A zip file that is made: complete under its name, or not there. The same content gives the
 * same bytes.
 */
#ifndef BATCH_BUNDLE_H
#define BATCH_BUNDLE_H

#include <stddef.h>

#include "base/error.h"

struct bundle;

/* To be written beside `path` until it is complete. */
int bundle_open(struct bundle **out, const char *path, struct error *err);

enum bundle_mode { BUNDLE_DATA = 0644, BUNDLE_PROGRAM = 0755 };

int bundle_add(struct bundle *b, const char *name, enum bundle_mode mode,
               const void *data, size_t len, struct error *err);
int bundle_add_file(struct bundle *b, const char *name, enum bundle_mode mode,
                    const char *path, struct error *err);

/* Gives it its name; closes it in any case. */
int bundle_finish(struct bundle *b, struct error *err);

/* Leaves nothing of it; NULL is fine. */
void bundle_drop(struct bundle *b);

#endif
