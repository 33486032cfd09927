/* SPDX-License-Identifier: MIT
 *
 * Several conversations side by side, in one thread: `together` and `crowd`. All of them
 * connect first, in order. Then they take turns, the one that connected last first, each up
 * to its next exchange: what is sent, and all that is expected behind it. So the order can't
 * be faked: who serves one connection after the other serves the wrong one.
 *
 * In a crowd the program is not looked at before each message, which costs much where it has
 * a thread for every client: only between the rounds it is seen to wait, and then nobody may
 * have heard what was not asked for.
 */
#ifndef PLAY_TRACKS_H
#define PLAY_TRACKS_H

#include "play/play.h"

/* Stands before the case's own steps. */
void tracks_open(struct play *p);

/* Plays the case's own steps, up to the first failure. */
int tracks_run(struct play *p, struct error *err);

/* Releases what the last ones left; they stay for the judge. */
void tracks_close(struct play *p);

#endif
