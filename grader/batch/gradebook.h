/* SPDX-License-Identifier: MIT
 *
 * The grades of a course as tables, one student after the other: for people, for Canvas. What
 * could not be judged is an empty cell and never a zero. Nothing in them depends on when or in
 * which order was graded.
 */
#ifndef BATCH_GRADEBOOK_H
#define BATCH_GRADEBOOK_H

#include "base/buf.h"
#include "batch/assignment.h"
#include "batch/intake.h"
#include "report/report.h"

struct gradebook {
    const char *file; /* "gradebook-canvas.csv" */
    void (*head)(const struct assignment *a, struct buf *out);
    /* The attempts have their marks; there are as many as the student has. */
    void (*student)(const struct assignment *a, const struct student *who,
                    const struct report_submission *attempts, struct buf *out);
};

extern const struct gradebook gradebook_plain, gradebook_canvas;

/* The attempt that is the student's where there is room for one: of several that count the
 * best. NULL: nothing was handed in. */
const struct report_submission *
gradebook_counting(const struct student *who, const struct report_submission *attempts);

#endif
