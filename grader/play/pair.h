/* SPDX-License-Identifier: MIT
 *
 * The steps of an exercise with two programs, of which this conversation plays those of one
 * (play/partner.h).
 */
#ifndef PLAY_PAIR_H
#define PLAY_PAIR_H

#include "play/play.h"

/* Waits until the program is to be started: the next step runs it; or until the other
 * conversation has stopped, and so do we (p->stopped). */
int pair_await_run(struct play *p, struct error *err);

/* The step is the other program's. */
bool pair_is_others(const struct play *p, const struct step *s);

/* Lets the other one play the step and learns what came of it; afterwards it has been played
 * (but for what pair_deliver does), p->stopped is set, or our program has exceeded a limit. */
int pair_follow(struct play *p, const struct step *s, struct error *err);

/* Tells the other one that the step is played, and waits until it has passed on what it is to
 * pass on. Nothing in an exercise with one program. */
void pair_tell(struct play *p, const struct step *s);

/* Rows of the table in steps.c. */
int pair_take(struct play *p, const struct step *s, struct error *err);
int pair_deliver(struct play *p, const struct step *s, struct error *err);

#endif
