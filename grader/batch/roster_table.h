/* SPDX-License-Identifier: MIT
 *
 * A roster's file as a table whose columns are known, however a platform spells them.
 */
#ifndef BATCH_ROSTER_TABLE_H
#define BATCH_ROSTER_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/csv.h"
#include "base/error.h"

enum roster_column {
    ROSTER_NAME,
    ROSTER_FIRST,
    ROSTER_LAST,
    ROSTER_CANVAS_ID,
    ROSTER_SIS_ID,
    ROSTER_NUMBER,
    ROSTER_LOGIN,
    ROSTER_ACCOUNT, /* of another platform than the school's: GitHub */
    ROSTER_EMAIL,
    ROSTER_SECTION,
    ROSTER_COLUMNS
};

struct roster_table {
    const char *path; /* borrowed */
    struct csv csv;
    int columns[ROSTER_COLUMNS]; /* -1: there is none */
    struct buf unknown;          /* headings; a gradebook's are of no interest */
};

/* ERROR_USAGE: it can't be read, or none of its columns is known. */
int roster_table_read(struct roster_table *t, const char *path, struct error *err);
void roster_table_close(struct roster_table *t);

/* Borrowed; "" where there is none. Rows of people begin at 1. */
const char *roster_text(const struct roster_table *t, size_t row,
                        enum roster_column column);

/* "First Last", or as the table has it; on the heap, or NULL where there is none. */
char *roster_name(const struct roster_table *t, size_t row);

/* A row that is no student's. */
bool roster_is_nobody(const struct roster_table *t, size_t row);

#endif
