/* SPDX-License-Identifier: MIT
 *
 * Repeatable chance: SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number
 * generators", OOPSLA 2014; constants as in Vigna's public domain splitmix64.c). Not for
 * secrets.
 */
#ifndef SCRIPT_RANDOM_H
#define SCRIPT_RANDOM_H

#include <stddef.h>
#include <stdint.h>

struct random {
    uint64_t state;
};

/* A stream of its own for these names, so that what is drawn for one does not depend on
 * what else was drawn. */
struct random random_named(uint64_t seed, const char *const *names, size_t count);

uint64_t random_next(struct random *r);

/* Uniform in [low, high], both included; low <= high. */
int64_t random_between(struct random *r, int64_t low, int64_t high);

#endif
