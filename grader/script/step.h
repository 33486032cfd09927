/* SPDX-License-Identifier: MIT
 *
 * Reads the steps of a case: each an object with one verb and its modifiers.
 */
#ifndef SCRIPT_STEP_H
#define SCRIPT_STEP_H

#include "script/exercise.h"
#include "script/field.h"

extern const struct field_table step_verbs;
extern const struct field_table step_modifiers;

/* Fills c->steps, with the accept or connect "main" that is implied. c->patience_ms must
 * be known. */
int steps_read(struct reader *r, const struct place *at, const json_t *list,
               enum student_role student, struct test_case *c);

#endif
