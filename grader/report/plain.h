/* SPDX-License-Identifier: MIT
 *
 * Plain text for platforms that show a case's in a box of its own: as a terminal would show
 * it, without colours.
 */
#ifndef REPORT_PLAIN_H
#define REPORT_PLAIN_H

#include "base/buf.h"
#include "report/report.h"

/* Appends all that a student needs: what the mistake is, where, and what mends it. */
void plain_case(struct buf *out, const struct report_exercise *e,
                const struct report_case *c);

/* The same in one line: the message, what was expected and came, the hint. */
void plain_brief(struct buf *out, const struct report_case *c, const char *between);

/* "2 of 3 cases passed, 4 of 8 points." and what else concerns the whole of it. */
void plain_sum(struct buf *out, const struct report *head,
               const struct report_submission *s);

/* "0 of 4": what is had of what could be. */
void plain_points(struct buf *out, double score, double max_score);

/* A number with at most two decimals: 4, 2.67. */
void plain_number(struct buf *out, double number);

#endif
