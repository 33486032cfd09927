/* SPDX-License-Identifier: MIT
 *
 * What programs see of the machine's files on a stage of its own: everything, to read
 * only, but temporary folders, name resolution and the sockets of the machine's services,
 * which are replaced. To be called in a mount namespace of our own.
 */
#ifndef RUN_COVER_H
#define RUN_COVER_H

#include "base/error.h"
#include "run/stage.h"

/* The program's home, once covered. */
#define COVER_HOME "/tmp/sockgrade"

int cover_files(const struct stage_world *world, struct error *err);

#endif
