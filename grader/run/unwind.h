/* SPDX-License-Identifier: MIT
 *
 * From a snapshot to a place in the student's own source, by the DWARF that compilers leave
 * in a program (libdw). What the program's file claims is anybody's: it is read in a process
 * of its own, which may compute for a second and no longer.
 *
 * Where there is no libdw, nothing is found.
 */
#ifndef RUN_UNWIND_H
#define RUN_UNWIND_H

#include <stdbool.h>

#include "run/snapshot.h"

struct place {
    int line;          /* the innermost one of one's own; 0: not known */
    char function[64]; /* that it is in; "": not known */
    bool leaving; /* it was on its way out of the function, and found its stack broken */
    bool endless; /* the stack is full, and this line is on it again and again */
};

/* file: the base name of the student's source. -1: nothing is known. */
int unwind_place(const struct snapshot *s, const char *file, struct place *out);

#endif
