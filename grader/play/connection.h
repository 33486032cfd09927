/* SPDX-License-Identifier: MIT
 *
 * Our end of one TCP connection with the student's program, and the sockets that wait for
 * one. All descriptors are close-on-exec and non-blocking.
 */
#ifndef PLAY_CONNECTION_H
#define PLAY_CONNECTION_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

#include "base/buf.h"
#include "base/error.h"
#include "play/sockdiag.h"
#include "play/watch.h"

/* How the student's side of it stands, as far as we have seen. */
enum connection_state {
    CONNECTION_OPEN,
    CONNECTION_ENDED, /* its FIN was read */
    CONNECTION_RESET, /* torn down by RST */
};

struct step;

struct connection {
    char *name;
    const char *script_name; /* what the script calls it; borrowed */
    unsigned track;          /* the serial number of the track that made it */
    int fd;
    struct watch *watch; /* tells when there is something to do; NULL: nobody does */
    short watched;       /* what for */
    enum connection_state state;
    bool half_closed;            /* we have ended our sending */
    bool closed;                 /* we have closed it altogether */
    struct sockdiag_tuple tuple; /* where the network is put in order at the end */
    struct buf pending;          /* received, not yet taken by a step */
    struct buf unsent;           /* handed to us, not yet taken by the kernel */
    size_t room;             /* bytes that pending may have: TCP stops who floods us */
    bool slow;               /* nothing is read before the program waits */
    bool paused;             /* nothing is read now */
    uint64_t received, sent; /* bytes through the kernel so far */
    int64_t unread_ns; /* since when so much lies unread at its other end; 0: nothing */
    uint32_t unread;
    int64_t missed_ns; /* since when its other end is gone without a word; 0: it is not */
    bool space_owed;   /* a message was just taken: white space behind it belongs to it */
    struct buf last_message;      /* the last one taken from the program */
    bool answered;                /* we have sent something, or ended, since then */
    const struct step *open_turn; /* its step, when nothing proved that it was whole */
    /* Of UDP alone (play/datagram.h): */
    bool datagrams;
    bool bound;                   /* fd is not connected: it hears others, too */
    struct sockaddr_storage peer; /* the program's address */
    int own_port;
    size_t *lengths; /* of the datagrams in pending, the oldest first */
    size_t length_count;
};

struct connection *connection_new(const char *name, int fd);

/* Has it watched from now on, which must outlive it. */
void connection_watch(struct connection *c, struct watch *w);

/* Closes it, too. One whose other side closed first is reset: else that side would keep its
 * port for a minute (TIME_WAIT), and no server could be started there again. */
void connection_free(struct connection *c);

/* Reads what is there into pending. Returns the bytes read; state changes at the end. */
size_t connection_read(struct connection *c);

/* Makes room for a message of so many bytes. */
void connection_make_room(struct connection *c, size_t bytes);

/* Reads nothing until told otherwise. */
void connection_pause(struct connection *c, bool pause);

/* Sends as much of unsent as the kernel takes now. Returns bytes sent; a broken connection
 * changes the state. */
size_t connection_flush(struct connection *c);

/* Ends our sending once everything is sent. */
void connection_half_close(struct connection *c);

/* Closes it; with reset the other side sees RST. */
void connection_close(struct connection *c, bool reset);

/* A listening socket (SOCK_STREAM; of SOCK_DGRAM one that is bound) on port: of `any` address or loopback only. Returns -1 with errno
 * text in err; an address family this machine lacks gives -2 and no error. */
int connection_listen(int type, int family, bool any, int port, struct error *err);

/* A non-blocking connect from `from` (NULL: any) to address and port. Returns the
 * descriptor or -1. */
int connection_dial(int type, int family, const char *address, int port, const char *from,
                    struct error *err);

#endif
