/* SPDX-License-Identifier: MIT
 *
 * Which thing of a pile is meant, of several that may be: the one that a person would take. A
 * source before a compiled program, then what lies in fewer folders, then the earlier pattern,
 * or the plain name before the copy with the highest number. Two that are alike in all that
 * can't be told apart.
 */
#ifndef BATCH_PICK_H
#define BATCH_PICK_H

#include <stdbool.h>
#include <stddef.h>

#include "batch/pile.h"

struct pick {
    const struct pile *pile;
    size_t *items; /* indices of those that are alike and better than all others */
    size_t count;
    unsigned long rank; /* theirs; less is better */
};

struct patterns {
    char *const *list; /* as fnmatch(3) has them, whatever case letters have */
    size_t count;
};

void pick_begin(struct pick *p, const struct pile *pile);
void pick_by_patterns(struct pick *p, struct patterns patterns);

/* By the name of an exercise; what is another one's by its whole name is no copy of it. */
void pick_by_name(struct pick *p, const char *id,
                  bool (*is_other)(void *ctx, const char *name), void *ctx);

/* Every file that is a program. */
void pick_programs(struct pick *p);

/* Whether there is one, and no more. */
const struct pile_item *pick_only(const struct pick *p);

/* "connect-2.c and connect-2.py could both be the program for connect-2: ..."; on the heap. */
char *pick_say(const struct pick *p, const char *id);

void pick_end(struct pick *p);

#endif
