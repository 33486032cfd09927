/* SPDX-License-Identifier: MIT */
#include "loopback.h"

#include <arpa/inet.h>

#include "play/dialled.h"

static bool alone;
static struct dialled dialled;

static int setup(void **state)
{
    (void)state;
    alone = own_network();
    return 0;
}

static int begin(void **state)
{
    (void)state;
    if (alone)
        dialled_open(&dialled, true, 0);
    return 0;
}

static int end(void **state)
{
    (void)state;
    dialled_close(&dialled);
    return 0;
}

/* Sends a datagram, or the first segment of a connection. */
static void send_to(int type, int family, const char *address, int port)
{
    int fd = socket(family, type | SOCK_NONBLOCK, 0);
    struct sockaddr_in four = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6,
                               .sin6_port = htons((uint16_t)port)};
    struct sockaddr *at =
        family == AF_INET ? (struct sockaddr *)&four : (struct sockaddr *)&six;
    void *place = family == AF_INET ? (void *)&four.sin_addr : (void *)&six.sin6_addr;
    assert_int_equal(inet_pton(family, address, place), 1);
    connect(fd, at, family == AF_INET ? sizeof four : sizeof six);
    if (type == SOCK_DGRAM)
        send(fd, "hello", 5, 0);
    close(fd);
}

static void sees_what_nobody_answers(void **state)
{
    (void)state;
    static const struct {
        int type, family;
        const char *address;
        int port;
    } rows[] = {
        {SOCK_STREAM, AF_INET, "127.0.0.1", 5555},
        {SOCK_STREAM, AF_INET, "127.0.0.9", 45845},
        {SOCK_STREAM, AF_INET6, "::1", 1},
        {SOCK_DGRAM, AF_INET, "127.0.0.1", 65535},
        {SOCK_DGRAM, AF_INET6, "::1", 7},
    };
    if (!alone)
        skip();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        send_to(rows[i].type, rows[i].family, rows[i].address, rows[i].port);
        EVENTUALLY((dialled_read(&dialled), dialled.count == i + 1));
        const struct dialled_entry *e = &dialled.entries[i];
        assert_int_equal(e->udp, rows[i].type == SOCK_DGRAM);
        assert_int_equal(e->port, rows[i].port);
        assert_string_equal(e->address, rows[i].address);
        assert_true(e->from_port > 0);
    }
}

static void sees_a_connection_once(void **state)
{
    (void)state;
    int fds[2];
    char text[8];
    if (!alone)
        skip();
    make_pair(fds);
    assert_int_equal(write(fds[1], "hello", 5), 5);
    wait_for(fds[0], POLLIN);
    assert_int_equal(read(fds[0], text, 8), 5);
    assert_int_equal(write(fds[0], "hello", 5), 5);
    wait_for(fds[1], POLLIN);
    dialled_read(&dialled);
    assert_int_equal(dialled.count, 1);
    assert_int_equal(dialled.entries[0].port, port_of(fds[0]));
    assert_int_equal(dialled.entries[0].from_port, port_of(fds[1]));
    for (int i = 0; i < 3; i++) { /* a program that tries again */
        send_to(SOCK_STREAM, AF_INET, "127.0.0.1", 4242);
        send_to(SOCK_DGRAM, AF_INET, "127.0.0.1", 4242);
    }
    EVENTUALLY((dialled_read(&dialled), dialled.count == 3));
    close(fds[0]);
    close(fds[1]);
}

static void names_are_not_dialled(void **state)
{
    (void)state;
    if (!alone)
        skip();
    send_to(SOCK_DGRAM, AF_INET, "127.0.0.1", 53);
    send_to(SOCK_STREAM, AF_INET, "127.0.0.1", 53);
    EVENTUALLY((dialled_read(&dialled), dialled.count == 1));
    assert_false(dialled.entries[0].udp); /* a client that takes the wrong port */
}

static void keeps_the_first(void **state)
{
    (void)state;
    if (!alone)
        skip();
    for (int port = 1000; port < 1000 + 2 * DIALLED_MAX; port++)
        send_to(SOCK_STREAM, AF_INET, "127.0.0.1", port);
    EVENTUALLY((dialled_read(&dialled), dialled.count == DIALLED_MAX));
    for (int i = 0; i < DIALLED_MAX; i++)
        assert_int_equal(dialled.entries[i].port, 1000 + i);
}

/* Without the right to look nothing is seen, and nothing breaks. */
static void all_zero_sees_nothing(void **state)
{
    (void)state;
    struct dialled none = {0};
    dialled_read(&none);
    assert_int_equal(none.count, 0);
    dialled_close(&none);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(sees_what_nobody_answers, begin, end),
        cmocka_unit_test_setup_teardown(sees_a_connection_once, begin, end),
        cmocka_unit_test_setup_teardown(names_are_not_dialled, begin, end),
        cmocka_unit_test_setup_teardown(keeps_the_first, begin, end),
        cmocka_unit_test(all_zero_sees_nothing),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
