/* SPDX-License-Identifier: MIT
 *
 * Real sockets on loopback for the tests of the conversation: ephemeral ports, and waits
 * that end when something is seen or a generous limit has passed.
 */
#ifndef TESTS_LOOPBACK_H
#define TESTS_LOOPBACK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "run/network.h"

#define LIMIT_NS (20 * NS_PER_S)

/* A network of this process's own, where ports below 1024 and raw sockets are to be had;
 * false where the computer allows none. */
static inline bool own_network(void)
{
    struct error err;
    return unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0
           && network_furnish(false, &err) == 0;
}

static inline int port_of(int fd)
{
    struct sockaddr_storage at;
    socklen_t len = sizeof at;
    assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &len), 0);
    return ntohs(at.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&at)->sin6_port
                                          : ((struct sockaddr_in *)&at)->sin_port);
}

static inline void wait_for(int fd, short events)
{
    struct pollfd p = {.fd = fd, .events = events};
    assert_int_equal(poll(&p, 1, (int)(LIMIT_NS / NS_PER_MS)), 1);
}

/* Goes on trying while the condition is false; fails when it stays so. */
#define EVENTUALLY(condition)                                                            \
    do {                                                                                 \
        int64_t end_ns = clock_now_ns() + LIMIT_NS;                                      \
        bool held = (condition);                                                         \
        for (; !held && clock_now_ns() < end_ns; held = (condition))                     \
            sched_yield();                                                               \
        assert_true(held);                                                               \
    } while (0)

static inline int listen_four(void)
{
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(fd, 8), 0);
    return fd;
}

static inline int dial_four(int port)
{
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof at), 0);
    return fd;
}

/* Two ends of one TCP connection: [0] accepted, [1] dialled. */
static inline void make_pair(int fds[2])
{
    int listener = listen_four();
    fds[1] = dial_four(port_of(listener));
    fds[0] = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    assert_true(fds[0] >= 0);
    close(listener);
}

static inline void reset_end(int fd)
{
    struct linger at_once = {.l_onoff = 1};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close(fd);
}

#endif
