/* SPDX-License-Identifier: MIT
 *
 * From the facts of an attempt to a verdict. The code is the first cause: the rules of each
 * kind of failure stand in a table in the order in which causes come before each other.
 */
#ifndef JUDGE_JUDGE_H
#define JUDGE_JUDGE_H

#include "judge/verdict.h"
#include "run/attempt.h"

/* Judges an attempt that was played; *v is empty before and owned by the caller after. */
void judge_attempt(const struct attempt *a, const struct submission *s,
                   struct verdict *v);

/* The verdict on a program that can't be run at all; false when it can. */
bool judge_submission(const struct submission *s, const struct exercise *e,
                      struct verdict *v);

#endif
