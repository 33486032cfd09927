/* SPDX-License-Identifier: MIT
 *
 * Tables as text (RFC 4180). Read: `,`, `;` or tab, as the first line tells; a byte order mark,
 * any line ends, quoted cells with newlines; each cell knows where it stands, so that one can be
 * filled in and the rest stay byte for byte. Written: so that no spreadsheet takes a text for a
 * formula.
 */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"

struct csv_cell {
    char *text;        /* without its quotes; NUL bytes are shown as \0 */
    size_t at, length; /* in the file, with its quotes */
};

struct csv_row {
    struct csv_cell *cells;
    size_t count;
    size_t line; /* from 1, where it begins */
};

struct csv {
    struct csv_row *rows; /* the first is the header; blank lines are none */
    size_t count;
    char separator;
};

/* The text has to last for nothing. -1 (ERROR_USAGE, "NAME:LINE: ..."): a quote that does not
 * end, or nothing is in it. */
int csv_read(struct csv *c, const char *name, const char *text, size_t len,
             struct error *err);
void csv_close(struct csv *c);

/* Borrowed; "" where the row has no such cell. */
const char *csv_text(const struct csv_row *row, size_t column);

/* Append a cell and a comma, the last of which csv_end_row() takes back; text NULL: an empty
 * one. What a spreadsheet would take for a formula gets an apostrophe in front. */
void csv_put_text(struct buf *out, const char *text);
void csv_put_number(struct buf *out, double number); /* two decimals at most: 7.5 */
void csv_end_row(struct buf *out);                   /* CRLF, as RFC 4180 has it */

/* Appends a text as a cell of a table with that separator: quoted only where needed. */
void csv_quote(struct buf *out, const char *text, size_t len, char separator);

#endif
