/* SPDX-License-Identifier: MIT
 *
 * Draws one value of a script by chance. VALUE_LUA is computed instead: see scope.c.
 */
#ifndef SCRIPT_DRAW_H
#define SCRIPT_DRAW_H

#include "base/buf.h"
#include "script/exercise.h"
#include "script/random.h"

/* Appends a text; for VALUE_INT its digits, and *number gets the number itself. */
void draw_value(const struct value *v, struct random *r, struct buf *out,
                int64_t *number);

#endif
