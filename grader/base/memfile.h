/* SPDX-License-Identifier: MIT
 *
 * A file without a name, for bytes that need no place: it is gone with its last descriptor.
 */
#ifndef BASE_MEMFILE_H
#define BASE_MEMFILE_H

#include "base/error.h"

/* Makes an empty one, for reading and writing, close-on-exec. `name` is for whoever lists
 * descriptors, where the system shows it. Returns -1 with a sentence in err. */
int memfile_make(const char *name, struct error *err);

#endif
