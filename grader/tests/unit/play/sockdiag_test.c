/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <stdbool.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "play/sockdiag.h"
#include "run/kernel.h"

#define STATE(s) (UINT32_C(1) << (s))
#define MANY 4096 /* other tests have sockets too */

static struct sockdiag diag = {.fd = -1};
static struct sockdiag_entry entries[MANY];

static int setup(void **state)
{
    (void)state;
    return sockdiag_open(&diag, NULL);
}

static int teardown(void **state)
{
    (void)state;
    sockdiag_close(&diag);
    return 0;
}

/* A bound socket on a port that the kernel chooses; -1 where the family is missing. */
static int bound(int family, int type, const char *address, int *port)
{
    union {
        struct sockaddr any;
        struct sockaddr_in four;
        struct sockaddr_in6 six;
    } at = {.any.sa_family = (sa_family_t)family};
    socklen_t len = family == AF_INET ? sizeof at.four : sizeof at.six;
    int fd = socket(family, type | SOCK_CLOEXEC, 0);
    inet_pton(family, address,
              family == AF_INET ? (void *)&at.four.sin_addr : (void *)&at.six.sin6_addr);
    if (fd < 0 || bind(fd, &at.any, len)) {
        close(fd);
        return -1;
    }
    assert_int_equal(getsockname(fd, &at.any, &len), 0);
    *port = ntohs(family == AF_INET ? at.four.sin_port : at.six.sin6_port);
    if (type == SOCK_STREAM)
        assert_int_equal(listen(fd, 7), 0);
    return fd;
}

static int dial(int family, int port)
{
    struct sockaddr_in four = {.sin_family = AF_INET,
                               .sin_port = htons((uint16_t)port),
                               .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6,
                               .sin6_port = htons((uint16_t)port),
                               .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const struct sockaddr *at =
        family == AF_INET ? (struct sockaddr *)&four : (struct sockaddr *)&six;
    assert_int_equal(connect(fd, at, family == AF_INET ? sizeof four : sizeof six), 0);
    return fd;
}

/* The entry of a local address, which must be there once. */
static const struct sockdiag_entry *find(int protocol, uint32_t states,
                                         const char *address, int port)
{
    const struct sockdiag_entry *found = NULL;
    struct error err = {0};
    int count = sockdiag_dump(&diag, protocol, states, entries, MANY, &err);
    if (count < 0)
        fail_msg("%s", err.text);
    for (int i = 0; i < count; i++)
        if (entries[i].local_port == port && !strcmp(entries[i].local, address)) {
            assert_null(found);
            found = &entries[i];
        }
    return found;
}

static unsigned long inode_of(int fd)
{
    struct stat st;
    assert_int_equal(fstat(fd, &st), 0);
    return (unsigned long)st.st_ino;
}

static void listener_is_listed(void **state)
{
    (void)state;
    int port, fd = bound(AF_INET, SOCK_STREAM, "127.0.0.1", &port);
    const struct sockdiag_entry *e =
        find(IPPROTO_TCP, STATE(TCP_LISTEN), "127.0.0.1", port);
    assert_non_null(e);
    assert_int_equal(e->family, AF_INET);
    assert_int_equal(e->state, TCP_LISTEN);
    assert_string_equal(e->local, "127.0.0.1");
    assert_false(e->local_any);
    assert_int_equal(e->inode, inode_of(fd));
    assert_int_equal(e->receive_queue, 0);
    assert_int_equal(e->send_queue, 7);
    int client = dial(AF_INET, port);
    e = find(IPPROTO_TCP, STATE(TCP_LISTEN), "127.0.0.1", port);
    assert_int_equal(e->receive_queue, 1); /* it waits to be accepted */
    close(client);
    close(fd);
    assert_null(find(IPPROTO_TCP, STATE(TCP_LISTEN), "127.0.0.1", port));
}

static void any_address_is_told(void **state)
{
    (void)state;
    int port, fd = bound(AF_INET, SOCK_STREAM, "0.0.0.0", &port);
    const struct sockdiag_entry *e =
        find(IPPROTO_TCP, STATE(TCP_LISTEN), "0.0.0.0", port);
    assert_non_null(e);
    assert_true(e->local_any);
    assert_string_equal(e->local, "0.0.0.0");
    close(fd);
}

static void six_is_listed(void **state)
{
    (void)state;
    int port, fd = bound(AF_INET6, SOCK_STREAM, "::1", &port);
    if (fd < 0)
        skip();
    const struct sockdiag_entry *e = find(IPPROTO_TCP, STATE(TCP_LISTEN), "::1", port);
    assert_non_null(e);
    assert_int_equal(e->family, AF_INET6);
    assert_string_equal(e->local, "::1");
    assert_false(e->local_any);
    close(fd);
}

static void datagram_socket_is_listed(void **state)
{
    (void)state;
    int port, fd = bound(AF_INET, SOCK_DGRAM, "127.0.0.1", &port);
    const struct sockdiag_entry *e = find(IPPROTO_UDP, UINT32_MAX, "127.0.0.1", port);
    assert_non_null(e);
    assert_string_equal(e->local, "127.0.0.1");
    assert_int_equal(e->inode, inode_of(fd));
    close(fd);
}

static void listener_is_looked_up(void **state)
{
    static const struct {
        int family;
        const char *bound, *told;
    } rows[] = {{AF_INET, "127.0.0.1", "127.0.0.1"},
                {AF_INET, "0.0.0.0", "0.0.0.0"},
                {AF_INET6, "::1", "::1"},
                {AF_INET6, "::", "::"}};
    struct sockdiag_entry e;
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int port, fd = bound(rows[i].family, SOCK_STREAM, rows[i].bound, &port);
        if (fd < 0)
            continue;
        assert_true(sockdiag_listener(&diag, port, &e));
        assert_int_equal(e.family, rows[i].family);
        assert_int_equal(e.local_port, port);
        assert_string_equal(e.local, rows[i].told);
        assert_int_equal(e.inode, inode_of(fd));
        assert_int_equal(e.send_queue, 7);
        close(fd);
        assert_false(sockdiag_listener(&diag, port, &e));
    }
    assert_false(sockdiag_listener(&diag, 0, &e));
}

static void room_is_respected(void **state)
{
    (void)state;
    int port[2], fd[2];
    for (int i = 0; i < 2; i++)
        fd[i] = bound(AF_INET, SOCK_STREAM, "127.0.0.1", &port[i]);
    struct sockdiag_entry one[2] = {{.local_port = -1}, {.local_port = -1}};
    assert_int_equal(sockdiag_dump(&diag, IPPROTO_TCP, STATE(TCP_LISTEN), one, 1, NULL),
                     1);
    assert_int_not_equal(one[0].local_port, -1);
    assert_int_equal(one[1].local_port, -1);
    for (int i = 0; i < 2; i++) { /* others that come first take no room */
        assert_int_equal(sockdiag_dump_port(&diag, IPPROTO_TCP, STATE(TCP_LISTEN),
                                            port[i], one, 1, NULL),
                         1);
        assert_int_equal(one[0].local_port, port[i]);
    }
    close(fd[0]);
    close(fd[1]);
}

/* Both ends of a connection, through the listener's whole life of it. */
static void follow_connection(int family, int server_family, const char *address)
{
    struct sockdiag_entry other;
    char text[16];
    int port, listener = bound(server_family, SOCK_STREAM, address, &port);
    if (listener < 0)
        skip();
    int client = dial(family, port);
    assert_int_equal(sockdiag_other_end(&diag, client, &other, NULL), 1);
    assert_int_equal(other.inode, 0); /* not accepted yet */
    int server = accept(listener, NULL, NULL);
    assert_int_equal(sockdiag_other_end(&diag, client, &other, NULL), 1);
    assert_int_equal(other.inode, inode_of(server));
    assert_int_equal(other.local_port, port);
    assert_int_equal(other.state, TCP_ESTABLISHED);
    assert_int_equal(write(client, "hello", 5), 5);
    assert_int_equal(sockdiag_other_end(&diag, client, &other, NULL), 1);
    assert_int_equal(other.bytes_received, 5);
    assert_int_equal(other.receive_queue, 5);
    assert_int_equal(read(server, text, sizeof text), 5);
    assert_int_equal(write(server, "yes", 3), 3);
    assert_int_equal(sockdiag_other_end(&diag, client, &other, NULL), 1);
    assert_int_equal(other.receive_queue, 0);
    assert_int_equal(other.bytes_sent, 3);
    assert_int_equal(read(client, text, sizeof text), 3);
    close(server);
    sockdiag_other_end(&diag, client, &other, NULL);
    close(listener);
    close(client);
}

static void connection_is_followed(void **state)
{
    (void)state;
    follow_connection(AF_INET, AF_INET, "127.0.0.1");
}

static void six_is_followed(void **state)
{
    (void)state;
    follow_connection(AF_INET6, AF_INET6, "::1");
}

/* A server on [::] serves IPv4 too; the addresses are then IPv4's inside IPv6's. */
static void dual_stack_is_followed(void **state)
{
    (void)state;
    follow_connection(AF_INET, AF_INET6, "::");
}

static void lonely_end_has_no_other(void **state)
{
    (void)state;
    struct sockdiag_entry other;
    int port, listener = bound(AF_INET, SOCK_STREAM, "127.0.0.1", &port);
    int client = dial(AF_INET, port), server = accept(listener, NULL, NULL);
    struct linger at_once = {.l_onoff = 1};
    setsockopt(client, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close(client); /* resets */
    assert_int_equal(sockdiag_other_end(&diag, server, &other, NULL), 0);
    assert_int_equal(sockdiag_other_end(&diag, listener, &other, NULL), 0);
    close(server);
    close(listener);
}

/* Only who may change the network can do that, so the test makes one of its own. */
static void ends_are_destroyed(void **state)
{
    struct sockdiag own;
    struct sockdiag_tuple tuple, none;
    char byte;
    (void)state;
    pid_t child = fork();
    if (child == 0) {
        struct ifreq lo = {.ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING};
        if (unshare(CLONE_NEWUSER | CLONE_NEWNET))
            _exit(77);
        int ip = socket(AF_INET, SOCK_DGRAM, 0);
        if (ioctl(ip, SIOCSIFFLAGS, &lo) || sockdiag_open(&own, NULL))
            _exit(77);
        close(ip);
        int port, listener = bound(AF_INET, SOCK_STREAM, "127.0.0.1", &port);
        int client = dial(AF_INET, port), server = accept(listener, NULL, NULL);
        if (sockdiag_tuple_of(client, &tuple) || !sockdiag_tuple_of(listener, &none)
            || none.family)
            _exit(1);
        shutdown(client, SHUT_WR);
        if (read(server, &byte, 1) != 0)
            _exit(2);
        close(server);
        if (read(client, &byte, 1) != 0)
            _exit(3);
        close(client);
        if (sockdiag_dump(&own, IPPROTO_TCP, STATE(TCP_TIME_WAIT), entries, MANY, NULL)
            != 1)
            _exit(4);
        sockdiag_destroy(&own, &tuple);
        if (sockdiag_dump(&own, IPPROTO_TCP, STATE(TCP_TIME_WAIT), entries, MANY, NULL))
            _exit(5);
        if (sockdiag_dump(&own, IPPROTO_TCP, STATE(TCP_LISTEN), entries, MANY, NULL) != 1)
            _exit(6);                   /* who listens there stays */
        sockdiag_destroy(&own, &tuple); /* there is nothing any more */
        sockdiag_destroy(&own, &none);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == 77)
        skip();
    /* A kernel that does not destroy such stumps leaves them for who looks for them. */
    if (WEXITSTATUS(status) == 5 && !kernel_is_since(6, 2))
        skip();
    assert_int_equal(WEXITSTATUS(status), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(listener_is_listed),
        cmocka_unit_test(listener_is_looked_up),
        cmocka_unit_test(ends_are_destroyed),
        cmocka_unit_test(any_address_is_told),
        cmocka_unit_test(six_is_listed),
        cmocka_unit_test(datagram_socket_is_listed),
        cmocka_unit_test(room_is_respected),
        cmocka_unit_test(connection_is_followed),
        cmocka_unit_test(six_is_followed),
        cmocka_unit_test(dual_stack_is_followed),
        cmocka_unit_test(lonely_end_has_no_other),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
