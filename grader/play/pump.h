/* SPDX-License-Identifier: MIT
 *
 * Takes in what has come from the program, on whatever descriptor: one poll over all of them.
 * Every wait of a conversation goes through here, so nothing that comes is ever left lying.
 */
#ifndef PLAY_PUMP_H
#define PLAY_PUMP_H

#include <stdbool.h>
#include <stdint.h>

struct play;

/* Takes in whatever is there, waiting at most wait_ns for it; true when anything came. */
bool pump_take(struct play *p, int64_t wait_ns);

/* The same, and counts the time as what the last look said that the program does. */
bool pump_nap(struct play *p, int64_t wait_ns);

#endif
