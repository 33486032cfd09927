/* SPDX-License-Identifier: MIT
 *
 * The report as one JSON document (reports/report.schema.json); and parts of it on one line
 * each, for the way between processes and for journals, which are read back as they were.
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
void report_json_write_exercise(const struct report_exercise *e, struct buf *out);
void report_json_write_submission(const struct report_submission *s, struct buf *out);

/* Reads it back; the caller closes it, after an error too. The error says which value is wrong
 * ("cases[0].result: ..."), *offset (which may be NULL) where in the text it stands. */
int report_json_read_case(struct report_case *c, const char *text, size_t len,
                          struct error *err);
int report_json_read_exercise(struct report_exercise *e, const char *text, size_t len,
                              struct error *err);
int report_json_read_submission(struct report_submission *s, const char *text, size_t len,
                                size_t *offset, struct error *err);

#endif
