/* SPDX-License-Identifier: MIT
 *
 * What a student may see of what came out: nothing of hidden cases, not even their names; those
 * of after_due_date once the deadline is over; no folders of who has graded.
 */
#ifndef BATCH_HIDING_H
#define BATCH_HIDING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "batch/assignment.h"
#include "report/report.h"

/* Takes out of *s what is hidden, and the points of it in what is missing. Points and results
 * are then those of what is left, RESULT_SKIPPED for an exercise of which nothing that counts
 * is; that more cases count is told as a note, or by a case in their place, without what they
 * are. `over`: the deadline is. The number of cases that count and were taken out. */
size_t hiding_apply(const struct assignment *a, struct report_submission *s, bool over);

/* Appends "2 further cases count too; they are not shown." */
void hiding_words(size_t hidden, struct buf *out);

/* Why something could not be judged is told to the student where it is about what they handed in;
 * what else goes wrong is for those who grade. To be called before hiding_apply(). */
void hiding_of_problems(struct report_submission *s);

#endif
