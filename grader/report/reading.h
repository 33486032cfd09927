/* SPDX-License-Identifier: MIT
 *
 * A report read back from its JSON document (reports/report.schema.json), submission by
 * submission: it may be larger than memory. What else the document says may stand before or
 * behind them.
 */
#ifndef REPORT_READING_H
#define REPORT_READING_H

#include "base/error.h"
#include "report/report.h"

/* Of a submission, which is closed after the call. -1 ends the reading. */
typedef int reading_visit(void *ctx, struct report_submission *s, struct error *err);

struct reading {
    struct report head;       /* all but the submissions */
    char *isolation, *reason; /* that it borrows */
};

/* Reads the whole file. ERROR_USAGE with "PATH:LINE:COLUMN: " where it is no such report. A
 * source whose text is not in the report is not looked for: its text is "" then. */
int reading_read(struct reading *r, const char *path, reading_visit *each, void *ctx,
                 struct error *err);

void reading_close(struct reading *r);

#endif
