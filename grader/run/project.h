/* SPDX-License-Identifier: MIT
 *
 * A whole folder as a submission. How its program is made and started is told by the first of
 * these that is there: sockgrade.json; one of run/builder.h; else the source file that is
 * named after the exercise, the folder, the role or "main", or is the only one. What can't
 * be told is an error that lists the choices.
 */
#ifndef RUN_PROJECT_H
#define RUN_PROJECT_H

#include "run/submission.h"
#include "script/exercise.h"

bool project_is(const char *path); /* a folder */

/* exercise: that it is handed in for; NULL: not known. -1 (ERROR_USAGE). */
int project_open(struct submission *s, const char *path, const struct exercise *exercise,
                 struct error *err);

/* The file of a single program's folder, when a sockgrade.json there has it for its source:
 * then the folder is the submission. */
bool project_owns(const char *path);

/* After the build: which of the files that were not there before is the program. */
int project_choose(struct submission *s, const struct folder *made, struct error *err);

#endif
