/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "judge/difference.h"

#define TEN "0123456789"
#define FIFTY TEN TEN TEN TEN TEN

struct bytes {
    const char *data;
    size_t len;
};
#define B(text)                                                                          \
    {                                                                                    \
        text, sizeof text - 1                                                            \
    }

/* An exact copy, so that a sanitizer sees one byte too far. */
static struct buf exactly(struct bytes b)
{
    struct buf out = {0};
    if (!b.len)
        return out;
    out.data = malloc(b.len + 1);
    memcpy(out.data, b.data, b.len);
    out.data[b.len] = '\0';
    out.len = b.len;
    out.size = b.len + 1;
    return out;
}

static void shows_both_side_by_side(void **state)
{
    (void)state;
    static const struct {
        struct bytes wanted, received;
        const char *wanted_shown, *received_shown;
    } rows[] = {
        {B("a"), B("b"), "\"a\"", "\"b\""},
        {B("a\n"), B("a\r\n \t"), "\"a\"", "\"a\""},
        {B("\n"), B(" "), "\"\\n\"", "\" \""},
        {B(""), B("x"), "", "\"x\""},
        {B("x"), B(""), "\"x\"", ""},
        {B("a\0\x1b\"\\"), B("\xff"), "\"a\\0\\x1b\\\"\\\\\"", "\"\\xff\""},
        /* the same window on both, with the difference in it */
        {B(FIFTY "X" FIFTY), B(FIFTY "Y" FIFTY),
         "...\"" TEN TEN "X" TEN TEN "012\"... (101 bytes)",
         "...\"" TEN TEN "Y" TEN TEN "012\"... (101 bytes)"},
        {B(FIFTY FIFTY), B("X"), "\"" TEN TEN TEN TEN "0123\"... (100 bytes)", "\"X\""},
        /* a short one is not cut for a long one's sake */
        {B(FIFTY FIFTY), B(TEN), "\"" TEN TEN TEN TEN "0123\"... (100 bytes)",
         "\"" TEN "\""},
        {B(FIFTY), B(FIFTY "X"), "\"" FIFTY "\"", "\"" FIFTY "X\""},
        {B(FIFTY FIFTY), B(FIFTY), "...\"" TEN TEN TEN TEN "0123\"... (100 bytes)",
         "...\"" TEN TEN "\""},
        /* what counts is how wide it shows: 20 NUL bytes take 40 columns, 33 take 66 */
        {B("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), B("x"),
         "\"\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\"", "\"x\""},
        {B("x"), B("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
         "\"x\"",
         "\"\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\"... "
         "(33 bytes)"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf wanted = exactly(rows[i].wanted), received = exactly(rows[i].received);
        struct buf a = {0}, b = {0};
        difference_show(&wanted, &received, &a, &b);
        if (strcmp(buf_text(&a), rows[i].wanted_shown) != 0
            || strcmp(buf_text(&b), rows[i].received_shown) != 0)
            fail_msg("row %zu:\n%s\n%s", i, buf_text(&a), buf_text(&b));
        buf_close(&wanted);
        buf_close(&received);
        buf_close(&a);
        buf_close(&b);
    }
}

/* The first column that differs is the first difference, wherever it lies, and no character
 * is torn by the window's edge. */
static void the_window_holds_the_difference(void **state)
{
    (void)state;
    for (size_t at = 0; at < 120; at++) {
        struct buf wanted = {0}, received = {0}, a = {0}, b = {0};
        for (size_t i = 0; i < 130; i++) {
            buf_puts(&wanted, i % 3 ? "\xc3\xa4" : "x");
            buf_puts(&received, i == at ? "!" : i % 3 ? "\xc3\xa4" : "x");
        }
        difference_show(&wanted, &received, &a, &b);
        size_t same = 0;
        while (a.data[same] == b.data[same])
            same++;
        assert_int_equal(b.data[same], '!');
        assert_null(strstr(a.data, "\\x"));
        assert_null(strstr(b.data, "\\x"));
        buf_close(&wanted);
        buf_close(&received);
        buf_close(&a);
        buf_close(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shows_both_side_by_side),
        cmocka_unit_test(the_window_holds_the_difference),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
