/* SPDX-License-Identifier: MIT
 *
 * How a result is marked on a page.
 */
#ifndef REPORT_MARK_H
#define REPORT_MARK_H

#include "report/page.h"
#include "report/report.h"

const char *mark_word(enum result result); /* "pass", "FAIL" */
enum ink mark_ink(enum result result);

#endif
