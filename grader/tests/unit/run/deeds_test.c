/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <string.h>

#include "run/deeds.h"

static struct deed deed(enum deed_call call, uint64_t socket, int port)
{
    return (struct deed){.call = call, .socket = socket, .port = port, .address = "::1"};
}

static void put(struct deeds *s, struct deed d)
{
    deeds_add(s, &d);
}

static void counts_what_is_repeated(void **state)
{
    (void)state;
    struct deeds s = {.told = true};
    for (uint64_t i = 0; i < 1000; i++)
        put(&s, deed(DEED_CONNECT, 10 + i, 5555));
    assert_int_equal(s.count, 1);
    assert_int_equal(s.list[0].times, 1000);
    assert_int_equal(s.list[0].socket, 1009);
    put(&s, deed(DEED_BIND, 1, 5555));
    put(&s, deed(DEED_BIND, 2, 5555)); /* another socket: another bind */
    assert_int_equal(s.count, 3);
    assert_false(s.lost);
}

static void keeps_the_first_ones(void **state)
{
    (void)state;
    struct deeds s = {.told = true};
    for (int i = 0; i < DEEDS_MOST + 5; i++)
        put(&s, deed(DEED_BIND, 1, 1000 + i));
    assert_int_equal(s.count, DEEDS_MOST);
    assert_int_equal(s.more, 5);
    assert_int_equal(s.list[DEEDS_MOST - 1].port, 1000 + DEEDS_MOST - 1);
    assert_true(deeds_may_have(&s, DEED_LISTEN)); /* among those that were lost */
}

static void finds_calls_on_tcp_sockets(void **state)
{
    (void)state;
    struct deeds s = {.told = true};
    struct deed udp = deed(DEED_BIND, 7, 1);
    udp.udp = true;
    put(&s, udp);
    put(&s, deed(DEED_CONNECT, 8, 2));
    assert_null(deeds_next(&s, DEED_BIND, NULL));
    assert_false(deeds_may_have(&s, DEED_BIND));
    put(&s, deed(DEED_BIND, 8, 3));
    put(&s, deed(DEED_BIND, 9, 4));
    const struct deed *first = deeds_next(&s, DEED_BIND, NULL);
    assert_int_equal(first->port, 3);
    assert_int_equal(deeds_next(&s, DEED_BIND, first)->port, 4);
    assert_null(deeds_next(&s, DEED_BIND, deeds_next(&s, DEED_BIND, first)));
    assert_int_equal(deeds_ordinal(&s, 7), 1);
    assert_int_equal(deeds_ordinal(&s, 8), 2);
    assert_int_equal(deeds_ordinal(&s, 9), 3);
}

static void knows_nothing_untold(void **state)
{
    (void)state;
    const struct deeds s = {0};
    assert_true(deeds_may_have(&s, DEED_BIND));
    assert_null(deeds_next(&s, DEED_BIND, NULL));
}

static void tells_this_computer(void **state)
{
    (void)state;
    static const char *const here[] = {"127.0.0.1", "127.9.8.7", "0.0.0.0", "::1", "::"};
    static const char *const there[] = {"10.0.0.1", "1.0.0.127", "::2", "12.7.0.1", ""};
    for (size_t i = 0; i < 5; i++) {
        assert_true(deeds_is_loopback(here[i]));
        assert_false(deeds_is_loopback(there[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_what_is_repeated),
        cmocka_unit_test(keeps_the_first_ones),
        cmocka_unit_test(finds_calls_on_tcp_sockets),
        cmocka_unit_test(knows_nothing_untold),
        cmocka_unit_test(tells_this_computer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
