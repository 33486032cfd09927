/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "script/number.h"

static void finds_the_last(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"7", "7"},           {"the sum is 7.", "7"}, {"7.0", "7.0"}, {"3 + 4 = 7", "7"},
        {"sum: -7", "-7"},    {"-7", "-7"},           {"=-7", "-7"},  {"(-7)", "-7"},
        {"a-7", "7"},         {"3-7", "7"},           {"(3)-7", "7"}, {"x_-7", "7"},
        {"\xc3\xbc-7", "7"},  {"- 7", "7"},           {"--7", "-7"},  {"+7", "+7"},
        {"7 apples", "7"},    {"x1 and y2", "2"},     {".5", ".5"},   {"-.5", "-.5"},
        {"1.5.", "1.5"},      {"1.2.3", ".3"},        {"1e3", "1e3"}, {"1e+16", "1e+16"},
        {"2.5E-3", "2.5E-3"}, {"12e", "12"},          {"12e4f", "4"}, {"7\r\n", "7"},
        {"", NULL},           {"no number", NULL},    {"-", NULL},    {"...", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct number n = {0};
        bool found = number_find_last(rows[i][0], strlen(rows[i][0]), &n);
        if (rows[i][1])
            found = found && n.len == strlen(rows[i][1])
                    && memcmp(n.text, rows[i][1], n.len) == 0;
        if (found != !!rows[i][1])
            fail_msg("row %zu: \"%s\" gave \"%.*s\"", i, rows[i][0], (int)n.len, n.text);
    }
}

static void finds_behind_a_nul(void **state)
{
    (void)state;
    struct number n;
    assert_true(number_find_last("a\0"
                                 "5",
                                 3, &n));
    assert_int_equal(n.len, 1);
    assert_int_equal(*n.text, '5');
}

static void parses_whole_texts(void **state)
{
    (void)state;
    static const char *const good[] = {"7", " 7 ", "-7.50\n", "+1", ".5", "1e9"};
    static const char *const bad[] = {"",    " ",     "7 8", "a7", "7a",
                                      "--7", "1,000", "-",   "7-"};
    struct number n;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_true(number_parse(good[i], strlen(good[i]), &n));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(number_parse(bad[i], strlen(bad[i]), &n));
}

static void compares(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        bool equal;
    } rows[] = {
        {"7", "7", true},
        {"7", "7.0", true},
        {"7", "007.000", true},
        {"7", "+7", true},
        {"7", "-7", false},
        {"0", "-0.0", true},
        {"0.5", ".5", true},
        {"2.5", "2.50", true},
        {"7", "7.1", false},
        {"70", "7", false},
        {"700", "7", false},
        {"0.3333333333", "0.33333333333333331", true}, /* printed with fewer digits */
        {"0.33", "0.3333333333", false},
        {"1000000", "1000001", false},
        {"123456789012345678901234567890", "123456789012345678901234567890", true},
        {"123456789012345678901234567890", "123456789012345678901234567891", false},
        {"10000000000000000", "1e+16", true},
        {"1000000000000.5", "1000000000000.5", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct number a = {rows[i].a, strlen(rows[i].a)},
                      b = {rows[i].b, strlen(rows[i].b)};
        if (number_equal(a, b) != rows[i].equal || number_equal(b, a) != rows[i].equal)
            fail_msg("%s and %s", rows[i].a, rows[i].b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_last),
        cmocka_unit_test(finds_behind_a_nul),
        cmocka_unit_test(parses_whole_texts),
        cmocka_unit_test(compares),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
