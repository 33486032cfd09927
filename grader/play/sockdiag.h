/* SPDX-License-Identifier: MIT
 *
 * What the kernel says of sockets, through NETLINK_SOCK_DIAG (sock_diag(7)), in the network
 * namespace that the handle was opened in. A dump costs some 8 microseconds, one 4-tuple 3;
 * reading /proc/net/tcp costs milliseconds. The portable build's tells nothing of any socket.
 */
#ifndef PLAY_SOCKDIAG_H
#define PLAY_SOCKDIAG_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct sockdiag {
    int fd;        /* -1: none */
    int counts[2]; /* /proc/net/sockstat and sockstat6 of this namespace, -1: none */
};

#define SOCKDIAG_LISTEN 10 /* TCP_LISTEN, which only Linux's <netinet/tcp.h> has */

/* One socket. State is one of TCP_ESTABLISHED ... of <netinet/tcp.h>. */
struct sockdiag_entry {
    int family; /* AF_INET or AF_INET6 */
    int state;
    int local_port, peer_port;
    char local[INET6_ADDRSTRLEN], peer[INET6_ADDRSTRLEN];
    bool local_any;                     /* bound to 0.0.0.0 or :: */
    uint32_t inode;                     /* 0: not (yet) held by a descriptor */
    uint32_t receive_queue, send_queue; /* bytes; for LISTEN: pending, backlog */
    uint32_t unsent; /* of the send queue, not sent even once (Nagle) */
    uint64_t bytes_received, bytes_sent; /* payload; sent without repetitions */
};

int sockdiag_open(struct sockdiag *d, struct error *err);
void sockdiag_close(struct sockdiag *d);

/* Does beforehand what sockdiag_count needs at its first call. */
void sockdiag_prepare(struct sockdiag *d);

/* How many TCP sockets there are in the namespace, with those of TIME_WAIT and those being
 * made left out; -1 when it can't be told. */
int sockdiag_count(struct sockdiag *d);

/* Dumps sockets of IPv4 and IPv6 whose state is in states (bit 1 << TCP_LISTEN, ...);
 * protocol IPPROTO_TCP or IPPROTO_UDP. Returns how many of at most max were written to
 * out, -1 on error. */
int sockdiag_dump(struct sockdiag *d, int protocol, uint32_t states,
                  struct sockdiag_entry *out, size_t max, struct error *err);

/* The same, of the sockets on a local port (0: on any). */
int sockdiag_dump_port(struct sockdiag *d, int protocol, uint32_t states, int port,
                       struct sockdiag_entry *out, size_t max, struct error *err);

/* The other end of our connected TCP socket fd, when it lives in this namespace. Returns 1
 * when found, 0 when there is none (gone, or still being made), -1 on error. */
int sockdiag_other_end(struct sockdiag *d, int fd, struct sockdiag_entry *out,
                       struct error *err);

#endif
