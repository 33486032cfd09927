/* SPDX-License-Identifier: MIT
 *
 * What a course grades: exercises with points and file patterns, deadline and lateness rule,
 * hidden cases, limits, seed policy. Read from an assignment file as strictly as exercises are;
 * or made of exercises where there is none.
 */
#ifndef BATCH_ASSIGNMENT_H
#define BATCH_ASSIGNMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "script/exercise.h"
#include "script/limit.h"

enum attempts { ATTEMPTS_LAST, ATTEMPTS_BEST, ATTEMPTS_ALL };

struct assigned {
    const struct exercise *exercise; /* borrowed of the caller's catalogue */
    double points;                   /* what it gives in this assignment */
    char **patterns; /* file names, as fnmatch(3) has them; none: by its id */
    size_t pattern_count;
    char **server_patterns, **client_patterns; /* where it takes two programs */
    size_t server_pattern_count, client_pattern_count;
    char **hidden; /* ids of cases */
    size_t hidden_count;
};

struct lateness {
    int64_t deadline_ms; /* since 1970, UTC; 0: none */
    int64_t grace_ms;
    double percent_per_day; /* taken off for each begun day */
    double most_percent;    /* never more than this */
    int64_t closes_ms;      /* what comes later counts nothing; 0: never */
};

struct assignment {
    char *id, *title;
    struct assigned *list;
    size_t count;
    struct lateness late;
    enum attempts attempts;
    struct limits limits; /* that go before the exercises' */
    bool seed_fixed;      /* everyone has the same values */
    uint64_t seed;        /* where it is fixed */
};

/* Finds an exercise by its id, for the assignment's lifetime; NULL with the error filled. */
typedef const struct exercise *assignment_finder(void *ctx, const char *id,
                                                 struct error *err);

/* Errors are ERROR_EXERCISE: "FILE:LINE:COLUMN: PATH: what is wrong". */
int assignment_read(struct assignment *a, const char *path, assignment_finder *find,
                    void *ctx, struct error *err);

/* All with the points of their cases, no deadline, a seed of each student's own. */
void assignment_default(struct assignment *a, const struct exercise *const *exercises,
                        size_t count);

/* The seed of a student: always the same for the same assignment and student. */
uint64_t assignment_seed(const struct assignment *a, const char *student);

/* What share of the points is left, 0 to 1, for what came so late; at_ms 0: not known, all.
 * `late`: said to be late by who collected it, the time not known. */
double lateness_share(const struct lateness *l, int64_t at_ms, bool late);

bool assigned_hides(const struct assigned *a, const struct test_case *test);

void assignment_close(struct assignment *a);

#endif
