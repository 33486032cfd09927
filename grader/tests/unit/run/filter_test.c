/* SPDX-License-Identifier: MIT
 *
 * What the table of the filter holds is what libseccomp would make of the rules now.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <linux/filter.h>

#include "run/filter.h"

static void table_is_current(void **state)
{
    (void)state;
    static const int64_t limits[] = {0,
                                     1,
                                     4096,
                                     INT64_C(1) << 20,
                                     INT64_C(512) << 20,
                                     (INT64_C(4) << 30) - 1,
                                     INT64_C(4) << 30,
                                     INT64_C(1) << 40,
                                     INT64_MAX};
    struct error err;
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        struct filter made, generated;
        assert_int_equal(filter_make(&made, limits[i], &err), 0);
        assert_int_equal(filter_generate(&generated, filter_watches(), limits[i], &err),
                         0);
        assert_int_equal(made.count, generated.count);
        assert_memory_equal(made.code, generated.code,
                            made.count * sizeof(struct sock_filter));
        filter_close(&made);
        filter_close(&generated);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(table_is_current)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
