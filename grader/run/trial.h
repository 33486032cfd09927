/* SPDX-License-Identifier: MIT
 *
 * Tries a stage as a whole: a worker enters it and runs a small program to its end.
 */
#ifndef RUN_TRIAL_H
#define RUN_TRIAL_H

#include "base/error.h"
#include "run/stage.h"

/* 0, or -1 with the sentence of what did not work. */
int trial_run(enum stage_kind kind, struct error *err);

#endif
