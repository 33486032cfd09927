/* SPDX-License-Identifier: MIT
 *
 * The known mistakes, one row each: the evidence that must be there, and the sentence that
 * mends it. Everything that a row names must hold; a row that can't tell stays silent.
 */
#ifndef JUDGE_REMEDY_H
#define JUDGE_REMEDY_H

#include <stddef.h>
#include <stdint.h>

#include "judge/clue.h"

enum certainty {
    REMEDY_LIKELY, /* fits what went wrong: shown where the exercise's author said nothing */
    REMEDY_CERTAIN, /* nothing else can have been the mistake: goes before the author's words */
};

/* Patterns are PCRE2's, with ^ and $ at every line. A named group of the last pattern that
 * matched can be said in the sentence, as in {name}; {port} is the exercise's. */
struct remedy {
    const char *name;      /* by which an exercise replaces the sentence */
    uint32_t codes;        /* REMEDY_ON() of each verdict that it may explain */
    bool tcp;              /* speaks of connections: not where there are none */
    const char *languages; /* names with blanks between; NULL: any */
    const char *error;     /* in the error's own words, or NULL */
    const char *line;      /* in the line that the verdict names, or NULL */
    const char *source;    /* somewhere in the code, or NULL */
    const char *lacks;     /* nowhere in the code, or NULL */
    const char *came;      /* in what came in place of what was wanted, or NULL */
    clue_question *holds[2];
    enum certainty certainty;
    const char *text;
};

#define REMEDY_ON(code) (UINT32_C(1) << (code))

const struct remedy *remedy_at(size_t index); /* NULL behind the last */

/* The first row of this certainty for which everything is there, or NULL; *text (empty
 * before) is its sentence. */
const struct remedy *remedy_find(const struct clue *c, enum certainty certainty,
                                 struct buf *text);

/* The sentence of a row with its groups filled in, when all its evidence is there. */
bool remedy_fits(const struct remedy *r, const struct clue *c, struct buf *text);

#endif
