/* SPDX-License-Identifier: MIT
 *
 * The workers of a batch: processes that each check one program after another and send the
 * report of it back. They share nothing with each other or with the journal; one that breaks
 * costs the program it had, which is tried once more, and is replaced. None outlives us.
 */
#ifndef BATCH_CREW_H
#define BATCH_CREW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "batch/assignment.h"
#include "batch/work.h"
#include "report/report.h"
#include "run/stage.h"

struct crew_order {
    size_t number; /* the caller's */
    const struct work *work;
    uint64_t seed;
};

struct crew_settings {
    const struct assignment *assignment; /* whose exercises work->exercise counts */
    size_t most;          /* side by side; 0: as many as keep the processors busy */
    struct limits limits; /* that go before the exercises' */
    enum stage_kind
        stage; /* that works here (run/trial.h); without isolation: one at a time */
};

struct crew;

/* The settings' pointers must last as long as the crew. To be called once, while the process
 * has no children. */
struct crew *crew_new(const struct crew_settings *settings);

/* Whether one more would start at once. */
bool crew_has_room(struct crew *c);

/* Hands it to a worker; the order's pointers must last until its result. */
int crew_start(struct crew *c, const struct crew_order *order, struct error *err);

/* Waits for one result, or until `until_ns` (0: no end). 1: *out is filled, the caller closes
 * it; 0: nothing yet, a signal came, or nothing is running; -1: a worker could not be
 * replaced. A program that breaks two workers is a result that says so. */
int crew_wait(struct crew *c, int64_t until_ns, size_t *number,
              struct report_exercise *out, struct error *err);

size_t crew_running(const struct crew *c);
void crew_free(struct crew *c); /* ends them */

#endif
