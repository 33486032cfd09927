/* SPDX-License-Identifier: MIT */
#include "play/listener.h"

#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "play/datagrams.h"

#define LISTENERS_MAX 1024 /* the right one must be among them, however many there are */

struct listeners {
    struct sockdiag_entry list[LISTENERS_MAX];
    int count;
};

static bool listens(struct play *p, void *ctx)
{
    struct listeners *l = ctx;
    const bool udp = datagrams_used(p);
    l->count = sockdiag_dump(&p->diag, udp ? IPPROTO_UDP : IPPROTO_TCP,
                             udp ? UINT32_MAX : UINT32_C(1) << SOCKDIAG_LISTEN, l->list,
                             LISTENERS_MAX, NULL);
    int kept = 0;
    for (int i = 0; i < l->count; i++)
        if (l->list[i].local_port == p->setup.port)
            l->list[kept++] = l->list[i];
    l->count = kept;
    return kept > 0;
}

/* Waits until the connection is made; the descriptor, or -1 when it was refused. */
static int await_connected(struct play *p, int fd, int64_t deadline_ns)
{
    struct pollfd wait = {.fd = fd, .events = POLLOUT};
    while (poll(&wait, 1, 1) == 0 && clock_now_ns() < deadline_ns)
        play_pump(p, 0);
    int status = 0;
    socklen_t len = sizeof status;
    getsockopt(fd, SOL_SOCKET, SO_ERROR, &status, &len);
    if (wait.revents & POLLOUT && status == 0)
        return fd;
    close(fd);
    return -1;
}

static int dial(struct play *p, int family, const char *address, const char *from,
                int64_t deadline_ns)
{
    if (from && (strchr(from, ':') != NULL) != (family == AF_INET6))
        return -1;
    const int type = datagrams_used(p) ? SOCK_DGRAM : SOCK_STREAM;
    int fd = connection_dial(type, family, address, p->setup.port, from, NULL);
    return fd < 0 ? -1 : await_connected(p, fd, deadline_ns);
}

/* A socket bound to :: usually takes IPv4 as well, so IPv4 is tried first for every one. */
static int dial_listener(struct play *p, const struct sockdiag_entry *l, const char *from,
                         int64_t deadline_ns)
{
    int fd = -1;
    if (!l->local_any)
        return dial(p, l->family, l->local, from, deadline_ns);
    bool six = l->family == AF_INET6 && datagrams_used(p); /* which nobody refuses */
    if (!six || (from && !strchr(from, ':')))
        fd = dial(p, AF_INET, "127.0.0.1", from, deadline_ns);
    if (fd < 0 && l->family == AF_INET6)
        fd = dial(p, AF_INET6, "::1", from, deadline_ns);
    return fd;
}

int listener_meet(struct play *p, const char *from, int64_t deadline_ns,
                  enum failure *failure, enum until *until)
{
    struct listeners found;
    *failure = FAILURE_NO_LISTENER;
    *until = play_until(p, listens, &found, false, deadline_ns);
    if (*until != UNTIL_MET)
        return -1;
    int fd = -1;
    for (int i = 0; fd < 0 && i < found.count; i++)
        fd = dial_listener(p, &found.list[i], from, deadline_ns);
    if (fd < 0) {
        *failure = FAILURE_REFUSED;
        *until = play_until(p, NULL, NULL, false, deadline_ns);
    }
    return fd;
}
