/* SPDX-License-Identifier: MIT
 *
 * On a machine's own network a port is one for all: runs take turns. The turn is held by
 * what the system lets go whatever way its holder ends: an abstract Unix socket (unix(7)),
 * or a lock where there are none.
 */
#ifndef RUN_PORT_H
#define RUN_PORT_H

#include <stdbool.h>

#include "base/error.h"

/* Waits for our turn on the port, and until it is really free: another program that holds
 * it is an error that names its address; the minute that the system keeps a port after a
 * conversation (TIME_WAIT) is waited for when the student's server needs it. Returns a
 * descriptor to be kept open, or -1. */
int port_hold(int port, bool student_listens, struct error *err);

/* Whether nobody has the port for TCP now, as far as the system tells. */
bool port_free(int port);

#endif
