/* SPDX-License-Identifier: MIT
 *
 * A line of the student's source, with those around it where there is room: numbered, its
 * bytes made safe, cut at the page's edge.
 */
#ifndef REPORT_EXCERPT_H
#define REPORT_EXCERPT_H

#include "report/page.h"

/* Nothing when the file or the line is not there. */
void excerpt_write(const struct page *p, const char *path, int line);

#endif
