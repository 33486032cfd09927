/* SPDX-License-Identifier: MIT
 *
 * Which addresses and ports the student's program tried to reach, seen from the segments
 * that open a TCP connection and from UDP datagrams. Raw sockets in the run's own network
 * see them also when nobody listens there (raw(7)); without such a network nothing is seen,
 * but in the portable build who comes by UDP where TCP is awaited.
 */
#ifndef PLAY_DIALLED_H
#define PLAY_DIALLED_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>

#define DIALLED_MAX 16

struct dialled_entry {
    bool udp;
    int port, from_port;
    unsigned again; /* how often more, from other ports of its own */
    char address[INET6_ADDRSTRLEN];
};

struct dialled {
    int port; /* as it was opened with */
    int fds[4];
    size_t fd_count;
    struct dialled_entry entries[DIALLED_MAX]; /* the first ones, without repetitions */
    size_t count;
};

/* Opens what can be opened; nothing is an error here. `port` is where the program should come
 * by TCP, 0 when it is to listen: whoever comes there by UDP is seen on any network, where the
 * system shows no more. */
void dialled_open(struct dialled *d, bool own_network, int port);
void dialled_close(struct dialled *d);

/* Reads what was seen so far. */
void dialled_read(struct dialled *d);

#endif
