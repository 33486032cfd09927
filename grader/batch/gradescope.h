/* SPDX-License-Identifier: MIT
 *
 * What Gradescope says of the hand-ins that it exports: submission_metadata.yml.
 */
#ifndef BATCH_GRADESCOPE_H
#define BATCH_GRADESCOPE_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct gradescope_person {
    char *name, *email, *number; /* each may be NULL */
};

struct gradescope_entry {
    char *folder; /* "submission_4711" */
    struct gradescope_person *people;
    size_t count;
    int64_t at_ms; /* 0: not known */
};

struct gradescope {
    struct gradescope_entry *entries; /* as they stand there */
    size_t count;
};

/* -1 (ERROR_USAGE): with the line where it is no YAML. */
int gradescope_read(struct gradescope *g, const char *path, struct error *err);
void gradescope_close(struct gradescope *g);

#endif
