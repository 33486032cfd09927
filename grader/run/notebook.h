/* SPDX-License-Identifier: MIT
 *
 * A Jupyter notebook (nbformat 4) as a list of cells: what is written in each, and nothing of
 * what came out of it. A cell's number counts all cells from the top, from 1.
 */
#ifndef RUN_NOTEBOOK_H
#define RUN_NOTEBOOK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

enum cell_kind { CELL_CODE, CELL_MARKDOWN, CELL_OTHER };

struct cell {
    enum cell_kind kind;
    char *text; /* UTF-8, lines end with "\n" */
    char **tags;
    size_t tag_count;
};

struct notebook {
    char *path;
    struct cell *cells; /* cells[i] is cell i + 1 */
    size_t count;
};

bool notebook_is(const char *path); /* by its name: NAME.ipynb */

/* -1 (ERROR_USAGE) when the file can't be read, is no notebook in Python, or is broken: with
 * line and column. */
int notebook_open(struct notebook *n, const char *path, struct error *err);

/* The same of text in memory; the path is for messages. */
int notebook_read(struct notebook *n, const char *path, const char *text, size_t len,
                  struct error *err);

void notebook_close(struct notebook *n);

#endif
