/* SPDX-License-Identifier: MIT
 *
 * A grading worksheet as Moodle's assignments give it for download: its grades are filled in,
 * and every other cell stays byte for byte. Students are found by their participant's number,
 * their address, their name; grades are told in the worksheet's own maximum.
 */
#ifndef BATCH_WORKSHEET_H
#define BATCH_WORKSHEET_H

#include "base/buf.h"
#include "base/csv.h"
#include "base/error.h"
#include "batch/intake.h"

struct worksheet_cell; /* what is known of one row */

struct worksheet {
    char *path;
    struct buf text;
    struct csv table;
    int columns[6]; /* by the enum of worksheet.c; -1: there is none */
    struct worksheet_cell *cells;
    size_t graded, homeless; /* students; of them: in no row */
    struct buf names;        /* of the first of the latter */
};

/* ERROR_USAGE when it can't be read or is none. */
int worksheet_open(struct worksheet *w, const char *path, struct error *err);

/* Whether it could be opened, before anything is graded for it. */
int worksheet_check(const char *path, struct error *err);

/* score of max_score; who is in no row is told when it is written. */
void worksheet_grade(struct worksheet *w, const struct student *who, double score,
                     double max_score);

/* Appends all of it. Where two students have one row, that row stays as it is; `notes` gets
 * a line of that, and one of who is in no row. */
void worksheet_write(const struct worksheet *w, struct buf *out, struct buf *notes);

void worksheet_close(struct worksheet *w);

#endif
