/* SPDX-License-Identifier: MIT
 *
 * The assignment that a word of the command line means: the path of its file, or exercises,
 * separated by commas, as one without further rules.
 */
#ifndef CLI_ASSIGNED_H
#define CLI_ASSIGNED_H

#include <stddef.h>

#include "base/error.h"
#include "batch/assignment.h"
#include "script/exercise.h"

struct assigned_work {
    struct assignment assignment;
    const char *file;            /* borrowed: the word, where it is a file's; else NULL */
    struct exercise **exercises; /* that it borrows */
    size_t count;
};

int assigned_open(struct assigned_work *a, const char *word, struct error *err);
void assigned_close(struct assigned_work *a);

#endif
