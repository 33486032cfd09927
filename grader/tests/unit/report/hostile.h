/* SPDX-License-Identifier: MIT
 *
 * A report that no writer may stumble over: every verdict, every result, advice, hidden cases,
 * two programs, a notebook's cell, and every sequence of bytes that some format gives a
 * meaning to. Names of files are bytes as they are; texts have been made printable, as
 * report_judged() leaves them.
 */
#ifndef TESTS_HOSTILE_H
#define TESTS_HOSTILE_H

#include "report/report.h"

/* One submission. The caller closes it with report_close(). */
struct report hostile_report(void);

#endif
