/* SPDX-License-Identifier: MIT
 *
 * The sentence of each code, on what the program did: prose.c has the table of them.
 */
#ifndef JUDGE_TELLING_H
#define JUDGE_TELLING_H

#include "judge/story.h"

/* telling_meeting.c: it and the grader did not come together. */
void telling_never_connected(const struct story *t);
void telling_never_listened(const struct story *t);
void telling_wrong_port(const struct story *t);
void telling_wrong_address(const struct story *t);
void telling_wrong_protocol(const struct story *t);
void telling_wrong_role(const struct story *t);

/* telling_talk.c: what it said, or did not, where they did. */
void telling_wrong_message(const struct story *t);
void telling_incomplete_message(const struct story *t);
void telling_extra_data(const struct story *t);
void telling_out_of_turn(const struct story *t);
void telling_both_waiting(const struct story *t);
void telling_closed_early(const struct story *t);
void telling_was_reset(const struct story *t);
void telling_one_client(const struct story *t);
void telling_not_printed(const struct story *t);
void telling_printed_early(const struct story *t);
void telling_wrong_output(const struct story *t);
void telling_kept_open(const struct story *t);

/* telling_end.c: how it ended, or did not. */
void telling_passed(const struct story *t);
void telling_crashed(const struct story *t);
void telling_exited_early(const struct story *t);
void telling_wants_input(const struct story *t);
void telling_too_slow(const struct story *t);
void telling_spinning(const struct story *t);
void telling_too_much(const struct story *t);
void telling_forbidden(const struct story *t);

#endif
