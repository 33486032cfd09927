/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "batch/lateness.h"

#define MINUTE ((int64_t)60 * 1000)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define DEADLINE ((int64_t)1795215540000)

static const struct lateness usual = {.deadline_ms = DEADLINE,
                                      .grace_ms = 10 * MINUTE,
                                      .percent_per_day = 10,
                                      .most_percent = 35,
                                      .closes_ms = DEADLINE + 7 * DAY};

static void assert_late(const struct lateness *l, int64_t at_ms, bool late,
                        double percent_left, const char *words)
{
    struct buf out = {0};
    double off = lateness_share(l, at_ms, late) * 100 - percent_left;
    lateness_words(l, at_ms, late, &out);
    assert_string_equal(buf_text(&out), words);
    assert_true(off > -1e-9 && off < 1e-9);
    buf_close(&out);
}

static void takes_off_what_is_said(void **state)
{
    (void)state;
    static const struct {
        int64_t after_ms;
        double left;
        const char *words;
    } rows[] = {
        {-3 * DAY, 100, ""},
        {0, 100, ""},
        {1, 100, "1 minute late: within the grace, nothing off"},
        {10 * MINUTE, 100, "10 minutes late: within the grace, nothing off"},
        {10 * MINUTE + 1, 90, "11 minutes late: 10% off"},
        {HOUR, 90, "1 hour late: 10% off"},
        {DAY, 90, "1 day late: 10% off"},
        {DAY + 1, 80, "2 days late: 20% off"},
        {3 * DAY, 70, "3 days late: 30% off"},
        {3 * DAY + 1, 65, "4 days late: 35% off"},
        {7 * DAY, 65, "7 days late: 35% off"},
        {7 * DAY + 1, 0, "8 days late: came after closing, counts nothing"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_late(&usual, DEADLINE + rows[i].after_ms, false, rows[i].left,
                    rows[i].words);
        /* The time is surer than the mark. */
        assert_late(&usual, DEADLINE + rows[i].after_ms, true, rows[i].left,
                    rows[i].words);
    }
}

static void costs_a_day_when_only_the_mark_is_known(void **state)
{
    (void)state;
    const struct lateness no_deadline = {.percent_per_day = 12.5, .most_percent = 100};
    assert_late(&usual, 0, false, 100, "");
    assert_late(&usual, 0, true, 90, "late: 10% off");
    assert_late(&no_deadline, 0, true, 87.5, "late: 12.5% off");
    assert_late(&no_deadline, DEADLINE, true, 87.5, "late: 12.5% off");
    assert_late(&no_deadline, DEADLINE, false, 100, "");
}

static void only_tells_without_a_rule(void **state)
{
    (void)state;
    const struct lateness none = {.most_percent = 100};
    const struct lateness told = {.deadline_ms = DEADLINE, .most_percent = 100};
    const struct lateness graced = {
        .deadline_ms = DEADLINE, .grace_ms = HOUR, .most_percent = 100};
    assert_late(&graced, DEADLINE + HOUR, false, 100,
                "1 hour late: within the grace, nothing off");
    assert_late(&graced, DEADLINE + HOUR + 1, false, 100, "2 hours late: nothing off");
    assert_late(&none, DEADLINE, false, 100, "");
    assert_late(&none, 0, true, 100, "late: nothing off");
    assert_late(&told, DEADLINE + 2 * DAY, false, 100, "2 days late: nothing off");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_off_what_is_said),
        cmocka_unit_test(costs_a_day_when_only_the_mark_is_known),
        cmocka_unit_test(only_tells_without_a_rule),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
