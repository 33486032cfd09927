/* SPDX-License-Identifier: MIT
 *
 * The steps of an exercise with two programs of the student: "client" and "server" name a
 * program, and the grader's connection with it. Each step is about one of them.
 */
#ifndef SCRIPT_PART_H
#define SCRIPT_PART_H

#include "script/exercise.h"
#include "script/field.h"

/* Copies "client" or "server". */
int part_read(struct reader *r, const struct place *at, const json_t *value, char **out);

/* The step takes two programs. */
bool parts_only(const struct step *s);

/* Fills step.part of all steps, and checks that each program is run, and before it has
 * anything to do. */
int parts_check(struct reader *r, struct test_case *c);

#endif
