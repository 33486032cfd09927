/* SPDX-License-Identifier: MIT
 *
 * The student's listening socket: found, waited for and connected to. However it is found,
 * the first connection that comes about is the real one: a server that accepts once must find
 * the conversation behind it.
 */
#ifndef PLAY_LISTENER_H
#define PLAY_LISTENER_H

#include "play/play.h"

/* Waits until somebody listens on the exercise's port, and connects from `from` (NULL: any
 * address). Returns the connected descriptor, or -1 and how it failed: *until tells how the
 * waiting ended. */
int listener_meet(struct play *p, const char *from, int64_t deadline_ns,
                  enum failure *failure, enum until *until);

/* Tells the scope the backlog of who listens now, where the system shows it. */
void listener_tell(struct play *p);

#endif
