/* SPDX-License-Identifier: MIT
 *
 * What the program took beyond its limits, or tried though it is refused: the causes that
 * come before all others. Some are facts (the grader saw it and ended the program), some the
 * kernel refused, and the program ended over that.
 */
#ifndef JUDGE_EXCESS_H
#define JUDGE_EXCESS_H

#include <stdbool.h>

#include "run/attempt.h"

/* Which limit made it fail: enum limit_kind, or -1. */
int excess_of(const struct attempt *a);

/* Whether it ended over a system call that it was refused. */
bool excess_forbidden(const struct attempt *a);

/* Whose name that is: "mount". */
const char *excess_refused_call(const struct attempt *a);

#endif
