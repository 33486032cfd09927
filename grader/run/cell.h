/* SPDX-License-Identifier: MIT
 *
 * One code cell of a notebook as a submission. It keeps its own lines: it is a file of its own,
 * and what the cells before it define is brought in by a small program that starts it.
 */
#ifndef RUN_CELL_H
#define RUN_CELL_H

#include "run/notebook.h"
#include "run/submission.h"

/* Beside the cell on the stage. */
#define CELL_STARTER ".start"

/* The cell at index; nothing of the notebook is kept. */
int cell_open(struct submission *s, const struct notebook *n, size_t index,
              struct error *err);

#endif
