/* SPDX-License-Identifier: MIT
 *
 * Bytes that nobody can foretell, from the operating system.
 */
#ifndef BASE_ENTROPY_H
#define BASE_ENTROPY_H

#include <stddef.h>

/* Fills out (at most 256 bytes); -1 with errno when the system gives none. */
int entropy_fill(void *out, size_t size);

#endif
