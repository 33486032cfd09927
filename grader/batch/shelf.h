/* SPDX-License-Identifier: MIT
 *
 * The notebooks of an attempt: read once, for all exercises that nothing else is for.
 */
#ifndef BATCH_SHELF_H
#define BATCH_SHELF_H

#include <stdbool.h>
#include <stddef.h>

#include "batch/pile.h"
#include "run/notebook.h"
#include "script/exercise.h"

struct shelf {
    struct notebook *books;
    const struct pile_item **items; /* of which they were read; in the pile */
    size_t count;
    char *broken; /* what is wrong with the first one that can't be read; NULL: nothing */
};

/* Into one whose bits are all zero. The pile must outlive it. */
void shelf_fill(struct shelf *shelf, const struct pile *pile);
void shelf_close(struct shelf *shelf);

/* Whether that book has a cell for it; *problem, the caller's to free: one for which of them can't
 * be told, if there is none yet. What is marked and empty was not handed in. */
bool shelf_search(const struct shelf *shelf, size_t book, const struct exercise *e,
                  char **problem);

#endif
