/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/timestamp.h"

static void reads_moments(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t ms;
        const char *utc;
    } rows[] = {
        {"1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00Z"},
        {"2026-11-20T23:59:00+01:00", 1795215540000, "2026-11-20T22:59:00Z"},
        {"2026-11-20 22:59Z", 1795215540000, "2026-11-20T22:59:00Z"},
        {"2026-11-20 17:59:00 -0500", 1795215540000, "2026-11-20T22:59:00Z"},
        {"2026-11-20T22:59:00.25z", 1795215540250, "2026-11-20T22:59:00Z"},
        {"2026-11-20T22:59:00.1239Z", 1795215540123, "2026-11-20T22:59:00Z"},
        {"2026-11-20T23:59:00+01", 1795215540000, "2026-11-20T22:59:00Z"},
        {"2024-02-29T12:00:00Z", 1709208000000, "2024-02-29T12:00:00Z"},
        {"2000-02-29T00:00:00Z", 951782400000, "2000-02-29T00:00:00Z"},
        {"2100-03-01T00:00:00Z", 4107542400000, "2100-03-01T00:00:00Z"},
        {"9999-12-31T23:59:59Z", 253402300799000, "9999-12-31T23:59:59Z"},
        {"2016-12-31T23:59:60Z", 1483228800000, "2017-01-01T00:00:00Z"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf out = {0};
        int64_t ms;
        if (timestamp_parse(rows[i].text, &ms) < 0)
            fail_msg("%s is not read", rows[i].text);
        assert_int_equal(ms, rows[i].ms);
        timestamp_write(ms, &out);
        assert_string_equal(buf_text(&out), rows[i].utc);
        buf_close(&out);
    }
}

static void refuses_what_is_none(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "",
        "2026",
        "2026-11-20",
        "2026-11-20T23:59:00",
        "2026-11-20T23:59:00+",
        "2026-11-20T23:59:00+1",
        "2026-11-20T23:59:00+01:0",
        "2026-11-20T23:59:00+24:00",
        "2026-11-20T23:59:00Z ",
        "2026-11-20T24:00:00Z",
        "2026-11-20T23:60:00Z",
        "2026-11-20T23:59:61Z",
        "2026-11-20T23:59:00.Z",
        "2026-11-31T23:59:00Z",
        "2026-02-29T23:59:00Z",
        "2100-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-01-00T00:00:00Z",
        "1969-12-31T23:59:59Z",
        "20261120T235900Z",
        "2026-11-20X23:59:00Z",
        "+026-11-20T23:59:00Z",
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t ms;
        if (timestamp_parse(rows[i], &ms) == 0)
            fail_msg("\"%s\" is read", rows[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_moments),
        cmocka_unit_test(refuses_what_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
