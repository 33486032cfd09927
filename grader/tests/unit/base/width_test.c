/* SPDX-License-Identifier: MIT */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/width.h"

static const struct {
    const char *text;
    size_t columns, first, first_columns; /* of width_next() */
} rows[] = {
    {"a", 1, 1, 1},
    {"ab", 2, 1, 1},
    {"gr\xc3\xbc\xc3\x9f", 4, 1, 1},
    {"\xe6\x97\xa5\xe6\x9c\xac", 4, 3, 2},             /* CJK: wide */
    {"\xef\xbc\xa1", 2, 3, 2},                         /* a full-width A */
    {"\xef\xbd\xb1", 1, 3, 1},                         /* a half-width katakana */
    {"\xea\xb0\x80", 2, 3, 2},                         /* a Hangul syllable */
    {"\xf0\x9f\x98\x80!", 3, 4, 2},                    /* an emoji */
    {"e\xcc\x81x", 2, 3, 1},                           /* e, combining acute */
    {"\xe0\xa4\x95\xe0\xa5\x8d\xe0\xa4\xb7", 2, 6, 1}, /* Devanagari with virama */
    {"\xe2\x9c\x94\xef\xb8\x8fx", 2, 6, 1},            /* a variation selector */
    {"\xff", 1, 1, 1},                                 /* no UTF-8 */
    {"\xc3", 1, 1, 1},                                 /* cut off */
};

static void measures(void **state)
{
    (void)state;
    setlocale(LC_ALL, "C"); /* what the user's locale is does not matter */
    assert_int_equal(width_text("", 0), 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t columns = 99, len = strlen(rows[i].text);
        if (width_text(rows[i].text, len) != rows[i].columns)
            fail_msg("row %zu: %zu columns", i, width_text(rows[i].text, len));
        size_t first = width_next(rows[i].text, len, &columns);
        if (first != rows[i].first || columns != rows[i].first_columns)
            fail_msg("row %zu: begins with %zu bytes, %zu columns", i, first, columns);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(measures)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
