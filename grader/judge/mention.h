/* SPDX-License-Identifier: MIT
 *
 * The one line of a source that mentions something; 0: none does, or several do. `comment` begins
 * a comment to the end of the line: "#" or "//".
 */
#ifndef JUDGE_MENTION_H
#define JUDGE_MENTION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* With a literal of just these bytes (white space at its end aside) in an expression that sends
 * or names it. */
int mention_of_text(const struct buf *source, const char *comment, const char *data,
                    size_t len);

/* With this literal, wherever it stands. */
int mention_of_literal(const struct buf *source, const char *comment, const char *text);

/* With this number, written as such or as a text. */
int mention_of_number(const struct buf *source, const char *comment, long number);

/* With calls that send, or that send what is not always the same. */
int mention_of_sending(const struct buf *source, const char *comment);

/* The first call that sends, if what is in front of it runs once and in order. */
int mention_of_first_sending(const struct buf *source, const char *comment);

/* With this word, or with one of these (the last is NULL). */
int mention_of_word(const struct buf *source, const char *comment, const char *word);
int mention_of_any(const struct buf *source, const char *comment,
                   const char *const *words);

/* How often a word is there, and whether one of these is. */
size_t mention_count(const struct buf *source, const char *comment, const char *word);
bool mention_has_any(const struct buf *source, const char *comment,
                     const char *const *words);

/* Where a program ends with this status: by a call, or by returning it from main(). */
int mention_of_status(const struct buf *source, const char *comment, int status);

/* if __name__ == "main": what is called there never runs. */
int mention_of_guard(const struct buf *source, const char *comment);

#endif
