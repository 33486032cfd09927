/* SPDX-License-Identifier: MIT
 *
 * When the time that a step has is over for the program: what it slept, waited or computed
 * counts, and not how long it stood in line for a processor or waited for us. So the verdict does
 * not depend on how fast or loaded a computer is.
 */
#ifndef PLAY_PATIENCE_H
#define PLAY_PATIENCE_H

#include <stdbool.h>
#include <stdint.h>

struct play;

/* A step begins: nothing of its time has been used. */
void patience_begin(struct play *p);

/* Whether the deadline of what is waited for has passed for the program. Who gets to a limit
 * within a few times the step's patience, if it goes on as it does, is waited for so long. */
bool patience_ended(struct play *p, int64_t deadline_ns);

#endif
