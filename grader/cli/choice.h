/* SPDX-License-Identifier: MIT
 *
 * The exercises that words of the command line mean: ids, names of sets, paths of exercise
 * files; no words mean all.
 */
#ifndef CLI_CHOICE_H
#define CLI_CHOICE_H

#include <stddef.h>

#include "base/error.h"
#include "script/exercise.h"

struct choice {
    struct exercise *all; /* of the catalogue, then those given by path */
    size_t all_count;
    const struct exercise **chosen; /* each once, in the order of the words */
    size_t count;
};

/* words: NULL behind the last. */
int choice_open(struct choice *c, const char *const *words, struct error *err);
void choice_close(struct choice *c);

#endif
