/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/bytes.h"

static void finds_the_first(void **state)
{
    static const struct {
        const char *data, *wanted;
        int at; /* -1: nowhere */
    } rows[] = {
        {"", "", 0},       {"abc", "", 0},     {"abc", "a", 0},     {"abc", "c", 2},
        {"abc", "d", -1},  {"abc", "abc", 0},  {"abc", "abcd", -1}, {"", "a", -1},
        {"aab", "ab", 1},  {"abab", "bab", 1}, {"aaaab", "aab", 2}, {"xyxyz", "xyz", 2},
        {"abcab", "b", 1}, {"ab", "ba", -1},   {"aXb", "Xb", 1},    {"aaa", "aaaa", -1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *found = bytes_find(rows[i].data, strlen(rows[i].data), rows[i].wanted,
                                       strlen(rows[i].wanted));
        int at = found ? (int)(found - rows[i].data) : -1;
        if (at != rows[i].at)
            fail_msg("\"%s\" in \"%s\": at %d", rows[i].wanted, rows[i].data, at);
    }
}

static void takes_a_nul_for_a_byte(void **state)
{
    static const char data[] = {'a', '\0', 'b', '\0', 'c'};
    (void)state;
    assert_ptr_equal(bytes_find(data, 5, "\0c", 2), data + 3);
    assert_null(bytes_find(data, 4, "\0c", 2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_first),
        cmocka_unit_test(takes_a_nul_for_a_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
