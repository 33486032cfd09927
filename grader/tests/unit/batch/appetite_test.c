/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <unistd.h>

#include "base/processors.h"
#include "batch/appetite.h"

#define LITTLE 4096   /* bytes: there is room for any number */
#define LONG_AGO 1000 /* ticks */

static void begins_with_one_more_than_processors(void **state)
{
    struct appetite a;
    (void)state;
    appetite_begin(&a, LITTLE);
    assert_int_equal(appetite_most(&a, 0), processors_count() + 1);
}

/* As if the processors had been idle, or not, for all the time since a look long ago. */
static size_t after(struct appetite *a, int idle, size_t running)
{
    appetite_begin(a, LITTLE);
    size_t before = a->now;
    a->next_ns = 0;
    a->total -= LONG_AGO;
    a->idle += (unsigned long long)(idle ? -LONG_AGO : LONG_AGO);
    size_t most = appetite_most(a, running);
    assert_true(most == before || most == before + 1);
    return most - before;
}

static void grows_while_processors_idle(void **state)
{
    struct appetite a;
    (void)state;
    if (access("/proc/stat", R_OK))
        skip();
    size_t all = processors_count() + 1;
    assert_int_equal(after(&a, 1, all), 1);
    assert_int_equal(after(&a, 1, all - 1),
                     0); /* there is room: it is no lack of workers */
    /* As many as there may be ran in between, though one has just ended. */
    appetite_begin(&a, LITTLE);
    appetite_most(&a, all);
    a.next_ns = 0;
    a.total -= LONG_AGO;
    a.idle -= LONG_AGO;
    assert_int_equal(appetite_most(&a, all - 1), all + 1);
    for (size_t i = 0; i < 10 * all; i++) {
        a.next_ns = 0;
        a.idle = 0;
        a.total = 0;
        assert_true(appetite_most(&a, a.now) <= 4 * processors_count() || a.now == all);
    }
}

static void shrinks_where_memory_is_short(void **state)
{
    struct appetite a;
    (void)state;
    if (access("/proc/meminfo", R_OK))
        skip();
    appetite_begin(&a, INT64_MAX / 2);
    a.next_ns = 0;
    assert_int_equal(appetite_most(&a, 3), 1);
    a.memory_bytes = LITTLE; /* there is some again */
    a.next_ns = 0;
    assert_true(appetite_most(&a, 1) > processors_count());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(begins_with_one_more_than_processors),
        cmocka_unit_test(grows_while_processors_idle),
        cmocka_unit_test(shrinks_where_memory_is_short),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
