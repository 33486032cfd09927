/* SPDX-License-Identifier: MIT
 *
 * At most one sentence of help, and only one for which there is evidence. In this order: a
 * known mistake that is certain; the step's own words in an advice, which is about nothing
 * else; the exercise's for this verdict; the failed step's where the step is what went wrong;
 * a known mistake that is likely. The exercise may say a known mistake's sentence in its own
 * words, by the mistake's name.
 */
#ifndef JUDGE_HINT_H
#define JUDGE_HINT_H

#include "judge/verdict.h"
#include "run/attempt.h"

/* a: NULL when the program could not be run. */
void hint_choose(const struct attempt *a, const struct submission *s,
                 const struct exercise *e, struct verdict *v);

#endif
