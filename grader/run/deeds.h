/* SPDX-License-Identifier: MIT
 *
 * What a program did with its TCP and UDP sockets: each bind, listen and connect, with the
 * address and, where it is known for certain, the result. They are empty where nothing
 * reports the calls (the portable build, no filter, an old kernel).
 */
#ifndef RUN_DEEDS_H
#define RUN_DEEDS_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sockdiag;

#define DEEDS_MOST 16
#define DEEDS_FLOOD 256 /* a program that calls more often does nothing else */

enum deed_call { DEED_BIND, DEED_LISTEN, DEED_CONNECT };

enum deed_result {
    DEED_UNKNOWN,
    DEED_WORKED,
    DEED_FAILED, /* with `error` */
};

struct deed {
    enum deed_call call;
    enum deed_result result;
    int error;       /* errno, or 0 */
    uint64_t socket; /* its inode number: which socket it is */
    bool udp;
    bool no_family;                 /* the address names no family: AF_UNSPEC */
    int port;                       /* that was named; for listen: that it has. 0: none */
    char address[INET6_ADDRSTRLEN]; /* an IPv4 one inside IPv6 is shown as such */
    int backlog;
    uint64_t
        holder; /* EADDRINUSE: the program's own socket that has the port; 0: unknown */
    unsigned times; /* that it was done so one after the other */
};

struct deeds {
    bool told; /* calls are reported */
    bool udp;  /* the exercise goes by UDP: that is what counts */
    bool lost; /* not every call is here: what is not may have been all the same */
    struct deed list[DEEDS_MOST]; /* the first ones */
    size_t count;
    unsigned heard;        /* calls in all, of any socket */
    unsigned more;         /* calls after these */
    struct sockdiag *diag; /* of a network that only we and the program use, or NULL */
    int our_port;          /* where we listen; 0: nowhere */
};

/* Keeps the step, if there is room. One that repeats the last one only counts there. */
void deeds_add(struct deeds *s, const struct deed *step);

/* The first step with this call on a socket of the exercise's protocol, or the first one after `after`; NULL: none. */
const struct deed *deeds_next(const struct deeds *s, enum deed_call call,
                              const struct deed *after);

/* Whether such a call was made, or may have been without being told. */
bool deeds_may_have(const struct deeds *s, enum deed_call call);

/* So many calls were made that they are only counted. */
bool deeds_flooded(const struct deeds *s);

/* Which of the program's sockets among these it is: 1 for the first. */
size_t deeds_ordinal(const struct deeds *s, uint64_t socket);

/* Whether the address leads to this computer whatever its network. */
bool deeds_is_loopback(const char *address);

#endif
