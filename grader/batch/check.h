/* SPDX-License-Identifier: MIT
 *
 * Checks submissions against exercises: all their cases side by side, each attempt in a worker
 * process, the second play with newlines where fairness asks for it.
 */
#ifndef BATCH_CHECK_H
#define BATCH_CHECK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "report/report.h"
#include "run/stage.h"
#include "run/submission.h"
#include "script/exercise.h"

struct check_order {
    const struct exercise *exercise;
    struct submission *submission; /* of two programs: the client */
    struct submission *server;     /* of two programs; NULL: there is one */
    const char *unclear;           /* why none of it can be judged; NULL: it can */
    const char *only_case;         /* NULL: all */
    uint64_t seed;
    struct limits limits; /* that go before the exercise's */
    enum stage_kind stage;
    bool stage_fixed; /* false: where namespaces can't be made, go on without */
};

struct cgroups;
struct spares;

/* What a process that checks again and again has made once. */
struct check_means {
    struct cgroups *cgroups; /* run/cgroups.h; NULL: the check opens its own */
    struct spares *spares;   /* run/spare.h; NULL: every run has a new network */
    size_t most;             /* cases side by side; 0: as many as there are processors */
    bool in_place;  /* most is 1: a program by itself is played in our own memory */
    bool unhurried; /* so are others: play/play.h */
};

/* means may be NULL. */
struct check *check_new(const struct check_means *means);

/* Fills out[i] of each order (whose cases the caller releases with the report), *stage with the
 * back end that was used, and refused->text with why the one before it did not work ("": it
 * did). All orders ask for the same stage. -1 when a script or the grader failed as a whole.
 * Some workers may still tidy up when it returns. To be called once. */
int check_run(struct check *c, const struct check_order *orders, size_t count,
              struct report_exercise *out, enum stage_kind *stage, struct error *refused,
              struct error *err);

/* Waits for the workers, too: nothing of them is left. The orders must still be there. */
void check_free(struct check *c);

#endif
