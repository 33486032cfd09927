/* SPDX-License-Identifier: MIT
 *
 * A pseudo-terminal for a program to print on, so that what is printed comes line by line as
 * on a screen; raw, so that bytes stay as they are.
 */
#ifndef RUN_SCREEN_H
#define RUN_SCREEN_H

/* *ours reads, without blocking, what is written to *theirs; both close-on-exec, nobody's
 * controlling terminal. -1 where there is none to be had. */
int screen_open(int *ours, int *theirs);

#endif
