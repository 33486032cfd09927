/* SPDX-License-Identifier: MIT
 *
 * What came out of several exercises, one line each, and their sum.
 */
#ifndef REPORT_TABLE_H
#define REPORT_TABLE_H

#include <stdbool.h>

#include "report/page.h"
#include "report/report.h"

/* Whether there is nothing to say of its points: not judged, or nothing that counts is shown. */
bool table_is_open(const struct report_exercise *e);

/* Ends within the line of the sum. */
void table_write(const struct page *p, const struct report_submission *s);

/* What was not found, and what belongs to no exercise; lines, or nothing. */
void table_write_rest(const struct page *p, const struct report_submission *s);

#endif
