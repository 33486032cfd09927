/* SPDX-License-Identifier: MIT
 *
 * Where nobody tells who listens: a connection is tried until one is accepted. A refused one
 * does no harm, no program ever hears of it.
 */
#include "play/listener.h"

#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "play/datagrams.h"
#include "play/pump.h"

#define TRY_NS (2 * NS_PER_MS)

struct trying {
    const char *from;
    int64_t deadline_ns, next_ns;
    int fd; /* -1: not yet */
};

/* A port that is nobody's can meet itself: connect() takes it for its own end. */
static bool met_itself(int fd)
{
    union {
        struct sockaddr any;
        struct sockaddr_in four;
        struct sockaddr_in6 six;
    } own = {0}, other = {0};
    socklen_t own_len = sizeof own, other_len = sizeof other;
    return !getsockname(fd, &own.any, &own_len)
           && !getpeername(fd, &other.any, &other_len) && own_len == other_len
           && !memcmp(&own, &other, own_len);
}

/* Loopback accepts or refuses at once, but for a server whose backlog is full. */
static int await_connected(struct play *p, int fd, int64_t deadline_ns)
{
    struct pollfd wait = {.fd = fd, .events = POLLOUT};
    while (poll(&wait, 1, 1) == 0 && clock_now_ns() < deadline_ns)
        pump_take(p, 0);
    int status = 0;
    socklen_t len = sizeof status;
    getsockopt(fd, SOL_SOCKET, SO_ERROR, &status, &len);
    if (wait.revents & POLLOUT && status == 0 && !met_itself(fd))
        return fd;
    close(fd);
    return -1;
}

static bool accepts(struct play *p, void *ctx)
{
    static const struct {
        int family;
        const char *address;
    } places[] = {{AF_INET, "127.0.0.1"}, {AF_INET6, "::1"}};
    struct trying *t = ctx;
    const int port = p->setup.port;
    const int type = datagrams_used(p) ? SOCK_DGRAM : SOCK_STREAM;
    if (clock_now_ns() < t->next_ns)
        return false;
    for (size_t i = 0; i < 2 && t->fd < 0; i++) {
        if (t->from && (strchr(t->from, ':') != NULL) != (places[i].family == AF_INET6))
            continue;
        t->fd = connection_dial(type, places[i].family, places[i].address, port, t->from,
                                NULL);
        if (t->fd >= 0)
            t->fd = await_connected(p, t->fd, t->deadline_ns);
    }
    t->next_ns = clock_now_ns() + TRY_NS;
    return t->fd >= 0;
}

int listener_meet(struct play *p, const char *from, int64_t deadline_ns,
                  enum failure *failure, enum until *until)
{
    struct trying t = {.from = from, .deadline_ns = deadline_ns, .fd = -1};
    *failure = FAILURE_NO_LISTENER;
    if (datagrams_used(p)) /* by UDP nobody can be tried without being spoken to */
        play_until(p, NULL, NULL, true, deadline_ns);
    *until = play_until(p, accepts, &t, false, deadline_ns);
    return t.fd;
}

void listener_tell(struct play *p)
{
    (void)p;
}
