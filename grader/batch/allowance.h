/* SPDX-License-Identifier: MIT
 *
 * What one case of a check allows the program: usual < language < exercise < case < what the
 * order says. The wall time that nobody but the language speaks of has room for the patience
 * of all steps, so that a slow program within its patience never meets it.
 */
#ifndef BATCH_ALLOWANCE_H
#define BATCH_ALLOWANCE_H

#include "batch/check.h"

void allowance_of(const struct check_order *order, const struct test_case *test,
                  struct limits *out);

#endif
