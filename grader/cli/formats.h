/* SPDX-License-Identifier: MIT
 *
 * The formats that a report is asked for, from the options --format NAME[=FILE]: standard
 * output takes one of them, text unless another is named; files are complete or as they were.
 */
#ifndef CLI_FORMATS_H
#define CLI_FORMATS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "report/writer.h"

#define FORMATS_MOST 16

struct formats {
    const struct writer *output; /* to standard output; NULL: text */
    struct {
        const struct writer *writer;
        const char *path; /* borrowed */
    } files[FORMATS_MOST];
    size_t count;
};

/* For an option's row (cli/options.h): into is the struct. False: it complained. */
bool formats_take(const char *value, void *into);

bool formats_is_text(const struct formats *f); /* what standard output gets */

/* Writes the files, and appends what is for standard output; of all formats, those whose
 * writer hides cases by itself, or the others. 0, or the exit status after what could not be
 * written was complained of. */
int formats_write(const struct formats *f, const struct writing *settings, bool hides);

/* The list of them, for a help text. */
void formats_help(struct buf *out);

#endif
