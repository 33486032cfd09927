/* SPDX-License-Identifier: MIT */
#include "loopback.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <stdio.h>

#include "play/connection.h"

#define PENDING_MOST ((size_t)1024 * 1024)

/* Our end, and the program's as a blocking descriptor. */
static struct connection *meet(int *other)
{
    int fds[2];
    make_pair(fds);
    *other = fds[1];
    return connection_new("main", fds[0]);
}

static void reads_what_came(void **state)
{
    (void)state;
    int other;
    struct connection *c = meet(&other);
    assert_int_equal(connection_read(c), 0);
    assert_int_equal(write(other, "a\0b", 3), 3);
    EVENTUALLY(connection_read(c) > 0);
    assert_int_equal(write(other, "cd", 2), 2);
    EVENTUALLY(connection_read(c) > 0);
    assert_int_equal(c->pending.len, 5);
    assert_memory_equal(c->pending.data, "a\0bcd", 5);
    assert_int_equal(c->received, 5);
    assert_int_equal(c->state, CONNECTION_OPEN);
    connection_free(c);
    close(other);
}

static void sees_the_end(void **state)
{
    (void)state;
    int other;
    struct connection *c = meet(&other);
    assert_int_equal(write(other, "last", 4), 4);
    shutdown(other, SHUT_WR);
    EVENTUALLY((connection_read(c), c->state == CONNECTION_ENDED));
    assert_int_equal(c->pending.len, 4);
    assert_int_equal(connection_read(c), 0);
    buf_puts(&c->unsent, "still");
    assert_int_equal(connection_flush(c), 5); /* it may go on listening */
    char text[8];
    assert_int_equal(read(other, text, sizeof text), 5);
    connection_free(c);
    close(other);
}

/* Whose other side closed first is reset: that side keeps no TIME_WAIT. */
static void free_resets_who_ended(void **state)
{
    (void)state;
    int other;
    char text[8];
    struct connection *c = meet(&other);
    shutdown(other, SHUT_WR);
    EVENTUALLY((connection_read(c), c->state == CONNECTION_ENDED));
    connection_free(c);
    wait_for(other, POLLIN);
    assert_int_equal(read(other, text, sizeof text), -1);
    assert_int_equal(errno, ECONNRESET);
    close(other);
}

static void sees_a_reset(void **state)
{
    (void)state;
    int other;
    struct connection *c = meet(&other);
    reset_end(other);
    EVENTUALLY((connection_read(c), c->state == CONNECTION_RESET));
    buf_puts(&c->unsent, "nobody hears");
    assert_int_equal(connection_flush(c), 0);
    assert_int_equal(c->unsent.len, 0);
    connection_free(c);
}

static void sends_until_the_kernel_is_full(void **state)
{
    (void)state;
    static char block[1 << 16];
    size_t total = (size_t)8 << 20, heard = 0;
    int other;
    struct connection *c = meet(&other);
    for (size_t i = 0; i < total; i += sizeof block) {
        memset(block, (int)(i / sizeof block), sizeof block);
        buf_append(&c->unsent, block, sizeof block);
    }
    size_t first = connection_flush(c);
    assert_true(first > 0 && first < total);
    assert_int_equal(c->sent, first);
    assert_int_equal(c->unsent.len, total - first);
    while (heard < total) {
        connection_flush(c);
        ssize_t n = read(other, block, sizeof block);
        assert_true(n > 0);
        for (ssize_t i = 0; i < n; i++, heard++)
            if (block[i] != (char)(heard / sizeof block))
                fail_msg("byte %zu is another", heard);
    }
    assert_int_equal(c->sent, total);
    assert_int_equal(c->unsent.len, 0);
    connection_free(c);
    close(other);
}

/* A program that floods us is stopped, and loses nothing. */
static void holds_a_flood_back(void **state)
{
    (void)state;
    static char block[1 << 16];
    size_t total = (size_t)24 << 20, sent = 0, heard = 0;
    int other;
    struct connection *c = meet(&other);
    fcntl(other, F_SETFL, O_NONBLOCK);
    bool full = false;
    while (heard + c->pending.len < total) {
        ssize_t n = sent < total ? write(other, block, sizeof block) : 0;
        sent += n > 0 ? (size_t)n : 0;
        connection_read(c);
        assert_true(c->pending.len < PENDING_MOST + 16384);
        if (c->pending.len < PENDING_MOST)
            continue;
        full = true;
        assert_int_equal(connection_read(c), 0);
        heard += c->pending.len;
        buf_clear(&c->pending);
    }
    assert_true(full);
    assert_int_equal(c->received, sent);
    connection_free(c);
    close(other);
}

static void half_closes(void **state)
{
    (void)state;
    int other;
    char text[16];
    struct connection *c = meet(&other);
    buf_puts(&c->unsent, "last words");
    connection_half_close(c);
    connection_half_close(c);
    assert_true(c->half_closed);
    assert_int_equal(read(other, text, sizeof text), 10);
    assert_int_equal(read(other, text, sizeof text), 0);
    assert_int_equal(write(other, "and mine", 8), 8);
    EVENTUALLY(connection_read(c) == 8);
    connection_free(c);
    close(other);
}

static void closes(void **state)
{
    (void)state;
    char text[8];
    for (int reset = 0; reset < 2; reset++) {
        int other;
        struct connection *c = meet(&other);
        connection_close(c, reset);
        connection_close(c, reset);
        assert_true(c->closed);
        assert_int_equal(c->fd, -1);
        wait_for(other, POLLIN);
        errno = 0;
        assert_int_equal(read(other, text, sizeof text), reset ? -1 : 0);
        assert_int_equal(errno, reset ? ECONNRESET : 0);
        assert_int_equal(connection_read(c), 0);
        assert_int_equal(connection_flush(c), 0);
        connection_half_close(c);
        connection_free(c);
        close(other);
    }
    connection_free(NULL);
}

static void check_flags(int fd)
{
    assert_true(fcntl(fd, F_GETFL) & O_NONBLOCK);
    assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
}

static void listens_and_dials(void **state)
{
    (void)state;
    static const struct {
        int family;
        bool any;
        const char *address, *from;
    } rows[] = {
        {AF_INET, false, "127.0.0.1", NULL},
        {AF_INET, true, "127.0.0.1", NULL},
        {AF_INET, true, "127.0.0.1", "127.0.0.2"},
        {AF_INET6, false, "::1", NULL},
        {AF_INET6, true, "::1", "::1"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct error err = {0};
        int listener =
            connection_listen(SOCK_STREAM, rows[i].family, rows[i].any, 0, &err);
        if (listener == -2 && rows[i].family == AF_INET6)
            continue; /* this computer has no IPv6 */
        assert_true(listener >= 0);
        check_flags(listener);
        int fd = connection_dial(SOCK_STREAM, rows[i].family, rows[i].address,
                                 port_of(listener), rows[i].from, &err);
        if (fd < 0)
            fail_msg("row %zu: %s", i, err.text);
        check_flags(fd);
        wait_for(fd, POLLOUT);
        wait_for(listener, POLLIN);
        struct sockaddr_in from;
        socklen_t len = sizeof from;
        int accepted = accept(listener, (struct sockaddr *)&from, &len);
        assert_true(accepted >= 0);
        if (rows[i].family == AF_INET && rows[i].from)
            assert_int_equal(from.sin_addr.s_addr, inet_addr(rows[i].from));
        close(accepted);
        close(fd);
        close(listener);
    }
}

static void tells_why_not(void **state)
{
    (void)state;
    struct error err = {0};
    char port[16];
    int held = listen_four();
    snprintf(port, sizeof port, "port %d", port_of(held));
    assert_int_equal(connection_listen(SOCK_STREAM, AF_INET, false, port_of(held), &err),
                     -1);
    assert_non_null(strstr(err.text, port));
    static const struct {
        int family;
        const char *address, *from;
    } rows[] = {
        {AF_INET, "::1", NULL},
        {AF_INET6, "127.0.0.1", NULL},
        {AF_INET, "127.0.0.1", "::1"},
        {AF_INET, "localhost", NULL},
        {AF_INET, "", NULL},
        {AF_INET, "127.0.0.1", ""},
        {AF_INET, "127.0.0.1", "192.0.2.1"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        err.text[0] = '\0';
        int fd = connection_dial(SOCK_STREAM, rows[i].family, rows[i].address,
                                 port_of(held), rows[i].from, &err);
        if (fd >= 0 || !err.text[0])
            fail_msg("row %zu: %d, \"%s\"", i, fd, err.text);
    }
    close(held);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_came),
        cmocka_unit_test(sees_the_end),
        cmocka_unit_test(free_resets_who_ended),
        cmocka_unit_test(sees_a_reset),
        cmocka_unit_test(sends_until_the_kernel_is_full),
        cmocka_unit_test(holds_a_flood_back),
        cmocka_unit_test(half_closes),
        cmocka_unit_test(closes),
        cmocka_unit_test(listens_and_dials),
        cmocka_unit_test(tells_why_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
