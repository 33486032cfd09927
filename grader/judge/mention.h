/* SPDX-License-Identifier: MIT
 *
 * The line of the student's source in which the mistake itself stands in words: the text
 * that was sent, or the only call that can have sent it; the port or address that was named;
 * the call that makes another kind of socket. Told only when there is exactly one such line:
 * a wrong line is worse than none.
 */
#ifndef JUDGE_MENTION_H
#define JUDGE_MENTION_H

#include <stddef.h>

#include "judge/verdict.h"
#include "run/attempt.h"
#include "run/submission.h"

/* The line for a verdict of this code; 0: none, or several. */
int mention_line(const struct attempt *a, const struct submission *s, enum code code);

/* What it is made of: the one line with a literal of just these bytes (white space at its
 * end aside) in an expression that sends or names it; with this number, written as such or as
 * a text; with calls that send, or that send what is not always the same; with this word.
 * `comment` begins a comment to the end of the line: "#" or "//". */
int mention_of_text(const struct buf *source, const char *comment, const char *data,
                    size_t len);
int mention_of_number(const struct buf *source, const char *comment, long number);
int mention_of_sending(const struct buf *source, const char *comment);
int mention_of_word(const struct buf *source, const char *comment, const char *word);

/* The first call that sends, if what is in front of it runs once and in order. */
int mention_of_first_sending(const struct buf *source, const char *comment);

#endif
