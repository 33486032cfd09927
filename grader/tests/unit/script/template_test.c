/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "script/template.h"

/* The parts of a template as [text] and <expression>; ! where it is wrong. */
static char *cut(const char *text)
{
    struct buf out = {0};
    struct template_part part;
    size_t at = 0, len = strlen(text);
    enum template_result result;
    while ((result = template_next(text, len, &at, &part)) == TEMPLATE_PART)
        buf_printf(&out, part.is_expression ? "<%.*s>" : "[%.*s]", (int)part.len,
                   part.text);
    buf_puts(&out, result == TEMPLATE_UNMATCHED ? "!" : "");
    return buf_take(&out, NULL);
}

static void cuts(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"", ""},
        {"plain", "[plain]"},
        {"{{a}}", "<a>"},
        {"{{ a + b }}", "<a + b>"},
        {"x{{a}}y{{b}}", "[x]<a>[y]<b>"},
        {"{{a}}{{b}}", "<a><b>"},
        {"{{}}", "<>"},
        {"a}} b} {c", "[a}} b} {c]"},
        {"{ {a} }", "[{ {a} }]"},
        {"{{", "!"},
        {"x{{a", "[x]!"},
        {"{{a}", "!"},
        {"{{a} }", "!"},
        {"{{\"}}\"}}", "<\"}}\">"},
        {"{{'}}'}}.", "<'}}'>[.]"},
        {"{{\"\\\"}}\"}}", "<\"\\\"}}\">"},
        {"{{\"a}}", "!"},
        {"{{\"a\\", "!"},
        {"{{#{1, {2}}}}", "<#{1, {2}}>"},
        {"{{ {1,{2}}[1] }}", "<{1,{2}}[1]>"},
        {"{{{a}}}", "<{a}>"},
        {"it's {{a}} isn't", "[it's ]<a>[ isn't]"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char *got = cut(rows[i][0]);
        assert_string_equal(got, rows[i][1]);
        free(got);
    }
}

static void knows_expressions(void **state)
{
    (void)state;
    assert_false(template_has_expression("", 0));
    assert_false(template_has_expression("{", 1));
    assert_false(template_has_expression("{ {", 3));
    assert_true(template_has_expression("a\0{{b}}", 7));
}

static void knows_names(void **state)
{
    (void)state;
    static const char *const good[] = {"a", "_x", "client.ip", "a1", "endless", "A.b.c"};
    static const char *const bad[] = {"",   "1a", "a b", "a.",    ".a",  "a..b",
                                      "a+", "#a", "end", "a.end", "nil", "a-b"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_true(template_is_name(good[i], strlen(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(template_is_name(bad[i], strlen(bad[i])));
}

static void finds_fault_with_names(void **state)
{
    (void)state;
    static const char *const good[] = {"a", "first_number", "x2", "_", "word"};
    static const char *const bad[] = {"",       "a.b",     "and",  "port",
                                      "client", "machine", "case", "string",
                                      "assert", "a-b",     "2x",   "message"};
    char longest[66] = {0};
    memset(longest, 'a', 64);
    assert_null(template_name_fault(longest));
    longest[64] = 'a';
    assert_non_null(template_name_fault(longest));
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_null(template_name_fault(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_non_null(template_name_fault(bad[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cuts),
        cmocka_unit_test(knows_expressions),
        cmocka_unit_test(knows_names),
        cmocka_unit_test(finds_fault_with_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
