/* SPDX-License-Identifier: MIT
 *
 * Makes a program of a submission whose language is compiled: the compiler runs on a stage
 * as programs do, with limits of its own. What exceeds them does not compile.
 */
#ifndef RUN_BUILD_H
#define RUN_BUILD_H

#include "base/error.h"
#include "run/stage.h"
#include "run/submission.h"

/* Nothing is done for a submission that needs no building or can't be run. -1 when the
 * grader failed, or this computer lacks the submission's compiler or interpreter; a source
 * that does not compile sets build_failed. The exercise's file is hidden: what a compiler
 * can read, the program can carry in it. */
int build_run(struct submission *s, enum stage_kind stage, const char *exercise_path,
              struct error *err);

#endif
