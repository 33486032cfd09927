/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/quote.h"

struct row {
    const char *data;
    size_t len;
    const char *wanted;
};

#define ROW(data, wanted)                                                                \
    {                                                                                    \
        data, sizeof data - 1, wanted                                                    \
    }

static const struct row escapes[] = {
    ROW("", ""),
    ROW("plain text", "plain text"),
    ROW("a\nb\r\tc", "a\\nb\\r\\tc"),
    ROW("say \"hi\" \\", "say \\\"hi\\\" \\\\"),
    ROW("\0", "\\0"),
    ROW("\0a", "\\0a"),
    ROW("\0"
        "1",
        "\\x001"), /* \01 would read as one octal escape */
    ROW("\x01\x1f\x7f", "\\x01\\x1f\\x7f"),
    ROW("gr\xc3\xbc\xc3\x9f", "gr\xc3\xbc\xc3\x9f"),
    ROW("\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80"),
    ROW("\xff\xfe", "\\xff\\xfe"),
    ROW("\xc3", "\\xc3"),                            /* cut off */
    ROW("\xc0\xaf", "\\xc0\\xaf"),                   /* overlong */
    ROW("\xed\xa0\x80", "\\xed\\xa0\\x80"),          /* a surrogate */
    ROW("\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80"), /* beyond Unicode */
    ROW("\xe2\x80\x8b", "\\xe2\\x80\\x8b"),          /* zero width space */
    ROW("\xe2\x80\xae", "\\xe2\\x80\\xae"),          /* right to left override */
    ROW("\xd8\x9c", "\\xd8\\x9c"),                   /* Arabic letter mark */
    ROW("\xf3\xa0\x81\x81", "\\xf3\\xa0\\x81\\x81"), /* a tag, invisible */
    ROW("\xef\xbf\xbe", "\\xef\\xbf\\xbe"),          /* U+FFFE, no character */
    ROW("\xc2\xa0", "\\xc2\\xa0"),                   /* no-break space */
    ROW("\xef\xbb\xbf", "\\xef\\xbb\\xbf"),          /* byte order mark */
};

static void escapes_bytes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof escapes / sizeof escapes[0]; i++) {
        struct buf out = {0};
        quote_escape(&out, escapes[i].data, escapes[i].len);
        assert_string_equal(buf_text(&out), escapes[i].wanted);
        buf_clear(&out);
        quote_bytes(&out, escapes[i].data, escapes[i].len);
        assert_int_equal(out.len, strlen(escapes[i].wanted) + 2);
        assert_memory_equal(out.data + 1, escapes[i].wanted, out.len - 2);
        buf_close(&out);
    }
}

static void shortens(void **state)
{
    (void)state;
    static const struct {
        const char *data;
        size_t max;
        const char *wanted;
    } rows[] = {
        {"short", 5, "\"short\""},
        {"longer", 5, "\"longe\"... (6 bytes)"},
        {"a\nb", 3, "\"a\\n\"... (3 bytes)"},
        {"a\nb", 2, "\"a\"... (3 bytes)"}, /* never half an escape */
        {"\xe6\x97\xa5\xe6\x9c\xac", 3, "\"\xe6\x97\xa5\"... (6 bytes)"},
        {"", 0, "\"\""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct buf out = {0};
        quote_short(&out, rows[i].data, strlen(rows[i].data), rows[i].max);
        assert_string_equal(buf_text(&out), rows[i].wanted);
        buf_close(&out);
    }
}

static void measures_units(void **state)
{
    (void)state;
    static const struct {
        const char *data;
        size_t taken, columns;
    } rows[] = {
        {"a", 1, 1},
        {"\n", 1, 2},
        {"\x01", 1, 4},
        {"\xc3\xbc", 2, 1},
        {"\xe6\x97\xa5", 3, 2}, /* wide */
        {"\xcc\x81", 2, 0},     /* combining */
        {"\xf0\x9f\x98\x80", 4, 2},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct buf out = {0};
        size_t columns = 99;
        assert_int_equal(quote_unit(&out, rows[i].data, strlen(rows[i].data), &columns),
                         rows[i].taken);
        assert_int_equal(columns, rows[i].columns);
        buf_close(&out);
    }
}

static void quotes_for_the_shell(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"plain-1.py", "plain-1.py"},
        {"/a/b_c:d@e,f%+=", "/a/b_c:d@e,f%+="},
        {"", "''"},
        {"two words", "'two words'"},
        {"it's", "'it'\\''s'"},
        {"$HOME", "'$HOME'"},
        {"a\nb", "'a\nb'"},
        {"*", "'*'"},
        {"~", "'~'"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct buf out = {0};
        quote_shell(&out, rows[i][0]);
        assert_string_equal(buf_text(&out), rows[i][1]);
        buf_close(&out);
    }
}

static void keeps_lines_in_safe_text(void **state)
{
    (void)state;
    static const char data[] = "a \"q\" \\\n\tb\x1b[31m\xff\0\r\xc3\xbc";
    struct buf out = {0};
    quote_safe_text(&out, data, sizeof data - 1);
    assert_string_equal(buf_text(&out), "a \"q\" \\\n\tb\\x1b[31m\\xff\\0\\r\xc3\xbc");
    buf_close(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escapes_bytes),
        cmocka_unit_test(shortens),
        cmocka_unit_test(measures_units),
        cmocka_unit_test(quotes_for_the_shell),
        cmocka_unit_test(keeps_lines_in_safe_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
