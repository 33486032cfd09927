/* SPDX-License-Identifier: MIT
 *
 * What differs between the bytes that were wanted and those that came, shown side by side.
 * judge/likeness.h names what the eye can't see.
 */
#ifndef JUDGE_DIFFERENCE_H
#define JUDGE_DIFFERENCE_H

#include <stddef.h>

#include "base/buf.h"

/* Appends both as escaped bytes in quotation marks. Long ones are cut to the same window
 * around the first difference, "..." standing outside the quotation marks, so that the first
 * column at which the two differ is the first difference. Nothing is appended for what is
 * empty. */
void difference_show(const struct buf *wanted, const struct buf *received,
                     struct buf *wanted_out, struct buf *received_out);

#endif
