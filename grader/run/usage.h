/* SPDX-License-Identifier: MIT
 *
 * What a tree of processes takes of the computer, summed up from /proc, and whether that is
 * more than it may. A look every few milliseconds: what costs less than that costs nothing.
 */
#ifndef RUN_USAGE_H
#define RUN_USAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "script/limit.h"

struct tree;

struct usage {
    int64_t
        cpu_ns; /* of the living, their dead threads, and the dead that were waited for */
    int64_t memory_bytes; /* resident, that no file holds */
    int64_t shared_bytes; /* the rest of it, counted once for each process that has it */
    int64_t
        tasks; /* processes and threads, and dead ones that nobody has waited for yet */
};

/* So often, at most, a sum is worth being made; the second where others have use for the
 * processors. */
#define USAGE_PERIOD_NS (10 * NS_PER_MS)
#define USAGE_UNHURRIED_NS (50 * NS_PER_MS)

/* As the last look at the tree found it (tree_look). Of a root that only inherits orphans
 * (the stage's init) nothing but its processor time counts, which is theirs. */
void usage_of(struct tree *t, struct usage *out);

/* Its processor time alone, also of what no look has met yet. */
int64_t usage_cpu_ns(struct tree *t);

/* All bits zero: not begun. */
struct usage_watch {
    const struct limits *limits;          /* resolved; borrowed */
    int64_t since_ns, next_ns, period_ns; /* how far sums are apart */
    int64_t memory_bytes;                 /* of the last sum */
};

void usage_begin(struct usage_watch *w, const struct limits *limits, int64_t now_ns,
                 int64_t period_ns);

/* The first limit that is exceeded; -1: none is, or it is not yet time for another look. */
int usage_exceeded(struct usage_watch *w, struct tree *t, int64_t now_ns);

/* Whether a process has as many files open as it may: the kernel gives it no more. */
bool usage_has_all_files(const struct tree *t, const struct limits *limits);

#endif
