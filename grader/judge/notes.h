/* SPDX-License-Identifier: MIT
 *
 * Remarks on what costs no points: how a right program ended, how turns were told.
 */
#ifndef JUDGE_NOTES_H
#define JUDGE_NOTES_H

#include "judge/verdict.h"
#include "run/attempt.h"

/* Appends one line a remark to v->notes. */
void notes_add(const struct attempt *a, const struct submission *s, struct verdict *v);

#endif
