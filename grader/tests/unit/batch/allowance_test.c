/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "batch/allowance.h"

static const struct language language = {
    .limits = {{[LIMIT_MEMORY] = 10, [LIMIT_PROCESSES] = 11, [LIMIT_DISK] = 12}}};

static void each_goes_before_the_one_below(void **state)
{
    (void)state;
    struct submission program = {.language = &language};
    const struct test_case test = {
        .limits = {{[LIMIT_PROCESSES] = 20, [LIMIT_DISK] = 21}}};
    const struct check_order order = {.submission = &program,
                                      .limits = {{[LIMIT_DISK] = 30}}};
    struct limits got;
    allowance_of(&order, &test, &got);
    assert_int_equal(got.value[LIMIT_OUTPUT], limit_row(LIMIT_OUTPUT)->usual);
    assert_int_equal(got.value[LIMIT_MEMORY], 10);
    assert_int_equal(got.value[LIMIT_PROCESSES], 20);
    assert_int_equal(got.value[LIMIT_DISK], 30);
    program.language = NULL;
    allowance_of(&order, &test, &got);
    assert_int_equal(got.value[LIMIT_MEMORY], limit_row(LIMIT_MEMORY)->usual);
}

/* Slow within its patience is right, so a wall time must not end it; one that was asked for
 * in so many words is kept. */
static void wall_time_has_room_for_patience(void **state)
{
    (void)state;
    struct submission program = {.language = &language};
    struct step steps[20] = {{.patience_ms = 60000}};
    struct test_case test = {.patience_ms = 10000, .steps = steps, .step_count = 5};
    struct check_order order = {.submission = &program};
    struct limits got;
    allowance_of(&order, &test, &got); /* 60 s, four times 10 s, 30 s */
    assert_int_equal(got.value[LIMIT_WALL_TIME], 130000);
    test.step_count = 20;
    allowance_of(&order, &test, &got);
    assert_int_equal(got.value[LIMIT_WALL_TIME], 280000);
    test.step_count = 1;
    allowance_of(&order, &test, &got);
    assert_int_equal(got.value[LIMIT_WALL_TIME], 120000);
    test.step_count = 20;
    test.limits.value[LIMIT_WALL_TIME] = 9000;
    allowance_of(&order, &test, &got);
    assert_int_equal(got.value[LIMIT_WALL_TIME], 9000);
    order.limits.value[LIMIT_WALL_TIME] = 8000;
    allowance_of(&order, &test, &got);
    assert_int_equal(got.value[LIMIT_WALL_TIME], 8000);
    test.limits.value[LIMIT_WALL_TIME] = 0;
    allowance_of(&order, &test, &got);
    assert_int_equal(got.value[LIMIT_WALL_TIME], 8000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_goes_before_the_one_below),
        cmocka_unit_test(wall_time_has_room_for_patience),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
