/* SPDX-License-Identifier: MIT
 *
 * Logical lines of Python: over brackets, texts and backslashes as far as they go; statements
 * that a semicolon parts are lines of their own. Blank lines and comments are passed over.
 * Any text may be scanned.
 */
#ifndef RUN_PYLINE_H
#define RUN_PYLINE_H

#include <stdbool.h>
#include <stddef.h>

struct pyline {
    const char *begin; /* the first character that is no space */
    size_t len;        /* without the newline or semicolon that ends it */
    int number;        /* of the line that it begins in, from 1 */
    size_t indent;     /* columns of white space before it */
    bool head;         /* of a statement with a body: if, for, def, ... */
    bool magic;        /* a command of the notebook: %..., !..., x = !..., name? */
};

struct pyscan {
    const char *at;
    int number;
    size_t indent; /* of the line that a semicolon goes on */
    bool parted;   /* a semicolon came last */
};

void pyscan_begin(struct pyscan *s, const char *text); /* borrowed */
bool pyscan_next(struct pyscan *s, struct pyline *out);

#endif
