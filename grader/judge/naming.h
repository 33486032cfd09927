/* SPDX-License-Identifier: MIT
 *
 * Where a student has two programs, what is said of one says which: "your server".
 */
#ifndef JUDGE_NAMING_H
#define JUDGE_NAMING_H

#include "judge/verdict.h"
#include "script/exercise.h"

void naming_tell(struct verdict *v, enum student_role part);

/* The same, with the name of its file in front, where nothing else tells which it is. */
void naming_tell_file(struct verdict *v, enum student_role part, const char *file);

#endif
