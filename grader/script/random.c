/* SPDX-License-Identifier: MIT */
#include "script/random.h"

#include <assert.h>

/* FNV-1a, 64 bits (Fowler, Noll, Vo). */
static uint64_t hash_byte(uint64_t hash, unsigned char byte)
{
    return (hash ^ byte) * UINT64_C(0x100000001B3);
}

struct random random_named(uint64_t seed, const char *const *names, size_t count)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    for (int shift = 0; shift < 64; shift += 8)
        hash = hash_byte(hash, (unsigned char)(seed >> shift));
    for (size_t i = 0; i < count; i++) {
        for (const char *c = names[i]; *c; c++)
            hash = hash_byte(hash, (unsigned char)*c);
        hash = hash_byte(hash, 0); /* "ab" + "c" is not "a" + "bc" */
    }
    return (struct random){hash};
}

uint64_t random_next(struct random *r)
{
    uint64_t z = r->state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

int64_t random_between(struct random *r, int64_t low, int64_t high)
{
    assert(low <= high);
    uint64_t last = (uint64_t)high - (uint64_t)low;
    uint64_t drawn = random_next(r);
    if (last < UINT64_MAX) {
        /* The numbers above the last whole multiple would come up too often. */
        uint64_t count = last + 1;
        uint64_t excess = (UINT64_MAX % count + 1) % count;
        while (drawn > UINT64_MAX - excess)
            drawn = random_next(r);
        drawn %= count;
    }
    return (int64_t)((uint64_t)low + drawn);
}
