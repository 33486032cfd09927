/* SPDX-License-Identifier: MIT
 *
 * Which definitions of earlier cells a cell needs: those whose names stand in it, or in one
 * that is needed. The others cost time, and say nothing about the cell.
 */
#ifndef RUN_NEEDED_H
#define RUN_NEEDED_H

#include "run/cellcode.h"

/* Marks them; a definition that may set any name is always needed. */
void needed_mark(struct definitions *d, const char *cell);

#endif
