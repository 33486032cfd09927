/* SPDX-License-Identifier: MIT */
#include "loopback.h"

#include "play/flight.h"

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

static struct connection *meet(int *other)
{
    int fds[2];
    make_pair(fds);
    *other = fds[1];
    return connection_new("main", fds[0]);
}

static int ends; /* of the last one that was asked about */

static bool flies_on(struct connection *c)
{
    int known = 0;
    bool flies = flight_on(&diag, c, &known);
    assert_in_range(known, 0,
                    2); /* its own end, and the other's, of those that are left */
    ends = known;
    return flies;
}

static void say(struct connection *c, const char *text)
{
    buf_puts(&c->unsent, text);
    assert_int_equal(connection_flush(c), strlen(text));
}

static void nothing_flies(void **state)
{
    (void)state;
    int other;
    struct connection *c = meet(&other);
    EVENTUALLY(!flies_on(c));
    assert_true(flight_taken(&diag, c));
    assert_true(flight_still_held(&diag, c));
    connection_free(c);
    close(other);
}

/* What lies with the program unread does not fly, but is not taken either. */
static void ours_to_it(void **state)
{
    (void)state;
    int other;
    char text[8];
    struct connection *c = meet(&other);
    say(c, "hello");
    wait_for(other, POLLIN);
    assert_true(flies_on(c)); /* its reader may be just being woken */
    EVENTUALLY(!flies_on(c)); /* nobody reads it: so it is not */
    assert_false(flight_taken(&diag, c));
    assert_int_equal(read(other, text, 3), 3);
    assert_false(flight_taken(&diag, c));
    assert_int_equal(read(other, text, 8), 2);
    assert_true(flight_taken(&diag, c));
    assert_false(flies_on(c));
    connection_free(c);
    close(other);
}

static void not_yet_in_the_kernel(void **state)
{
    (void)state;
    int other;
    struct connection *c = meet(&other);
    buf_puts(&c->unsent, "hello");
    assert_true(flies_on(c));
    assert_false(flight_taken(&diag, c));
    assert_int_equal(connection_flush(c), 5);
    wait_for(other, POLLIN);
    EVENTUALLY(!flies_on(c));
    connection_free(c);
    close(other);
}

static void its_to_us(void **state)
{
    (void)state;
    int other;
    struct connection *c = meet(&other);
    assert_int_equal(write(other, "hi", 2), 2);
    assert_true(flies_on(c)); /* until we have read it */
    EVENTUALLY(connection_read(c) == 2);
    EVENTUALLY(!flies_on(c));
    connection_free(c);
    close(other);
}

static void its_end(void **state)
{
    (void)state;
    int other;
    struct connection *c = meet(&other);
    shutdown(other, SHUT_WR);
    assert_true(flies_on(c));
    EVENTUALLY((connection_read(c), c->state == CONNECTION_ENDED));
    assert_false(flies_on(c));
    assert_true(flight_still_held(&diag, c)); /* it only ended its sending */
    close(other);
    EVENTUALLY(!flight_still_held(&diag, c));
    assert_true(flight_taken(&diag, c)); /* nobody is left to take it */
    connection_free(c);
}

static void its_reset(void **state)
{
    (void)state;
    int other;
    struct connection *c = meet(&other);
    reset_end(other);
    assert_true(flies_on(c));
    EVENTUALLY((connection_read(c), c->state == CONNECTION_RESET));
    assert_false(flies_on(c));
    assert_int_equal(ends, 0); /* the kernel counts neither */
    assert_false(flight_still_held(&diag, c));
    connection_free(c);
}

static void our_end(void **state)
{
    (void)state;
    int other;
    struct connection *c = meet(&other);
    connection_half_close(c);
    wait_for(other, POLLIN);
    EVENTUALLY(!flies_on(c));
    connection_close(c, false);
    assert_false(flies_on(c));
    assert_true(flight_taken(&diag, c));
    assert_false(flight_still_held(&diag, c));
    connection_free(c);
    close(other);
}

static void nobody_holds_what_was_not_accepted(void **state)
{
    (void)state;
    int listener = listen_four();
    struct connection *c = connection_new("main", dial_four(port_of(listener)));
    assert_false(flight_still_held(&diag, c));
    int accepted = accept(listener, NULL, NULL);
    assert_true(flight_still_held(&diag, c));
    connection_free(c);
    close(accepted);
    close(listener);
}

/* Connections of the program with itself. */
static void elsewhere(void **state)
{
    (void)state;
    int fds[2];
    char text[8];
    if (!alone)
        skip();
    EVENTUALLY(!flight_elsewhere(&diag, 0, 0));
    make_pair(fds);
    EVENTUALLY(!flight_elsewhere(&diag, 0, 0));
    assert_int_equal(write(fds[1], "hello", 5), 5);
    wait_for(fds[0], POLLIN);
    assert_false(flight_elsewhere(&diag, 0, 0)); /* it lies there */
    assert_int_equal(read(fds[0], text, 8), 5);
    assert_false(flight_elsewhere(&diag, 0, 0));
    close(fds[0]);
    reset_end(fds[1]);

    /* A listener whose queue is full leaves who dials in the middle of it. */
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int listener = socket(AF_INET, SOCK_STREAM, 0), waiting[8];
    assert_int_equal(bind(listener, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(listener, 0), 0);
    at.sin_port = htons((uint16_t)port_of(listener));
    for (size_t i = 0; i < 8; i++) {
        waiting[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        connect(waiting[i], (struct sockaddr *)&at, sizeof at);
    }
    assert_true(flight_elsewhere(&diag, 0, 0));
    for (size_t i = 0; i < 8; i++)
        reset_end(waiting[i]);
    close(listener);
    EVENTUALLY(!flight_elsewhere(&diag, 0, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_flies),
        cmocka_unit_test(ours_to_it),
        cmocka_unit_test(not_yet_in_the_kernel),
        cmocka_unit_test(its_to_us),
        cmocka_unit_test(its_end),
        cmocka_unit_test(its_reset),
        cmocka_unit_test(our_end),
        cmocka_unit_test(nobody_holds_what_was_not_accepted),
        cmocka_unit_test(elsewhere),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
