/* SPDX-License-Identifier: MIT
 *
 * The content of a file, as a whole.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"

/* Appends what is in the file, at most a block more than `most` bytes. What is no file is
 * not read: nobody may ever write to a pipe. `what` stands before the path in errors ("the
 * exercise "). */
int file_read(struct buf *out, const char *what, const char *path, size_t most,
              struct error *err);

#endif
