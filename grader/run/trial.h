/* SPDX-License-Identifier: MIT
 *
 * Tries a stage as a whole: a worker enters it and runs a small program to its end.
 */
#ifndef RUN_TRIAL_H
#define RUN_TRIAL_H

#include <stdbool.h>

#include "base/error.h"
#include "run/stage.h"

/* 0, or -1 with the sentence of what did not work. */
int trial_run(enum stage_kind kind, struct error *err);

/* Steps down from *kind to the first stage that works, unless it is fixed. refused->text tells
 * why the one before did not ("": it did). -1 when none does. */
int trial_choose(enum stage_kind *kind, bool fixed, struct error *refused,
                 struct error *err);

#endif
