/* SPDX-License-Identifier: MIT
 *
 * Archives that strangers made. 
 */
#ifndef BATCH_UNPACK_H
#define BATCH_UNPACK_H

#include <stdbool.h>

/* By its name: .zip, .tar, .tar.gz, .tgz, ... */
bool unpack_is(const char *name);

/* On the heap: the name without that extension. */
char *unpack_name(const char *name);

#endif
