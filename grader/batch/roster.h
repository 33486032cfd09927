/* SPDX-License-Identifier: MIT
 *
 * Who is in the course, as a CSV file tells it: names, ids, logins, addresses, sections, in the
 * spellings of several platforms. It gives those who have handed in what they are known by
 * elsewhere, and adds those who have not.
 */
#ifndef BATCH_ROSTER_H
#define BATCH_ROSTER_H

#include "base/error.h"
#include "batch/intake.h"

/* Each student is found by the surest thing that both sides know. Where it fits two, nobody is
 * guessed: a note tells it, they stay as they are, and the row is of one who handed in nothing.
 * Who is not on the roster, rows that are alike and columns that are not used are notes, too.
 * ERROR_USAGE: it can't be read, or none of its columns is known. */
int roster_apply(struct intake *in, const char *path, struct error *err);

#endif
