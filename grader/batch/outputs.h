/* SPDX-License-Identifier: MIT
 *
 * All that a batch leaves beside its journal: OUT/gradebook.csv and those for Canvas and
 * Moodle, OUT/report.json, OUT/index.html, OUT/feedback/. Each file is complete or as it was
 * before; one that would be the same is left alone. No more than one student is held at once.
 */
#ifndef BATCH_OUTPUTS_H
#define BATCH_OUTPUTS_H

#include <signal.h>

#include "base/buf.h"
#include "base/error.h"
#include "batch/assignment.h"
#include "batch/journal.h"

struct outputs_order {
    struct journal *journal;
    const struct assignment *assignment;      /* NULL: the journal's */
    const char *out;                          /* an existing folder */
    const char *moodle_worksheet;             /* as it was downloaded; NULL: none */
    const char *isolation, *isolation_reason; /* of struct report; NULL: the journal's */
    const volatile sig_atomic_t *stop; /* not 0: leaves all as it was; NULL: never */
    struct buf *notes; /* gets a line for each thing to be told; NULL: they are not */
};

/* ERROR_USAGE: the worksheet is none. Stopped is an error, too. */
int outputs_write(const struct outputs_order *order, struct error *err);

#endif
