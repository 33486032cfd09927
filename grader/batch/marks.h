/* SPDX-License-Identifier: MIT
 *
 * What the assignment makes of what came out: points of each exercise, lateness, which of
 * several attempts counts, which cases are hidden. Nothing of it is in the journal, so that
 * points and deadlines may be changed without grading anew.
 */
#ifndef BATCH_MARKS_H
#define BATCH_MARKS_H

#include <stdbool.h>

#include "batch/assignment.h"
#include "batch/intake.h"
#include "report/report.h"

/* Fills score and max_score of every exercise, score, max_score, late and counts of every
 * submission, and the visibility of hidden cases. There are as many attempts as the student
 * has. What could not be judged has no points yet: see marks_unjudged(). */
void marks_apply(const struct assignment *a, const struct student *who,
                 struct report_submission *attempts);

/* What stands in reports for who handed in nothing: all is missing. Close it. */
void marks_nothing(const struct assignment *a, const struct student *who,
                   struct report_submission *s);

/* The one with the most points; of several the last. There is at least one. */
size_t marks_best(const struct report_submission *attempts, size_t count);

/* Whether something in it could not be judged: it has no score then. */
bool marks_unjudged(const struct report_submission *s);

#endif
