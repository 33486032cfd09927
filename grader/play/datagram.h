/* SPDX-License-Identifier: MIT
 *
 * UDP: a connection is then an address that the program sends from (a client of ours), or a
 * socket of ours that is connected to the program's (a server). What came is kept in pending
 * one datagram behind the other, with the length of each.
 */
#ifndef PLAY_DATAGRAM_H
#define PLAY_DATAGRAM_H

#include "play/connection.h"

/* The most that one holds over IPv4: 65535 bytes without the headers of IP and UDP. */
#define DATAGRAM_MOST 65507

/* fd is connected to the other side, or bound, and then peer is who the other side is. */
struct connection *datagram_connection(const char *name, int fd,
                                       const struct sockaddr_storage *peer);

/* Where it sends to, as a port of this computer. */
int datagram_peer_port(const struct connection *c);
bool datagram_is_from(const struct connection *c, const struct sockaddr_storage *from);

/* Receives one datagram; its length, or -1. */
ssize_t datagram_receive(int fd, char *block, size_t size, struct sockaddr_storage *from);

/* Puts it behind those that are pending, takes the first of them away. */
void datagram_keep(struct connection *c, const char *data, size_t len);
void datagram_drop(struct connection *c);

/* Sends one. False when an earlier one was refused: the program's socket took it not. */
bool datagram_send(struct connection *c, const char *data, size_t len);

#endif
