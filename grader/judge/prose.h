/* SPDX-License-Identifier: MIT
 *
 * The words of a verdict: the only place where sentences about a student's program are made.
 */
#ifndef JUDGE_PROSE_H
#define JUDGE_PROSE_H

#include "judge/verdict.h"
#include "run/attempt.h"

/* What the program did, at which step, in the second person: v->message. */
void prose_message(const struct attempt *a, const struct submission *s,
                   struct verdict *v);

/* v->expected and v->received, and invisible differences in words behind the message. */
void prose_difference(const struct attempt *a, struct verdict *v);

/* v->line is known; in front of the error's line, it lacks a semicolon. */
void prose_build_failed(const char *file, const struct trace *error, struct verdict *v);

#endif
