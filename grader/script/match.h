/* SPDX-License-Identifier: MIT
 *
 * Reads what a message has to be: a text, or an object of one kind.
 */
#ifndef SCRIPT_MATCH_H
#define SCRIPT_MATCH_H

#include "script/exercise.h"
#include "script/field.h"

extern const struct field_table match_kinds;

/* out is a struct match. */
int match_read(struct reader *r, const struct place *at, const json_t *value, void *out);

#endif
