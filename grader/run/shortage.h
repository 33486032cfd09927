/* SPDX-License-Identifier: MIT
 *
 * Tells what a busy computer lacks for a while from what it can't do at all: a program that
 * uses up all there is must not lead to others being run where less keeps them apart.
 */
#ifndef RUN_SHORTAGE_H
#define RUN_SHORTAGE_H

#include <stdbool.h>

/* Whether this errno only says that there is no more of something now. */
bool shortage_is(int number);

#endif
