/* SPDX-License-Identifier: MIT
 *
 * What the sentences of a verdict are made of, and the parts that many of them share.
 */
#ifndef JUDGE_STORY_H
#define JUDGE_STORY_H

#include <stdbool.h>

#include "judge/verdict.h"
#include "run/attempt.h"

/* All borrowed. */
struct story {
    const struct attempt *a;
    const struct outcome *o; /* of that attempt */
    const struct submission *s;
    const struct verdict *v; /* its code and line are known */
    struct buf *out;         /* where the words go */
};

/* ": your program sends the question" of the step, or nothing. */
void story_step(const struct story *t, const char *lead);

/* Where it waits, in brackets, as far as that is known. */
void story_where(const struct story *t);

/* That nothing took what was typed, if so. */
void story_untaken(const struct story *t);

/* The port of the exercise in this run. */
int story_port(const struct story *t);

/* A port number sent without htons() arrives with its bytes swapped: that is told with it. */
void story_say_port(const struct story *t, int port);

bool story_by_udp(const struct story *t);
double story_patience_s(const struct story *t);

#endif
