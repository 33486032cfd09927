/* SPDX-License-Identifier: MIT */
#include "play/connection.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/fd.h"

/* What one connection may hold unread: a program that floods us is stopped by TCP. */
#define PENDING_MAX (1024 * 1024)

struct connection *connection_new(const char *name, int fd)
{
    struct connection *c = mem_alloc(sizeof *c);
    c->name = mem_text(name);
    c->fd = fd;
    c->room = PENDING_MAX;
    int on = 1; /* each piece of a message shall be a segment of its own */
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return c;
}

void connection_free(struct connection *c)
{
    if (!c)
        return;
    connection_close(c, c->state != CONNECTION_OPEN);
    buf_close(&c->pending);
    buf_close(&c->unsent);
    free(c->lengths);
    buf_close(&c->last_message);
    free(c->name);
    free(c);
}

static void watch_for(struct connection *c, short events)
{
    if (c->watch && c->fd >= 0 && events != c->watched)
        watch_change(c->watch, c->fd, c->watched, events, c);
    c->watched = events;
}

static void rewatch(struct connection *c)
{
    bool reads = c->state == CONNECTION_OPEN && !c->bound && !c->paused
                 && c->pending.len < c->room;
    watch_for(c, (short)((reads ? POLLIN : 0) | (c->unsent.len ? POLLOUT : 0)));
}

void connection_watch(struct connection *c, struct watch *w)
{
    c->watch = w;
    rewatch(c);
}

static void torn(struct connection *c)
{
    if (c->state == CONNECTION_OPEN || errno == ECONNRESET)
        c->state = CONNECTION_RESET;
    buf_clear(&c->unsent);
}

void connection_make_room(struct connection *c, size_t bytes)
{
    c->room = bytes < PENDING_MAX ? PENDING_MAX : bytes + PENDING_MAX / 16;
    rewatch(c);
}

void connection_pause(struct connection *c, bool pause)
{
    c->paused = pause;
    rewatch(c);
}

size_t connection_read(struct connection *c)
{
    size_t got = 0;
    char block[16384];
    while (c->fd >= 0 && c->state == CONNECTION_OPEN && !c->paused
           && c->pending.len < c->room) {
        ssize_t n = recv(c->fd, block, sizeof block, 0);
        if (n > 0) {
            buf_append(&c->pending, block, (size_t)n);
            got += (size_t)n;
            continue;
        }
        if (n == 0)
            c->state = CONNECTION_ENDED;
        else if (errno == EINTR)
            continue;
        else if (errno != EAGAIN)
            torn(c);
        break;
    }
    if (got)
        fd_acknowledge(c->fd);
    c->received += got;
    rewatch(c);
    return got;
}

size_t connection_flush(struct connection *c)
{
    size_t done = 0;
    while (c->fd >= 0 && c->unsent.len) {
        ssize_t n = fd_send(c->fd, c->unsent.data, c->unsent.len);
        if (n >= 0) {
            buf_drop(&c->unsent, (size_t)n);
            done += (size_t)n;
        } else if (errno == EAGAIN) {
            break;
        } else if (errno != EINTR) {
            torn(c);
        }
    }
    c->sent += done;
    if (c->half_closed && !c->unsent.len && done)
        shutdown(c->fd, SHUT_WR);
    rewatch(c);
    return done;
}

void connection_half_close(struct connection *c)
{
    if (c->half_closed || c->fd < 0)
        return;
    connection_flush(c);
    c->half_closed = true;
    if (!c->unsent.len)
        shutdown(c->fd, SHUT_WR);
}

void connection_close(struct connection *c, bool reset)
{
    if (c->fd < 0)
        return;
    struct linger at_once = {.l_onoff = 1, .l_linger = 0};
    watch_for(c, 0);
    if (reset)
        setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close(c->fd);
    c->fd = -1;
    c->closed = true;
}

static socklen_t make_address(int family, const char *text, int port,
                              struct sockaddr_storage *out)
{
    memset(out, 0, sizeof *out);
    out->ss_family = (sa_family_t)family;
    if (family == AF_INET6) {
        struct sockaddr_in6 *a = (struct sockaddr_in6 *)out;
        a->sin6_port = htons((uint16_t)port);
        return inet_pton(family, text, &a->sin6_addr) == 1 ? sizeof *a : 0;
    }
    struct sockaddr_in *a = (struct sockaddr_in *)out;
    a->sin_port = htons((uint16_t)port);
    return inet_pton(family, text, &a->sin_addr) == 1 ? sizeof *a : 0;
}

int connection_listen(int type, int family, bool any, int port, struct error *err)
{
    const char *loopback = family == AF_INET6 ? "::1" : "127.0.0.1";
    const char *every = family == AF_INET6 ? "::" : "0.0.0.0";
    struct sockaddr_storage address;
    socklen_t len = make_address(family, any ? every : loopback, port, &address);
    int fd = fd_socket(family, type);
    if (fd < 0 && errno == EAFNOSUPPORT)
        return -2;
    if (fd < 0)
        return error_errno(err, "can't make a socket");
    int on = 1;
    if (type == SOCK_STREAM) /* of UDP, whoever reuses the port takes what is for us */
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&address, len) == 0
        && (type == SOCK_DGRAM || listen(fd, 128) == 0))
        return fd;
    int missing = errno == EADDRNOTAVAIL && family == AF_INET6;
    error_errno(err, "can't listen on port %d of this computer", port);
    close(fd);
    return missing ? -2 : -1;
}

int connection_dial(int type, int family, const char *address, int port, const char *from,
                    struct error *err)
{
    struct sockaddr_storage to, own;
    socklen_t to_len = make_address(family, address, port, &to);
    socklen_t own_len = from ? make_address(family, from, 0, &own) : 0;
    if (!to_len || (from && !own_len))
        return error_set(err, "can't connect from %s to %s: not addresses of one family",
                         from ? from : "here", address);
    int fd = fd_socket(family, type);
    if (fd < 0)
        return error_errno(err, "can't make a socket");
    if (from && bind(fd, (struct sockaddr *)&own, own_len) < 0) {
        error_errno(err, "can't send from address %s", from);
        close(fd);
        return -1;
    }
    if (connect(fd, (struct sockaddr *)&to, to_len) < 0 && errno != EINPROGRESS) {
        error_errno(err, "can't connect to %s port %d", address, port);
        close(fd);
        return -1;
    }
    return fd;
}
