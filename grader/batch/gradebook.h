/* SPDX-License-Identifier: MIT
 *
 * The grades of a course: of each student and exercise the points, late ones reduced, of
 * several attempts the last, the best or all. Written as CSV for people, Canvas and Moodle.
 */
#ifndef BATCH_GRADEBOOK_H
#define BATCH_GRADEBOOK_H

#include <stddef.h>

#include "base/error.h"
#include "batch/assignment.h"
#include "batch/journal.h"

/* Writes OUT/gradebook.csv and OUT/gradebook-canvas.csv; with a downloaded worksheet (or NULL)
 * OUT/gradebook-moodle.csv, filled in. Each is complete or as it was before. */
int gradebook_write(struct journal *j, const struct assignment *a, const char *out,
                    const char *moodle_worksheet, struct error *err);

#endif
