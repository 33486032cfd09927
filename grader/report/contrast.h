/* SPDX-License-Identifier: MIT
 *
 * What was expected and what came, one under the other, and marks where they differ.
 */
#ifndef REPORT_CONTRAST_H
#define REPORT_CONTRAST_H

#include "report/page.h"
#include "report/report.h"

void contrast_write(const struct page *p, const struct report_case *c);

#endif
