/* SPDX-License-Identifier: MIT
 *
 * What a submission takes to be built and started, and this computer does not have: no matter
 * of the student's.
 */
#ifndef RUN_MISSING_H
#define RUN_MISSING_H

#include <stdbool.h>

#include "base/error.h"
#include "run/submission.h"

/* Says what is not installed, and what brings it; false when nothing is missing. */
bool missing_tell(const struct submission *s, struct error *err);

#endif
