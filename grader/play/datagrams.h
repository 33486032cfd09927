/* SPDX-License-Identifier: MIT
 *
 * The conversation by UDP: who sends first from an address of its own is a new connection, as
 * the script names it. Where the script awaits no other, it is the same client with another
 * socket, which UDP does not forbid.
 */
#ifndef PLAY_DATAGRAMS_H
#define PLAY_DATAGRAMS_H

#include "play/play.h"

bool datagrams_used(const struct play *p);

/* Takes what has come on fd: of a connection, or of a socket that listens (NULL). */
bool datagrams_read(struct play *p, int fd, struct connection *owner);

/* The client of this name has sent already; then it is the current one. */
bool datagrams_met(struct play *p, const char *name);

/* One message from c, for a step. */
int datagrams_expect(struct play *p, const struct step *s, struct connection *c,
                     const struct wanted *w, struct error *err);

/* What we sent was refused: the program has ended its socket, or that is connected to another
 * client and hears no one else. */
void datagrams_refused(struct play *p, struct connection *c);

/* Whether the program has a socket on which it could hear us; or it can't be told. */
bool datagrams_heard(struct play *p, const struct connection *c);

/* It has such a socket, and what we sent lies there. */
bool datagrams_unread(struct play *p, const struct connection *c);

#endif
