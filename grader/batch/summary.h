/* SPDX-License-Identifier: MIT
 *
 * What an instructor wants to know at the end of a batch, from its journal: the most common
 * mistakes, who handed in nothing, what could not be judged and why.
 */
#ifndef BATCH_SUMMARY_H
#define BATCH_SUMMARY_H

#include "base/buf.h"
#include "base/error.h"
#include "batch/journal.h"

/* Appends lines of at most 80 columns, where names allow it. *unjudged: how many programs. */
int summary_write(struct journal *j, size_t *unjudged, struct buf *out,
                  struct error *err);

#endif
