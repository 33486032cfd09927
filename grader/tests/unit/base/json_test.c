/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/json.h"

static void counts_lines_and_columns(void **state)
{
    (void)state;
    static const char text[] = "ab\ncd\xc3\xbc"
                               "e\n";
    static const struct {
        size_t offset, line, column;
    } rows[] = {
        {0, 1, 1}, {2, 1, 3}, {3, 2, 1}, {5, 2, 3}, {7, 2, 4}, {9, 3, 1}, {99, 3, 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct json_place p = json_line_column(text, sizeof text - 1, rows[i].offset);
        assert_int_equal(p.line, rows[i].line);
        assert_int_equal(p.column, rows[i].column);
    }
}

/* Each row's place is where the mark @ stands, which is taken out first. */
static const struct {
    const char *text, *path;
    enum json_part part;
    bool found;
} rows[] = {
    {"@{}", "", JSON_VALUE, true},
    {" \n @7", "", JSON_VALUE, true},
    {"{\"a\": @1}", "a", JSON_VALUE, true},
    {"{@\"a\": 1}", "a", JSON_KEY, true},
    {"{\"a\": 1, \"b\" : @[2]}", "b", JSON_VALUE, true},
    {"{\"a\": {\"b\": [0, {\"c\": @null}]}}", "a.b[1].c", JSON_VALUE, true},
    {"{\"a\": {\"b\": [0, {@\"c\": null}]}}", "a.b[1].c", JSON_KEY, true},
    {"[[], {}, @\"x\"]", "[2]", JSON_VALUE, true},
    {"[\"],[\", {\"}\": [\"{\\\"\"]}, @3]", "[2]", JSON_VALUE, true},
    {"{\"x\":\"\\\\\",\"y\":@true}", "y", JSON_VALUE, true},
    {"{\"www.a.b\": @1}", "[\"www.a.b\"]", JSON_VALUE, true},
    {"{\"w\": {\"a b\": @1}}", "w[\"a b\"]", JSON_VALUE, true},
    {"{\"a\\\"b\\\\\": @1}", "[\"a\\\"b\\\\\"]", JSON_VALUE, true},
    {"{\"\\u0061\\u00fc\\ud83d\\ude00\": @1}", "[\"a\xc3\xbc\xf0\x9f\x98\x80\"]",
     JSON_VALUE, true},
    {"{\"\": @1}", "[\"\"]", JSON_VALUE, true},
    /* what is not there gives the nearest around it */
    {"{\"a\": @{}}", "a.b", JSON_VALUE, false},
    {"{\"a\": @[1, 2]}", "a[2]", JSON_VALUE, false},
    {"{\"a\": @[]}", "a[0]", JSON_VALUE, false},
    {"{\"a\": @5}", "a.b", JSON_VALUE, false},
    {"@{\"a\": 5}", "b.c.d", JSON_VALUE, false},
    {"@[1]", "a", JSON_VALUE, false},
    {"@", "a", JSON_VALUE, false},
    {"@{", "a", JSON_VALUE, false},
    {"@{\"a", "a", JSON_VALUE, false},
    {"@{\"a\"", "a", JSON_VALUE, false},
    {"{\"a\":@", "a", JSON_VALUE, true},
    {"@[1,", "[1]", JSON_VALUE, false},
    {"@{]}]", "a[1]", JSON_VALUE, false},
    {"@{\"a\": 1}", "[", JSON_VALUE, false},
    {"@{\"a\": 1}", "[\"a", JSON_VALUE, false},
    {"@[1, 2]", "[99999999999999999999999]", JSON_VALUE, false},
};

static void finds_paths(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct buf text = {0};
        const char *mark = strchr(rows[i].text, '@');
        size_t offset = 999;
        buf_append(&text, rows[i].text, (size_t)(mark - rows[i].text));
        buf_puts(&text, mark + 1);
        bool found =
            json_find(buf_text(&text), text.len, rows[i].path, rows[i].part, &offset);
        if (found != rows[i].found || offset != (size_t)(mark - rows[i].text))
            print_error("row %zu: %s in %s: at %zu\n", i, rows[i].path, rows[i].text,
                        offset);
        assert_int_equal(found, rows[i].found);
        assert_int_equal(offset, mark - rows[i].text);
        buf_close(&text);
    }
}

/* Every cut of a text must be survived, whatever is found. */
static void survives_any_cut(void **state)
{
    (void)state;
    static const char text[] =
        "{\"a\\u00e4\": [1, {\"b\\\"\": \"x\\\\\"}], \"c\": {\"d\": []}}";
    static const char *const paths[] = {"c.d[0]", "[\"a\xc3\xa4\"][1].b", "a", "[1]", ""};
    for (size_t len = 0; len < sizeof text; len++) {
        char *copy =
            malloc(len ? len : 1); /* exact, so that a sanitizer sees one step too far */
        memcpy(copy, text, len);
        for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
            size_t offset;
            json_find(copy, len, paths[i], JSON_VALUE, &offset);
            assert_true(offset <= len);
        }
        free(copy);
    }
}

static void writes_paths_that_it_finds(void **state)
{
    (void)state;
    struct buf path = {0};
    size_t offset;
    json_path_key(&path, "world");
    json_path_key(&path, "a.b");
    json_path_key(&path, "q\"\\\n");
    json_path_key(&path, "");
    json_path_key(&path, "$schema");
    assert_string_equal(buf_text(&path),
                        "world[\"a.b\"][\"q\\\"\\\\\\u000a\"][\"\"].$schema");
    static const char text[] =
        "{\"world\": {\"a.b\": {\"q\\\"\\\\\\n\": {\"\": {\"$schema\": 1}}}}}";
    assert_true(json_find(text, sizeof text - 1, buf_text(&path), JSON_VALUE, &offset));
    assert_int_equal(text[offset], '1');
    buf_close(&path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_lines_and_columns),
        cmocka_unit_test(finds_paths),
        cmocka_unit_test(survives_any_cut),
        cmocka_unit_test(writes_paths_that_it_finds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
