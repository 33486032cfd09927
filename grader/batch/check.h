/* SPDX-License-Identifier: MIT
 *
 * Checks one submission against one exercise: its cases side by side, each attempt in a
 * worker process, the second play with newlines where fairness asks for it.
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
    const char *only_case;         /* NULL: all */
    uint64_t seed;
    struct limits limits; /* that go before the exercise's */
    enum stage_kind stage;
    bool stage_fixed; /* false: where namespaces can't be made, go on without */
};

/* An exercise of which no case can be judged, and why. */
void check_unjudged(const struct check_order *order, const char *why,
                    struct report_exercise *out);

/* Fills *out (whose cases the caller releases with the report), *stage with the back end
 * that was used, and refused->text with why the one before it did not work ("": it did).
 * -1 when the script or the grader failed as a whole. */
int check_run(const struct check_order *order, struct report_exercise *out,
              enum stage_kind *stage, struct error *refused, struct error *err);

#endif
