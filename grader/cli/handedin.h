/* SPDX-License-Identifier: MIT
 *
 * A check of what one student handed in for an assignment: which file is which exercise's
 * program, its points and its hidden cases are as a batch has them.
 */
#ifndef CLI_HANDEDIN_H
#define CLI_HANDEDIN_H

#include "cli/grade.h"

struct handedin_order {
    const char *assignment; /* a file, or exercises with commas between them */
    const char *student;    /* whose values are drawn */
    const char *path;       /* of the file or folder that was handed in */
};

/* Returns the exit status. */
int handedin_check(struct grade *g, const struct handedin_order *order);

#endif
