/* SPDX-License-Identifier: MIT */
#include "play/listener.h"

#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "play/datagrams.h"
#include "play/pump.h"

#define LISTENERS_MAX 1024 /* the right one must be among them, however many there are */

struct meeting {
    struct sockdiag_entry *list; /* of LISTENERS_MAX, most of which are never touched */
    int count;
    const char *from;
    int64_t deadline_ns;
    int fd;
    bool refused;
};

/* The kernel walks through a long table for a list, and knows at once when there is none. */
static bool none_at_all(struct play *p)
{
    return p->setup.own_network && !datagrams_used(p)
           && sockdiag_count(&p->diag, IPPROTO_TCP) == 0;
}

static void look_for_listeners(struct play *p, struct meeting *m)
{
    const bool udp = datagrams_used(p);
    m->count = 0;
    if (none_at_all(p))
        return;
    if (!udp && !m->from && sockdiag_listener(&p->diag, p->setup.port, m->list)) {
        m->count = 1;
        return;
    }
    int count = sockdiag_dump(&p->diag, udp ? IPPROTO_UDP : IPPROTO_TCP,
                              udp ? UINT32_MAX : UINT32_C(1) << SOCKDIAG_LISTEN, m->list,
                              LISTENERS_MAX, NULL);
    for (int i = 0; i < count; i++)
        if (m->list[i].local_port == p->setup.port)
            m->list[m->count++] = m->list[i];
}

/* As many wait to be accepted as its backlog has room for: whoever comes now is not answered. */
static const struct sockdiag_entry *full(const struct meeting *m)
{
    for (int i = 0; i < m->count; i++)
        if (m->list[i].receive_queue > m->list[i].send_queue)
            return &m->list[i];
    return NULL;
}

/* Nobody will be accepted before we do something. */
static bool is_shut(struct play *p, struct meeting *m)
{
    if (datagrams_used(p))
        return false;
    look_for_listeners(p, m);
    if (!full(m))
        return false;
    p->program.observer.look(p->program.observer.ctx, m->deadline_ns, &p->look);
    if (p->look.activity != ACTIVITY_WAITING)
        return false;
    p->outcome.queue_full = true;
    p->outcome.backlog = (int)full(m)->send_queue;
    return true;
}

/* Waits until the connection is made; the descriptor, or -1 when it was refused. */
static int await_connected(struct play *p, int fd, struct meeting *m)
{
    struct pollfd wait = {.fd = fd, .events = POLLOUT};
    while (poll(&wait, 1, 1) == 0 && clock_now_ns() < m->deadline_ns && !is_shut(p, m))
        pump_take(p, 0);
    int status = 0;
    socklen_t len = sizeof status;
    getsockopt(fd, SOL_SOCKET, SO_ERROR, &status, &len);
    if (wait.revents & POLLOUT && status == 0)
        return fd;
    close(fd);
    return -1;
}

static int dial(struct play *p, int family, const char *address, struct meeting *m)
{
    const char *from = m->from;
    if (from && (strchr(from, ':') != NULL) != (family == AF_INET6))
        return -1;
    const int type = datagrams_used(p) ? SOCK_DGRAM : SOCK_STREAM;
    int fd = connection_dial(type, family, address, p->setup.port, from, NULL);
    return fd < 0 ? -1 : await_connected(p, fd, m);
}

/* A socket bound to :: usually takes IPv4 as well, so IPv4 is tried first for every one. */
static int dial_listener(struct play *p, struct sockdiag_entry l, struct meeting *m)
{
    const char *from = m->from;
    int fd = -1;
    if (!l.local_any)
        return dial(p, l.family, l.local, m);
    bool six = l.family == AF_INET6 && datagrams_used(p); /* which nobody refuses */
    if (!six || (from && !strchr(from, ':')))
        fd = dial(p, AF_INET, "127.0.0.1", m);
    if (fd < 0 && l.family == AF_INET6)
        fd = dial(p, AF_INET6, "::1", m);
    return fd;
}

/* A segment that asks for a connection while the queue is full is thrown away, and comes
 * again a second later at the earliest. Who connects side by side with others waits for room,
 * which the program makes as soon as it accepts. */
static bool has_room(const struct play *p, const struct sockdiag_entry *l)
{
    bool beside_others = p->track && p->track->serial && !datagrams_used(p);
    return !beside_others || l->receive_queue <= l->send_queue;
}

static bool meets(struct play *p, void *ctx)
{
    struct meeting *m = ctx;
    look_for_listeners(p, m);
    for (int i = 0; m->fd < 0 && i < m->count; i++)
        if (has_room(p, &m->list[i]))
            m->fd = dial_listener(p, m->list[i], m);
    m->refused |= m->count && m->fd < 0;
    return m->fd >= 0;
}

/* Who can't be reached may not listen everywhere yet: a program that has a socket for each
 * family makes one after the other. It is done when it waits. */
int listener_meet(struct play *p, const char *from, int64_t deadline_ns,
                  enum failure *failure, enum until *until)
{
    struct sockdiag_entry list[LISTENERS_MAX];
    struct meeting m = {.list = list, .from = from, .deadline_ns = deadline_ns, .fd = -1};
    *until = play_until(p, meets, &m, false, deadline_ns);
    *failure = m.refused ? FAILURE_REFUSED : FAILURE_NO_LISTENER;
    return m.fd;
}

void listener_tell(struct play *p)
{
    struct sockdiag_entry list[LISTENERS_MAX];
    struct meeting m = {.list = list, .fd = -1};
    look_for_listeners(p, &m);
    if (m.count && !datagrams_used(p))
        scope_set_number(p->setup.scope, "backlog", m.list[0].send_queue);
}
