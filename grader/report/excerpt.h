/* SPDX-License-Identifier: MIT
 *
 * A line of the student's source, with those around it where there is room: numbered, its
 * bytes made safe, cut at the page's edge.
 */
#ifndef REPORT_EXCERPT_H
#define REPORT_EXCERPT_H

#include "report/page.h"

/* A line of the text, or where that is NULL, of the file. Nothing when the file or the line is
 * not there. */
void excerpt_write(const struct page *p, const char *path, const char *text, int line);

#endif
