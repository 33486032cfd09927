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
#include "batch/lateness.h"
#include "script/exercise.h"
#include "script/limit.h"

struct buf;

enum attempts { ATTEMPTS_LAST, ATTEMPTS_BEST, ATTEMPTS_ALL };

const char *attempts_name(enum attempts attempts); /* "last" */
int attempts_find(const char *name);               /* enum attempts or -1 */

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

struct assignment {
    char *id, *title;
    struct assigned *list;
    size_t count;
    struct lateness late;
    enum attempts attempts;
    struct limits limits; /* that go before the exercises' */
    bool seed_fixed;      /* everyone has the same values */
    uint64_t seed;        /* where it is fixed */
    struct exercise *own; /* that assignment_restore made; the list borrows them */
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

/* Appends the text of a file that says the same, with a deadline and what else one may want to
 * change. */
void assignment_starter(const struct assignment *a, int64_t deadline_ms, struct buf *out);

/* What the cases of an exercise give together. */
double assignment_case_points(const struct exercise *e);

/* The seed of a student: always the same for the same assignment and student. */
uint64_t assignment_seed(const struct assignment *a, const char *student);

/* Appends all that grading is shown by - title, points, deadline, hidden cases - as JSON; and
 * reads it back. What the exercises are then is their ids, titles and cases: enough to write a
 * gradebook where their files are not. */
void assignment_store(const struct assignment *a, struct buf *out);
int assignment_restore(struct assignment *a, const char *text, size_t len,
                       struct error *err);

/* Whether students may not see it: as the assignment says, or the exercise. */
bool assigned_hides(const struct assigned *a, const struct test_case *test);

void assignment_close(struct assignment *a);

#endif
