/* SPDX-License-Identifier: MIT
 *
 * What a student may see of what came out: nothing of hidden cases, not even their names; those
 * of after_due_date once the deadline is over; no folders of who has graded.
 */
#ifndef BATCH_HIDING_H
#define BATCH_HIDING_H

#include <stdbool.h>
#include <stddef.h>

#include "report/report.h"

/* Takes out of *s what is hidden. Points and results are then those of what is left; that
 * more cases count is told as a note, without what they are. `over`: the deadline is. The
 * number of cases that count and were taken out. */
size_t hiding_apply(struct report_submission *s, bool over);

#endif
