/* SPDX-License-Identifier: MIT */
#include "loopback.h"

#include <arpa/inet.h>

#include "play/datagram.h"
#include "play/underway.h"

static struct sockdiag diag = {.fd = -1};
static bool alone; /* in a network of our own */

static int setup(void **state)
{
    (void)state;
    struct error err;
    alone = own_network();
    return sockdiag_open(&diag, &err);
}

static int teardown(void **state)
{
    (void)state;
    sockdiag_close(&diag);
    return 0;
}

static int bound(void)
{
    struct error err;
    int fd = connection_listen(SOCK_DGRAM, AF_INET, false, 0, &err);
    assert_true(fd >= 0);
    return fd;
}

static int dialled(int port)
{
    struct error err;
    int fd = connection_dial(SOCK_DGRAM, AF_INET, "127.0.0.1", port, NULL, &err);
    assert_true(fd >= 0);
    return fd;
}

static void hear(struct connection *c, int fd)
{
    char block[100];
    struct sockaddr_storage from;
    ssize_t len = -1;
    EVENTUALLY((len = datagram_receive(fd, block, sizeof block, &from)) >= 0);
    assert_true(datagram_is_from(c, &from));
    datagram_keep(c, block, (size_t)len);
}

static void each_stays_whole(void **state)
{
    (void)state;
    int other = bound();
    struct connection *c = datagram_connection("main", dialled(port_of(other)), NULL);
    struct sockaddr_storage to = {0};
    socklen_t size = sizeof to;
    assert_int_equal(datagram_peer_port(c), port_of(other));
    assert_int_equal(c->own_port, port_of(c->fd));
    getsockname(c->fd, (struct sockaddr *)&to, &size);
    for (size_t i = 0; i < 3; i++) {
        static const char *const texts[] = {"one", "", "three"};
        assert_true(
            sendto(other, texts[i], strlen(texts[i]), 0, (struct sockaddr *)&to, size)
            >= 0);
        hear(c, c->fd);
    }
    assert_int_equal(c->length_count, 3);
    assert_int_equal(c->lengths[0], 3);
    datagram_drop(c);
    assert_int_equal(c->lengths[0], 0);
    datagram_drop(c);
    assert_int_equal(c->lengths[0], 5);
    assert_memory_equal(c->pending.data, "three", 5);
    datagram_drop(c);
    assert_int_equal(c->pending.len, 0);
    datagram_drop(c); /* there is none: nothing happens */
    assert_int_equal(c->length_count, 0);
    connection_free(c);
    close(other);
}

/* From a socket that hears everybody, to the one who has sent. */
static void answers_its_sender(void **state)
{
    (void)state;
    int ours = bound(), client = dialled(port_of(ours)),
        stranger = dialled(port_of(ours));
    struct sockaddr_storage from;
    char block[100];
    ssize_t len = -1;
    assert_int_equal(send(client, "hello", 5, 0), 5);
    EVENTUALLY((len = datagram_receive(ours, block, sizeof block, &from)) == 5);
    struct connection *c = datagram_connection("main", ours, &from);
    assert_true(datagram_is_from(c, &from));
    assert_int_equal(send(stranger, "me", 2, 0), 2);
    EVENTUALLY((len = datagram_receive(ours, block, sizeof block, &from)) == 2);
    assert_false(datagram_is_from(c, &from));
    assert_true(datagram_send(c, "answer", 6));
    wait_for(client, POLLIN);
    assert_int_equal(recv(client, block, sizeof block, 0), 6);
    assert_int_equal(recv(stranger, block, sizeof block, MSG_DONTWAIT), -1);
    connection_free(c);
    close(client);
    close(stranger);
}

static void tells_that_nobody_took_it(void **state)
{
    (void)state;
    int other = bound();
    struct connection *c = datagram_connection("main", dialled(port_of(other)), NULL);
    assert_true(datagram_send(c, "taken", 5));
    close(other);
    assert_true(datagram_send(c, "refused", 7)); /* which shows with the next one */
    EVENTUALLY(!datagram_send(c, "again", 5));
    connection_free(c);
}

static void is_underway_until_read(void **state)
{
    (void)state;
    struct underway u;
    char block[10];
    if (!alone)
        skip();
    underway_open(&u, true);
    int other = bound(), ours = dialled(port_of(other));
    EVENTUALLY(!underway_any(&u, &diag, 0)); /* what other tests have lost */
    const int64_t lost = u.lost;
    assert_int_equal(send(ours, "x", 1, 0), 1);
    assert_true(underway_any(&u, &diag, 0));
    wait_for(other, POLLIN);
    assert_int_equal(recv(other, block, sizeof block, 0), 1);
    EVENTUALLY(!underway_any(&u, &diag, 0));
    assert_int_equal(send(ours, "", 0, 0), 0); /* an empty one counts */
    assert_true(underway_any(&u, &diag, 0));
    EVENTUALLY(!underway_any(&u, &diag, 0)); /* it has lain there for long */
    close(other);
    assert_int_equal(send(ours, "x", 1, 0), 1); /* refused */
    EVENTUALLY(!underway_any(&u, &diag, 0));    /* and the other one is lost */
    assert_int_equal(u.lost, lost + 1);
    close(ours);
    underway_close(&u);
}

static void gives_time_where_nothing_is_counted(void **state)
{
    (void)state;
    struct underway u;
    underway_open(&u, false);
    assert_true(underway_any(&u, &diag, clock_now_ns()));
    assert_false(underway_any(&u, &diag, clock_now_ns() - NS_PER_S));
    underway_close(&u);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_stays_whole),
        cmocka_unit_test(answers_its_sender),
        cmocka_unit_test(tells_that_nobody_took_it),
        cmocka_unit_test(is_underway_until_read),
        cmocka_unit_test(gives_time_where_nothing_is_counted),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
