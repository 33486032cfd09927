/* SPDX-License-Identifier: MIT
 *
 * The code of a notebook's cell: Python, among which stand commands of the notebook's own
 * (%matplotlib, !ls, name?). Told by the shape of its lines alone; whether it is right is for
 * Python to say.
 */
#ifndef RUN_CELLCODE_H
#define RUN_CELLCODE_H

#include <stdbool.h>

#include "base/buf.h"

/* Whether there is anything in it but comments, in Python: a cell that begins with %%bash or
 * the like holds none. */
bool cellcode_is_code(const char *text);

/* Appends the cell with its lines where they were: commands of the notebook become "pass",
 * what stands behind %time is kept. */
void cellcode_program(const char *text, struct buf *out);

/* Something that a cell defines: imports, functions, classes, and names with values that take
 * no call to make, or one of a few that change nothing (encode(), int(), ...). */
struct definition {
    int line; /* in its cell, from 1 */
    char *text;
    size_t cell; /* which it is of, from 1; the caller's */
    bool needed; /* run/needed.h */
};

struct definitions {
    struct definition *list;
    size_t count;
};

void cellcode_definitions(const char *text, struct definitions *out); /* adds to them */
void definitions_close(struct definitions *d);

#endif
