/* SPDX-License-Identifier: MIT
 *
 * Whether a file is a sockgrade that another computer can run with nothing but itself. It is
 * not run for that: it may be of another kind of processor.
 */
#ifndef CLI_STANDALONE_H
#define CLI_STANDALONE_H

#include "base/error.h"

/* ERROR_USAGE: it is not, or can't be read. */
int standalone_check(const char *path, struct error *err);

#endif
