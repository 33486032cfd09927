/* SPDX-License-Identifier: MIT
 *
 * Does a program wait for the keyboard? Where nobody tells, it shows when its keyboard goes:
 * whoever waits there moves, whoever waits elsewhere does not.
 */
#ifndef RUN_KEYBOARD_H
#define RUN_KEYBOARD_H

#include <stdbool.h>

#include "play/play.h"

/* Closes the keyboard of a program that was silent until its patience ran out; true when that
 * has moved it. Shows in the outcome as everything that the program does. */
bool keyboard_awaited(struct play *p, int *keyboard);

/* Notes in a look that the program waits there. */
void keyboard_note(struct look *l);

#endif
