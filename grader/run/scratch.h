/* SPDX-License-Identifier: MIT
 *
 * A temporary folder on the machine, readable by nobody else.
 */
#ifndef RUN_SCRATCH_H
#define RUN_SCRATCH_H

#include <stddef.h>
#include <sys/types.h>

#include "base/error.h"

/* Writes to out where one can be made, below $TMPDIR or below /tmp; nothing is there yet. So
 * whoever is to remove it can be told before. */
int scratch_choose(char *out, size_t size, struct error *err);

/* Makes the one that was chosen. */
int scratch_begin(const char *path, struct error *err);

/* Both at once. */
int scratch_make(char *out, size_t size, struct error *err);

#define SCRATCH_ALL ((off_t)1 << 62)

/* Copies the content of an open file into it, `size` bytes from `at` or what
 * there is, under that name; the
 * folders in front of the name are made. */
int scratch_put(const char *folder, const char *name, int fd, off_t at, off_t size,
                mode_t mode, struct error *err);

/* Removes it with all that is in it, as far as that can be. Follows no link. */
void scratch_remove(const char *path);

#endif
