/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "play/growth.h"

#define MOST 1000
#define END (40 * NS_PER_S)

static const int64_t most[GROWINGS] = {MOST, MOST, MOST};

/* One sample of what grows alone. */
static bool sees(struct growth *g, enum growing kind, int64_t taken, int64_t at_ns)
{
    int64_t all[GROWINGS] = {0};
    all[kind] = taken;
    return growth_nears(g, all, most, at_ns, END);
}

static void one_sample_tells_nothing(void **state)
{
    (void)state;
    struct growth g = {0};
    assert_false(sees(&g, GROWING_MEMORY, MOST - 1, 10 * NS_PER_S));
}

static void what_gets_there_in_time_nears(void **state)
{
    (void)state;
    for (int kind = 0; kind < GROWINGS; kind++) {
        struct growth g = {0}; /* 29 spans are left after the second sample */
        sees(&g, kind, 400, 10 * NS_PER_S);
        assert_true(sees(&g, kind, 421, 11 * NS_PER_S)); /* 421 + 29 * 21 = 1030 */
        g = (struct growth){0};
        sees(&g, kind, 400, 10 * NS_PER_S);
        assert_false(sees(&g, kind, 419, 11 * NS_PER_S)); /* 419 + 29 * 19 = 970 */
    }
}

/* Much was taken once; now it only computes. */
static void what_has_stopped_does_not(void **state)
{
    (void)state;
    struct growth g = {0};
    sees(&g, GROWING_MEMORY, 0, 9 * NS_PER_S);
    assert_true(sees(&g, GROWING_MEMORY, 900, 10 * NS_PER_S));
    assert_false(sees(&g, GROWING_MEMORY, 900, 11 * NS_PER_S));
    assert_false(sees(&g, GROWING_MEMORY, 800, 12 * NS_PER_S));
}

static void between_samples_the_last_word_counts(void **state)
{
    (void)state;
    struct growth g = {0};
    sees(&g, GROWING_PRINTED, 0, 10 * NS_PER_S);
    assert_false(sees(&g, GROWING_PRINTED, 900, 11 * NS_PER_S - 1));
    assert_true(sees(&g, GROWING_PRINTED, 900, 11 * NS_PER_S));
    assert_true(sees(&g, GROWING_PRINTED, 900, 12 * NS_PER_S - 1));
}

static void nothing_nears_after_the_end(void **state)
{
    (void)state;
    struct growth g = {0};
    sees(&g, GROWING_SENT, 0, END - NS_PER_S);
    assert_false(sees(&g, GROWING_SENT, 999, END));
    assert_false(sees(&g, GROWING_SENT, 1999, END + NS_PER_S));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_sample_tells_nothing),
        cmocka_unit_test(what_gets_there_in_time_nears),
        cmocka_unit_test(what_has_stopped_does_not),
        cmocka_unit_test(between_samples_the_last_word_counts),
        cmocka_unit_test(nothing_nears_after_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
