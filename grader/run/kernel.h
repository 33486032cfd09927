/* SPDX-License-Identifier: MIT
 *
 * What kernel this is, for what can't be tried: how it counts, how it would answer.
 */
#ifndef RUN_KERNEL_H
#define RUN_KERNEL_H

#include <stdbool.h>

/* Also true when it does not tell. */
bool kernel_is_since(int major, int minor);

#endif
