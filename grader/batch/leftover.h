/* SPDX-License-Identifier: MIT
 *
 * What of an attempt is for no exercise, and may have been meant for one: told where an
 * exercise has no program, so that a slip in a name is not silently worth nothing.
 */
#ifndef BATCH_LEFTOVER_H
#define BATCH_LEFTOVER_H

#include <stdbool.h>
#include <stddef.h>

#include "batch/pile.h"
#include "batch/work.h"

/* Appends what is left in the pile beside the works to `rest`, and to the works those that
 * are absent for a reason seen in it; there is room for one an exercise. */
void leftover_find(struct leftover *rest, const struct assignment *a,
                   const struct pile *pile, struct work *works, size_t *count);

/* An archive of a kind that is not unpacked: "homework.rar". */
bool leftover_is_packed(const char *name);

#endif
