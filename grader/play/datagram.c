/* SPDX-License-Identifier: MIT */
#include "play/datagram.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

static socklen_t length_of(const struct sockaddr_storage *a)
{
    return a->ss_family == AF_INET6 ? sizeof(struct sockaddr_in6)
                                    : sizeof(struct sockaddr_in);
}

static int port_of(const struct sockaddr_storage *a)
{
    return ntohs(a->ss_family == AF_INET6 ? ((const struct sockaddr_in6 *)a)->sin6_port
                                          : ((const struct sockaddr_in *)a)->sin_port);
}

struct connection *datagram_connection(const char *name, int fd,
                                       const struct sockaddr_storage *peer)
{
    struct connection *c = connection_new(name, fd);
    socklen_t len = sizeof c->peer;
    c->datagrams = true;
    c->bound = peer != NULL;
    if (peer)
        c->peer = *peer;
    else
        getpeername(fd, (struct sockaddr *)&c->peer, &len);
    struct sockaddr_storage own = {0};
    len = sizeof own;
    getsockname(fd, (struct sockaddr *)&own, &len);
    c->own_port = port_of(&own);
    return c;
}

int datagram_peer_port(const struct connection *c)
{
    return port_of(&c->peer);
}

bool datagram_is_from(const struct connection *c, const struct sockaddr_storage *from)
{
    const struct sockaddr_in6 *a6 = (const void *)&c->peer, *b6 = (const void *)from;
    const struct sockaddr_in *a4 = (const void *)&c->peer, *b4 = (const void *)from;
    if (!c->datagrams || c->peer.ss_family != from->ss_family
        || port_of(&c->peer) != port_of(from))
        return false;
    if (from->ss_family == AF_INET6)
        return memcmp(&a6->sin6_addr, &b6->sin6_addr, sizeof a6->sin6_addr) == 0;
    return a4->sin_addr.s_addr == b4->sin_addr.s_addr;
}

ssize_t datagram_receive(int fd, char *block, size_t size, struct sockaddr_storage *from)
{
    socklen_t len = sizeof *from;
    ssize_t got;
    memset(from, 0, sizeof *from);
    while ((got = recvfrom(fd, block, size, 0, (struct sockaddr *)from, &len)) < 0
           && errno == EINTR)
        ;
    return got;
}

void datagram_keep(struct connection *c, const char *data, size_t len)
{
    buf_append(&c->pending, data, len);
    c->lengths = mem_grow(c->lengths, (c->length_count + 1) * sizeof *c->lengths);
    c->lengths[c->length_count++] = len;
    c->received += len;
}

void datagram_drop(struct connection *c)
{
    if (!c->length_count)
        return;
    buf_drop(&c->pending, c->lengths[0]);
    memmove(c->lengths, c->lengths + 1, --c->length_count * sizeof *c->lengths);
}

static ssize_t send_once(struct connection *c, const char *data, size_t len)
{
    if (!c->bound)
        return send(c->fd, data, len, 0);
    return sendto(c->fd, data, len, 0, (struct sockaddr *)&c->peer, length_of(&c->peer));
}

/* That an earlier one was refused is told by the next call, which then sends nothing. */
bool datagram_send(struct connection *c, const char *data, size_t len)
{
    struct pollfd room = {.fd = c->fd, .events = POLLOUT};
    bool taken = true;
    while (c->fd >= 0 && send_once(c, data, len) < 0) {
        if (errno == EAGAIN)
            poll(&room, 1, -1);
        else if (errno == ECONNREFUSED && taken)
            taken = false;
        else if (errno != EINTR)
            return false;
    }
    c->sent += len;
    return taken;
}
