/* SPDX-License-Identifier: MIT
 *
 * A conversation as two lanes, the program's and the grader's: who did what, when, and which
 * way it went. What stays inside the program (prints, its end) has no arrow. Connections are
 * named only when there are several.
 */
#ifndef REPORT_TIMELINE_H
#define REPORT_TIMELINE_H

#include "report/page.h"
#include "report/report.h"

void timeline_write(const struct page *p, const struct report_case *c);

#endif
