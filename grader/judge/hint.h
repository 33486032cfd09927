/* SPDX-License-Identifier: MIT
 *
 * At most one sentence of help, and only one that belongs to what went wrong: the
 * exercise's for this verdict, or the failed step's own where the step is what went wrong.
 */
#ifndef JUDGE_HINT_H
#define JUDGE_HINT_H

#include "judge/verdict.h"
#include "run/attempt.h"

void hint_choose(const struct attempt *a, struct verdict *v);

/* Only the exercise's for v->code. */
void hint_for_code(const struct exercise *e, struct verdict *v);

#endif
