/* SPDX-License-Identifier: MIT
 *
 * The report as a person reads it in a terminal of 80 columns: what failed first, what to
 * change, how to see it again.
 */
#ifndef REPORT_TEXT_H
#define REPORT_TEXT_H

#include <stdbool.h>

#include "base/buf.h"
#include "report/report.h"

struct text_style {
    bool colour;
    bool verbose; /* values and conversation of passed cases too */
};

void text_write_report(const struct report *r, const struct text_style *style,
                       struct buf *out);

#endif
