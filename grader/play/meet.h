/* SPDX-License-Identifier: MIT
 *
 * How a conversation begins: the student's client has come, or we go to the student's
 * server as soon as it listens (play/listener.h).
 */
#ifndef PLAY_MEET_H
#define PLAY_MEET_H

#include "play/play.h"

/* Tells scope and transcript of the connection that was just accepted. */
void meet_client(struct play *p);

/* The same of a client that sends datagrams, from an address that was not known before. */
void meet_sender(struct play *p, const struct connection *c);

/* Waits for the listening socket and connects to it from `from` (NULL: any address).
 * *failure is FAILURE_NONE when the connection came about; *until tells how the wait ended. */
int meet_server(struct play *p, const char *name, const char *from, int64_t deadline_ns,
                enum failure *failure, enum until *until, struct error *err);

#endif
