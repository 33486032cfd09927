/* SPDX-License-Identifier: MIT
 *
 * What coming late costs. Days are counted from the deadline, each begun one as a whole; within
 * the grace nothing is taken off.
 */
#ifndef BATCH_LATENESS_H
#define BATCH_LATENESS_H

#include <stdbool.h>
#include <stdint.h>

struct buf;

struct lateness {
    int64_t deadline_ms; /* since 1970, UTC; 0: none */
    int64_t grace_ms;
    double percent_per_day; /* taken off for each begun day */
    double most_percent;    /* never more than this */
    int64_t closes_ms;      /* what comes later counts nothing; 0: never */
};

/* What share of the points is left, 0 to 1, for what came so late; at_ms 0: not known, all.
 * `late`: said to be late by who collected it; where the time is not known, this costs a
 * day. */
double lateness_share(const struct lateness *l, int64_t at_ms, bool late);

/* Appends "2 days late: 20% off", nothing for what came in time. */
void lateness_words(const struct lateness *l, int64_t at_ms, bool late, struct buf *out);

#endif
