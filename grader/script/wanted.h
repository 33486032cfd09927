/* SPDX-License-Identifier: MIT
 *
 * A match made concrete for one moment of one case: templates expanded, pattern compiled.
 * EXACT (and HEX) take just their bytes off the stream; every other kind judges a whole
 * turn.
 */
#ifndef SCRIPT_WANTED_H
#define SCRIPT_WANTED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "script/exercise.h"
#include "script/scope.h"

struct wanted;

enum wanted_result {
    WANTED_NO,   /* can't become right any more (EXACT), or is not right (others) */
    WANTED_MORE, /* right so far, but something is missing (EXACT; REGEX that can tell) */
    WANTED_YES,
};

/* How messages are compared. In line mode (the second play, with newlines) \r and \n
 * count nowhere in the comparison, on neither side. */
enum wanted_mode { WANTED_BARE, WANTED_LINES };

/* NULL on error (ERROR_EXERCISE). */
struct wanted *wanted_new(struct scope *s, const struct match *m, struct error *err);
void wanted_free(struct wanted *w);

/* Whether it takes only its own bytes off the stream (EXACT, HEX; ANY_OF of only these). */
bool wanted_is_exact(const struct wanted *w);

/* Judges the bytes at data. For exact kinds data may go on behind the message: *used is how
 * many bytes the message took (with YES). For the others the whole of data is one turn and
 * *used is len with YES; white space at its end is ignored. PRINTS steps use wanted_inside.
 * A failing Lua predicate or a PCRE2 match limit is an error (-1). */
int wanted_test(const struct wanted *w, enum wanted_mode mode, const char *data,
                size_t len, size_t *used, enum wanted_result *out, struct error *err);

/* Whether it occurs anywhere inside data (EXACT, HEX: as a substring; others: as test).
 * For what a program prints, where any decoration around is fine. */
int wanted_inside(const struct wanted *w, const char *data, size_t len, bool *out,
                  struct error *err);

/* Appends how a person would put it: "\"2\"", "any visible text (a question)",
 * "the number 7", "text with \"a\" in it", "text that matches /.../", "one of: ...". */
void wanted_describe(const struct wanted *w, struct buf *out);

/* How many bytes a right message has; 0: it can't be told. */
size_t wanted_size(const struct wanted *w);

/* Whether its bytes are no text, so that white space is as good as any byte. */
bool wanted_is_raw(const struct wanted *w);

/* The exact bytes that are wanted, for showing a difference: NULL unless EXACT, HEX or a
 * PACK without open fields. */
const char *wanted_bytes(const struct wanted *w, size_t *len);

/* The number that is wanted, in digits: of a NUMBER, or of the first one in ANY_OF; or NULL. */
const struct buf *wanted_number(const struct wanted *w);

/* Named groups of a REGEX that matched last go into the scope. */
void wanted_capture(const struct wanted *w, struct scope *s);

#endif
