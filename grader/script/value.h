/* SPDX-License-Identifier: MIT
 *
 * Reads "values": name -> {kind: ...}.
 */
#ifndef SCRIPT_VALUE_H
#define SCRIPT_VALUE_H

#include "script/exercise.h"
#include "script/field.h"

extern const struct field_table value_kinds;

int values_read(struct reader *r, const struct place *at, const json_t *object,
                struct value **values, size_t *count);

#endif
