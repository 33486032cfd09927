/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "cli/limitoption.h"
#include "script/limit.h"

/* What is refused, and in which words, is for cli.usage to see. */
static void lands_in_limits(void **state)
{
    (void)state;
    struct limits limits = {0}, wanted = {{[LIMIT_MEMORY] = 128 << 20,
                                           [LIMIT_WALL_TIME] = 60000,
                                           [LIMIT_OPEN_FILES] = 64}};
    assert_true(limitoption_take("memory=256MiB", &limits));
    assert_true(limitoption_take("wall-time=1min", &limits));
    assert_true(limitoption_take("open_files=64", &limits));
    assert_true(limitoption_take("memory=128MiB", &limits)); /* the last one counts */
    assert_memory_equal(&limits, &wanted, sizeof wanted);
}

static void help_has_every_limit(void **state)
{
    (void)state;
    struct buf out = {0};
    limitoption_help(&out);
    for (int i = 0; i < LIMITS; i++) {
        const struct limit_row *row = limit_row((enum limit_kind)i);
        assert_non_null(strstr(buf_text(&out), row->name));
        assert_non_null(strstr(buf_text(&out), row->meaning));
    }
    assert_non_null(strstr(buf_text(&out), "512 MiB"));
    buf_close(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lands_in_limits),
        cmocka_unit_test(help_has_every_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
