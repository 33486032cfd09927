/* SPDX-License-Identifier: MIT
 *
 * Writing down what went wrong in a step: the facts of struct outcome.
 */
#ifndef PLAY_FAULT_H
#define PLAY_FAULT_H

#include "play/play.h"

/* The step failed in this way; the waiting had ended so. */
void fault_found(struct play *p, enum failure failure, enum until until);

/* Why a connection is gone shows only after it: the program may be about to crash. Waits
 * until that is known. */
enum until fault_fate(struct play *p, enum until until, int64_t deadline_ns);

void fault_received(struct play *p, const char *data, size_t len);
void fault_wanted(struct play *p, const struct wanted *w);

/* Takes white space off the front of what is pending when it belongs to the message before. */
void fault_skip_space(struct connection *c);

/* Did the program say something though it was not its turn? Then the step has failed: as
 * FAILURE_OUT_OF_TURN when it is what comes next in the script, else as `failure`. */
bool fault_unasked(struct play *p, struct connection *c, enum failure failure,
                   enum until until);

/* Does the program wait for ever for something else, while our last message lies there whole?
 * Then the step that sent it has failed. */
bool fault_unread(struct play *p, enum until until);

/* The program can't hear us on this connection any more. */
bool fault_gone(struct play *p, const struct connection *c);

#endif
