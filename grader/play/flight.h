/* SPDX-License-Identifier: MIT
 *
 * Is anything still on its way between the student's sockets and ours? A program that looks
 * as if it waited may have bytes, a FIN or an RST travelling to it or from it: on a busy
 * machine loopback delivers late. Every case below is told from the kernel's own counts on
 * both ends of the connection.
 */
#ifndef PLAY_FLIGHT_H
#define PLAY_FLIGHT_H

#include <stdbool.h>
#include <stddef.h>

#include "play/connection.h"
#include "play/sockdiag.h"

/* True when something is, or may be, in flight on c. *known grows by the sockets that its
 * two ends are. */
bool flight_on(struct sockdiag *diag, struct connection *c, int *known);

/* True when some other socket of this network (the student's own, among themselves, or one
 * being connected to us) is in the middle of something. Only for a network of our own, in
 * which `known` sockets are the ends of our connections. port: that the program listens on; 0:
 * none is expected. */
bool flight_elsewhere(struct sockdiag *diag, int known, int port);

/* Whether the student's program has taken everything that we sent on c. */
bool flight_taken(struct sockdiag *diag, const struct connection *c);

/* Whether the program still holds its end (it may have ended only its sending). */
bool flight_still_held(struct sockdiag *diag, const struct connection *c);

#endif
