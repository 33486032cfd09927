/* SPDX-License-Identifier: MIT
 *
 * The names that archives have for what is in them: strangers', of any bytes.
 */
#ifndef BATCH_ENTRYNAME_H
#define BATCH_ENTRYNAME_H

#include <stdbool.h>

/* On the heap: without "./" and doubled slashes, and none at the end. NULL gives "". */
char *entryname_plain(const char *name);

/* Why it may not be used as a path below a folder; NULL: it may. */
const char *entryname_problem(const char *name);

/* Whether it, or a folder that it is in, is what nobody hands in (batch/listing.h). */
bool entryname_is_junk(const char *name, bool but_git);

#endif
