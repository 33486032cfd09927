/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <sys/socket.h>
#include <unistd.h>

#include "play/partner.h"

static void connect_two(struct partner *a, struct partner *b)
{
    int ends[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    *a = (struct partner){.fd = ends[0]};
    *b = (struct partner){.fd = ends[1]};
}

static void hears(struct partner *p, const char *wanted, size_t len)
{
    struct buf word = {0};
    assert_int_equal(partner_hear(p, &word), PARTNER_WORD);
    assert_int_equal(word.len, len);
    assert_memory_equal(buf_text(&word), wanted, len);
    buf_close(&word);
}

static void hears_words_in_order(void **state)
{
    (void)state;
    struct partner a, b;
    struct buf word = {0};
    connect_two(&a, &b);
    assert_int_equal(partner_hear(&b, &word), PARTNER_NOTHING_YET);
    partner_tell(&a, "one", 3);
    partner_tell(&a, "", 0);
    partner_tell(&a, "t\0o", 3);
    hears(&b, "one", 3);
    hears(&b, "", 0);
    hears(&b, "t\0o", 3);
    assert_int_equal(partner_hear(&b, &word), PARTNER_NOTHING_YET);
    partner_leave(&a);
    partner_leave(&b);
    buf_close(&b.heard);
}

/* What was said before the end counts. */
static void hears_the_end_last(void **state)
{
    (void)state;
    struct partner a, b;
    struct buf word = {0};
    connect_two(&a, &b);
    partner_tell(&a, "last", 4);
    partner_leave(&a);
    hears(&b, "last", 4);
    assert_int_equal(partner_await(&b, &word), PARTNER_STOPPED);
    assert_int_equal(partner_hear(&b, &word), PARTNER_STOPPED);
    partner_tell(&b, "nobody hears", 12);
    buf_close(&b.heard);
}

static void waits_for_a_whole_word(void **state)
{
    (void)state;
    struct partner a, b;
    struct buf word = {0};
    const uint32_t len = 5;
    connect_two(&a, &b);
    assert_int_equal(send(a.fd, &len, sizeof len, 0), sizeof len);
    assert_int_equal(send(a.fd, "hel", 3, 0), 3);
    assert_int_equal(partner_hear(&b, &word), PARTNER_NOTHING_YET);
    assert_int_equal(send(a.fd, "lo", 2, 0), 2);
    assert_int_equal(partner_await(&b, &word), PARTNER_WORD);
    assert_string_equal(buf_text(&word), "hello");
    partner_leave(&a);
    partner_leave(&b);
    buf_close(&b.heard);
    buf_close(&word);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hears_words_in_order),
        cmocka_unit_test(hears_the_end_last),
        cmocka_unit_test(waits_for_a_whole_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
