/* SPDX-License-Identifier: MIT
 *
 * How the command line speaks to its user: complaints go to standard error and begin with
 * the program's name; results go to standard output in one piece.
 */
#ifndef CLI_SAY_H
#define CLI_SAY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct buf;

/* Prints "sockgrade: SENTENCE" and returns EXIT_USAGE. */
int say_usage(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Prints "sockgrade: SENTENCE": nothing is wrong with the command. */
void say_note(const char *text);

/* Prints the error; returns the exit status that belongs to its kind. */
int say_error(const struct error *err);

/* unknown format "jsno" (did you mean "json"?); with nothing near, all names if they are
 * few: unknown format "xml"; there are text, json. Returns EXIT_USAGE. */
int say_unknown(const char *what, const char *word, const char *const *names,
                size_t count);

/* Writes all of it to standard output; 0, or EXIT_UNJUDGED when that was not possible. */
int say_result(const struct buf *text);

/* Writes what goes with it: to standard output behind the result, or to standard error where
 * the result is a document of its own. */
void say_aside(const struct buf *text, bool behind);

/* Colour is wanted: standard output is a terminal, NO_COLOR is not set, TERM is not dumb. */
bool say_in_colour(void);

#endif
