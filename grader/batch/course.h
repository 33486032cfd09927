/* SPDX-License-Identifier: MIT
 *
 * Grades what a plan has left: keeps the crew busy, and writes each result into the journal the
 * moment it comes. Stopped at any moment, the journal has all that is known; a plan made anew
 * goes on from there.
 */
#ifndef BATCH_COURSE_H
#define BATCH_COURSE_H

#include <signal.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "batch/crew.h"
#include "batch/journal.h"
#include "batch/plan.h"

struct course_progress {
    size_t total, done; /* programs */
    size_t unjudged;    /* of those done: the grader or this computer could not */
    size_t running;
    int64_t began_ns;
};

struct course_order {
    struct plan *plan;
    struct journal *journal;
    struct crew *crew;
    const volatile sig_atomic_t *stop; /* not 0: a signal asks us to stop */
    /* Called when something is done, and now and then; may be NULL. */
    void (*tell)(void *ctx, const struct course_progress *p);
    void *ctx;
};

/* *out is filled in any case. 0 also when it was stopped. */
int course_grade(const struct course_order *order, struct course_progress *out,
                 struct error *err);

#endif
