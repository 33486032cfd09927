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

/* How many sockets of TCP (IPPROTO_TCP) or UDP there are in the namespace, with those of
 * TIME_WAIT and those being made left out; -1 when it can't be told. */
int sockdiag_count(struct sockdiag *d, int protocol);

/* Dumps sockets of IPv4 and IPv6 whose state is in states (bit 1 << TCP_LISTEN, ...);
 * protocol IPPROTO_TCP or IPPROTO_UDP. Returns how many of at most max were written to
 * out, -1 on error. */
int sockdiag_dump(struct sockdiag *d, int protocol, uint32_t states,
                  struct sockdiag_entry *out, size_t max, struct error *err);

/* The same, of the sockets on a local port (0: on any). */
int sockdiag_dump_port(struct sockdiag *d, int protocol, uint32_t states, int port,
                       struct sockdiag_entry *out, size_t max, struct error *err);

/* Who listens by TCP on a port of loopback or of every address, of IPv4 first: a look-up,
 * which walks no table as a dump does. */
bool sockdiag_listener(struct sockdiag *d, int port, struct sockdiag_entry *out);

/* Both ends of a TCP connection, ours first; as the kernel has them, in network byte order. */
struct sockdiag_tuple {
    int family; /* 0: none */
    struct sockdiag_end {
        uint16_t port;
        uint32_t address[4];
    } ends[2];
};

/* That of our connected socket; -1 (errno), and none, when it is not. */
int sockdiag_tuple_of(int fd, struct sockdiag_tuple *out);

/* Ends what is left of a connection in this namespace, TIME_WAIT too, where the kernel does that
 * (CONFIG_INET_DIAG_DESTROY) for who may change the network. */
void sockdiag_destroy(struct sockdiag *d, const struct sockdiag_tuple *t);

/* The other end of our connected TCP socket fd, when it lives in this namespace. Returns 1
 * when found, 0 when there is none (gone, or still being made), -1 on error. */
int sockdiag_other_end(struct sockdiag *d, int fd, struct sockdiag_entry *out,
                       struct error *err);

#endif
