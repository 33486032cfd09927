/* SPDX-License-Identifier: MIT */
#include "run/port.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "play/sockdiag.h"

#define TURN_PATIENCE_NS (600 * NS_PER_S)
#define LINGER_PATIENCE_NS (90 * NS_PER_S)
#define LOOK_MS 50

static socklen_t turn_address(int port, struct sockaddr_un *a)
{
    *a = (struct sockaddr_un){.sun_family = AF_UNIX};
    int len =
        snprintf(a->sun_path + 1, sizeof a->sun_path - 1, "sockgrade.port.%d", port);
    return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + (size_t)len);
}

/* Waits until whoever has the turn hangs up; 0 when it did, -1 when time ran out. */
static int wait_for_holder(const struct sockaddr_un *a, socklen_t len,
                           int64_t deadline_ns, int *holder)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    struct ucred who = {0};
    socklen_t who_len = sizeof who;
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    int status = 0;
    if (connect(fd, (const struct sockaddr *)a, len) == 0) {
        getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &who_len);
        *holder = who.pid;
        int64_t left_ms = (deadline_ns - clock_now_ns()) / NS_PER_MS;
        status = left_ms > 0 && poll(&wait, 1, (int)left_ms) > 0 ? 0 : -1;
    } else if (errno == EAGAIN) {
        poll(NULL, 0, LOOK_MS); /* too many wait already */
    }
    close(fd);
    return status;
}

static int take_turn(int port, struct error *err)
{
    struct sockaddr_un a;
    socklen_t len = turn_address(port, &a);
    int64_t deadline = clock_now_ns() + TURN_PATIENCE_NS;
    int holder = 0;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return error_errno(err, "can't make a socket");
    while (bind(fd, (struct sockaddr *)&a, len) < 0) {
        if (errno == EADDRINUSE && wait_for_holder(&a, len, deadline, &holder) == 0)
            continue;
        close(fd);
        return error_set(err,
                         "port %d is in use by another run of sockgrade (process %d)",
                         port, holder);
    }
    listen(fd, SOMAXCONN);
    return fd;
}

/* The first socket on the port that is in one of the states, or NULL. */
static const struct sockdiag_entry *find(struct sockdiag *d, int port, uint32_t states,
                                         struct sockdiag_entry *list)
{
    int n = sockdiag_dump_port(d, IPPROTO_TCP, states, port, list, 1, NULL);
    return n > 0 ? list : NULL;
}

static int await_free(int port, bool student_listens, struct error *err)
{
    struct sockdiag_entry list[1];
    struct sockdiag d;
    if (sockdiag_open(&d, err) < 0)
        return -1;
    int status = 0;
    const struct sockdiag_entry *other = find(&d, port, 1u << TCP_LISTEN, list);
    if (other)
        status = error_set(err,
                           "port %d of this computer is in use: some other program "
                           "listens on %s; end it and try again",
                           port, other->local);
    int64_t deadline = clock_now_ns() + LINGER_PATIENCE_NS;
    uint32_t ending = 1u << TCP_TIME_WAIT | 1u << TCP_FIN_WAIT1 | 1u << TCP_FIN_WAIT2;
    while (status == 0 && student_listens && find(&d, port, ending, list)) {
        if (clock_now_ns() >= deadline)
            status = error_set(err,
                               "port %d of this computer is still held by an earlier "
                               "conversation",
                               port);
        poll(NULL, 0, LOOK_MS);
    }
    sockdiag_close(&d);
    return status;
}

bool port_free(int port)
{
    struct sockdiag_entry list[1];
    struct sockdiag d;
    if (sockdiag_open(&d, NULL) < 0)
        return true;
    bool free = !find(&d, port, UINT32_MAX, list);
    sockdiag_close(&d);
    return free;
}

int port_hold(int port, bool student_listens, struct error *err)
{
    int fd = take_turn(port, err);
    if (fd >= 0 && await_free(port, student_listens, err) < 0) {
        close(fd);
        return -1;
    }
    return fd;
}
