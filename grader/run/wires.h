/* SPDX-License-Identifier: MIT
 *
 * The descriptors between a program and us.
 */
#ifndef RUN_WIRES_H
#define RUN_WIRES_H

#include "base/error.h"

/* The program's ends, then ours; -1: closed. */
struct wires {
    int in, out, err;             /* the program's 0, 1 and 2 */
    int keyboard, screen, errors; /* what types, and what reads */
};

/* What it prints goes to a terminal where there is one to be had. -1: err tells; wires_close() is
 * due all the same. */
int wires_open(struct wires *w, struct error *err);

/* The program has its ends: ours of them are closed. */
void wires_given(struct wires *w);

void wires_close(struct wires *w);

#endif
