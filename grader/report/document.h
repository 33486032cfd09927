/* SPDX-License-Identifier: MIT
 *
 * What the JSON documents of several platforms share.
 */
#ifndef REPORT_DOCUMENT_H
#define REPORT_DOCUMENT_H

#include <jansson.h>
#include <stddef.h>

#include "base/buf.h"
#include "report/report.h"

/* Any bytes, made printable where they are no UTF-8. */
json_t *document_text(const char *text);

/* At most so many bytes of it, whole characters, and what was cut is told. */
json_t *document_cut(const struct buf *text, size_t most);

/* A whole number where it is one, else to four places. */
json_t *document_number(double number);

/* "1.2" for the second case of the first exercise. */
json_t *document_place(const struct report_submission *s, const struct report_exercise *e,
                       const struct report_case *c);

/* "connect-1: asks, and prints the answer" */
json_t *document_title(const struct report_exercise *e, const struct report_case *c);

/* Appends it, compact, in one line, without a newline; takes it over. */
void document_write(json_t *document, struct buf *out);

#endif
