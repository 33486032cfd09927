/* SPDX-License-Identifier: MIT
 *
 * The report as one HTML file that needs nothing else: data as JSON in blocks that are never
 * run, and the viewer (reports/viewer/), whose digest the page's security policy demands.
 *
 * Blocks, by id or class:
 *   report     {version, seed, isolation, isolation_reason, limits, title, pages}
 *   rows       arrays of what lists show of a submission: {id, name, path, language, attempt,
 *              counts, late, score, max, ms, missing, exercises}; an exercise is [place in
 *              "exercises", result, score, max, ms, cpu_ms, faults, flaky]; a fault, a case that did
 *              not pass, is [case, code, result, advice 0 or 1, line, message]; results are
 *              numbers, in the order of enum result
 *   detail     one a submission, in the same order, where it has no page of its own: as in
 *              report.json, and the text of each program; null where it is left out
 *   exercises  [[id, title], ...]
 */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include "report/writer.h"

/* Of several submissions without pages of their own, details are left out behind this. */
#define HTML_DETAILS_MOST ((size_t)16 << 20)

#endif
