/* SPDX-License-Identifier: MIT
 *
 * The report as one JSON document (reports/report.schema.json), and one case or one
 * exercise of it as JSON for the way from a worker to the grader and into a journal.
 */
#ifndef REPORT_JSON_H
#define REPORT_JSON_H

#include "base/buf.h"
#include "base/error.h"
#include "report/report.h"

void report_json_write(const struct report *r, struct buf *out);

/* The case belongs to a submission whose file is at path. */
void report_json_write_case(const struct report_case *c, const char *path,
                            struct buf *out);

/* Reads a case back; the caller closes it. */
int report_json_read_case(struct report_case *c, const char *text, size_t len,
                          struct error *err);

/* An exercise with all of its cases, in one line. Its score is not in there: what points are
 * worth is the assignment's. */
void report_json_write_exercise(const struct report_exercise *e, struct buf *out);

/* Reads one back, the score the same as its points; the caller closes it with
 * report_exercise_close(). */
int report_json_read_exercise(struct report_exercise *e, const char *text, size_t len,
                              struct error *err);

#endif
