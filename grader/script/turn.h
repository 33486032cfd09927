/* SPDX-License-Identifier: MIT
 *
 * One whole turn of the student's program against what was wanted.
 */
#ifndef SCRIPT_TURN_H
#define SCRIPT_TURN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "script/wanted.h"

/* One way to read a message. */
struct view {
    const char *data;
    size_t len;
    bool joined; /* its line ends were taken out */
};

/* A message in all the ways that count as right: without the white space at its end, as
 * it came (a pattern may ask for the empty line at the end of a header), and in line mode
 * with no line ends at all. */
struct turn {
    struct view views[3];
    size_t view_count;
    struct buf joined;
    enum wanted_mode mode;
    bool printed; /* a program's output: an exact text may stand anywhere in it */
};

/* data is borrowed. */
void turn_init(struct turn *t, enum wanted_mode mode, bool printed, const char *data,
               size_t len);
void turn_close(struct turn *t);

/* Any kind of match. */
int turn_test(const struct wanted *w, const struct turn *t, bool *out, struct error *err);

#endif
