/* SPDX-License-Identifier: MIT
 *
 * What each kind of step does, one row of a table each.
 */
#ifndef PLAY_STEPS_H
#define PLAY_STEPS_H

#include "play/play.h"

/* Plays one step: 0, and p->outcome.failure is set when it failed; -1 with err when the
 * grader or the script did. */
int steps_play(struct play *p, const struct step *s, struct error *err);

/* The rows of that table which stand in files of their own. */
int steps_send(struct play *p, const struct step *s, struct error *err);
void steps_deliver(struct play *p, const struct step *s, const struct buf *message);
int steps_expect(struct play *p, const struct step *s, struct error *err);
int steps_silence(struct play *p, const struct step *s, struct error *err);
int steps_half_close(struct play *p, const struct step *s, struct error *err);
int steps_close(struct play *p, const struct step *s, struct error *err);
int steps_expect_close(struct play *p, const struct step *s, struct error *err);
int steps_exits(struct play *p, const struct step *s, struct error *err);

int steps_expect_reset(struct play *p, const struct step *s, struct error *err);
int steps_type(struct play *p, const struct step *s, struct error *err);
int steps_type_eof(struct play *p, const struct step *s, struct error *err);
int steps_signal(struct play *p, const struct step *s, struct error *err);
int steps_check(struct play *p, const struct step *s, struct error *err);

/* Judges the checks that stand behind a print, once all prints are there. */
int steps_check_printed(struct play *p, struct error *err);

int64_t steps_patience_ns(const struct play *p, const struct step *s);
int64_t steps_deadline_ns(const struct play *p, const struct step *s);
struct connection *steps_connection(struct play *p, const struct step *s);

/* The step has failed in this way; tells also what it explains. */
int steps_blame(struct play *p, const struct step *s, enum failure failure,
                enum until until, struct error *err);

/* Reads a connection on which we are slow, once the program waits; on the others nothing has
 * to be done. */
void steps_read_slowly(struct play *p, const struct step *s, struct connection *c);

/* Waits until it is our turn to speak on c, or nobody hears us there any more. */
enum until steps_turn(struct play *p, const struct step *s, struct connection *c);

/* Plays what comes behind the last step; judges the prints steps. */
int steps_finish(struct play *p, struct error *err);

#endif
