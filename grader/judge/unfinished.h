/* SPDX-License-Identifier: MIT
 *
 * The line that lacks its semicolon. A compiler notices that only in the next one, which is
 * in order.
 */
#ifndef JUDGE_UNFINISHED_H
#define JUDGE_UNFINISHED_H

#include "run/submission.h"

/* The line in front of the error's, when a semicolon would do and the error begins its line;
 * 0: none is known. */
int unfinished_line(const struct submission *s, const struct trace *error);

/* What it is made of. `comment` as in judge/token.h. */
int unfinished_before(const struct buf *source, const char *comment,
                      const struct trace *error);

#endif
