/* SPDX-License-Identifier: MIT
 *
 * Bytes inside bytes. memmem(3) does the same, but no standard knew it before POSIX.1-2024.
 */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include <stddef.h>

/* The first place in data where wanted stands, or NULL. Nothing stands everywhere. */
const char *bytes_find(const char *data, size_t len, const char *wanted,
                       size_t wanted_len);

#endif
