/* SPDX-License-Identifier: MIT
 *
 * What can only be said of the steps of a case together: which connections there are, and
 * how long all of it may take.
 */
#ifndef SCRIPT_STEPCHECK_H
#define SCRIPT_STEPCHECK_H

#include "script/exercise.h"
#include "script/field.h"

#define STEPCHECK_DEEPEST 4 /* steps inside of steps */

/* Where a step needs a connection before any was made, puts the accept (for a client) or
 * connect (for a server) "main" in front of it. */
void stepcheck_imply_connection(struct test_case *c, enum student_role student);

/* at: the list of steps. */
int stepcheck_case(struct reader *r, const struct place *at, const struct test_case *c,
                   enum student_role student);

/* The last of these alone. */
int stepcheck_patience(struct reader *r, const struct place *at,
                       const struct test_case *c);

#endif
