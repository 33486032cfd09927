/* SPDX-License-Identifier: MIT
 *
 * The line of the student's source in which the mistake itself stands in words: the text
 * that was sent, or the only call that can have sent it; the port or address that was named;
 * the call that makes another kind of socket. Told only when there is exactly one such line:
 * a wrong line is worse than none.
 */
#ifndef JUDGE_MISTAKE_H
#define JUDGE_MISTAKE_H

#include "judge/verdict.h"
#include "run/attempt.h"
#include "run/submission.h"

/* The line for a verdict of this code; 0: none, or several. */
int mistake_line(const struct attempt *a, const struct submission *s, enum code code);

#endif
