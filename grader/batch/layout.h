/* SPDX-License-Identifier: MIT
 *
 * The ways in which hand-ins come, one row each: by what one is recognised, and how it is read.
 */
#ifndef BATCH_LAYOUT_H
#define BATCH_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "batch/intake.h"
#include "batch/listing.h"

struct layout {
    const char *name, *title; /* title: "a download of Canvas" */
    bool
        plain; /* nothing but how things lie there tells it: asked only where no other fits */
    bool (*fits)(const struct listing *top);
    int (*read)(struct intake *in, const struct listing *top,
                const struct intake_order *order, struct error *err);
};

/* By its name, or by what is there. NULL (ERROR_USAGE): unknown, none fits, or several do. */
const struct layout *layout_find(const struct listing *top, const char *name,
                                 struct error *err);

/* Whether there is what only one of the platforms leaves. */
bool layout_is_certain(const struct listing *top);

extern const struct layout layout_folders, layout_files, layout_canvas, layout_moodle,
    layout_gradescope, layout_classroom;

#endif
