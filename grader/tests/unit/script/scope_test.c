/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>

#include "base/buf.h"
#include "script/loader.h"
#include "script/random.h"
#include "script/scope.h"

/* An exercise with these values and functions (JSON each) and two cases. */
static void load(struct exercise *e, const char *values, const char *functions)
{
    struct error err;
    char *text = mem_printf(
        "{\"sockgrade\": 1, \"id\": \"x\", \"title\": \"X\", \"student\": \"server\","
        " \"port\": 3456, \"values\": {%s}, \"functions\": \"%s\", \"cases\": ["
        "{\"id\": \"one\", \"steps\": [{\"send\": \"x\"}]},"
        "{\"id\": \"two\", \"values\": {\"extra\": {\"word\": [4, 4]}},"
        " \"steps\": [{\"send\": \"x\"}]}]}",
        values, functions);
    if (loader_read_text(e, "test.json", text, strlen(text), &err) < 0)
        fail_msg("%s", err.text);
    free(text);
}

static struct scope *start(const struct exercise *e, size_t c, uint64_t seed)
{
    struct error err;
    struct scope *s = scope_new(e, &e->cases[c], seed, &err);
    if (!s)
        fail_msg("%s", err.text);
    return s;
}

/* The expanded template, or "! " and the error. */
static char *expand(struct scope *s, const char *template)
{
    struct buf out = {0};
    struct error err;
    if (scope_expand(s, template, strlen(template), &out, &err) == 0)
        return buf_take(&out, NULL);
    assert_int_equal(err.kind, ERROR_EXERCISE);
    assert_int_equal(out.len, 0);
    buf_close(&out);
    return mem_printf("! %s", err.text);
}

static void expect(struct scope *s, const char *template, const char *wanted)
{
    char *got = expand(s, template);
    if (strcmp(got, wanted) != 0)
        fail_msg("%s gave %s, not %s", template, got, wanted);
    free(got);
}

/* Every template twice: before Lua runs in this scope, and after. */
static void expands(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"", ""},
        {"plain", "plain"},
        {"{{n}}", "7"},
        {"{{ n }}", "7"},
        {"<{{n}}|{{w}}>", "<7|abc>"},
        {"{{port}}", "3456"},
        {"{{case}}", "one"},
        {"{{client.ip}}:{{client.port}}", "127.1.2.3:99"},
        {"{{n + 1}}", "8"},
        {"{{n / 2}}", "3.5"},
        {"{{n / 7}}", "1"},
        {"{{-n / 7}}", "-1"},
        {"{{0 * -1.0}}", "0"},
        {"{{2^53}}", "9007199254740992"},
        {"{{1e300}}", "1e+300"},
        {"{{1/3}}", "0.33333333333333"},
        {"{{#w}}", "3"},
        {"{{w:upper()}}", "ABC"},
        {"{{w}}{{w}}", "abcabc"},
        {"{{w .. client.port}}", "abc99"},
        {"{{n > 3}}", "true"},
        {"{{twice(n)}}", "14"},
        {"{{greeting}}", "hello"},
        {"{{math.pi}}", "3.1415926535898"},
        {"{{#{1, {2}}}}", "2"},
        {"{{\"}}\"}}", "}}"},
        {"{{1/0}}", "! {{1/0}}: gives no finite number"},
        {"{{nothing}}", "! {{nothing}}: nothing has this name here"},
        {"{{prot}}", "! {{prot}}: nothing has this name here (did you mean \"port\"?)"},
        {"{{nothing + 1}}",
         "! {{nothing + 1}}: attempt to perform arithmetic on a nil value"
         " (global 'nothing')"},
        {"{{nil}}", "! {{nil}}: gives nil: is a name in it wrong?"},
        {"{{client}}", "! {{client}}: gives a table where a text or a number is needed"},
        {"{{twice}}", "! {{twice}}: gives a function where a text or a number is needed"},
        {"a{{n", "! {{ without its }}"},
        {"{{n +}}", "! {{n +}}: unexpected symbol near <eof>"},
        {"{{}}", "! {{}}: gives nil: is a name in it wrong?"},
    };
    struct exercise e;
    load(&e, "\"n\": {\"int\": [7, 7]}, \"w\": {\"one_of\": [\"abc\"]}",
         "greeting = 'hello' function twice(x) return 2 * x end");
    for (int round = 0; round < 2; round++) {
        struct scope *s = start(&e, 0, 1);
        scope_set_text(s, "client.ip", "127.1.2.3", 9);
        scope_set_number(s, "client.port", 99);
        if (round)
            expect(s, "{{1 + 1}}", "2");
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
            expect(s, rows[i][0], rows[i][1]);
        scope_free(s);
    }
    exercise_close(&e);
}

static void keeps_nul(void **state)
{
    (void)state;
    struct exercise e;
    struct buf out = {0};
    struct error err;
    load(&e, "", "");
    struct scope *s = start(&e, 0, 1);
    scope_set_text(s, "t", "a\0b", 3);
    assert_int_equal(scope_expand(s, "\0{{t}}{{t .. 1}}", 16, &out, &err), 0);
    assert_int_equal(out.len, 8);
    assert_memory_equal(out.data,
                        "\0a\0ba\0b"
                        "1",
                        8);
    buf_close(&out);
    scope_free(s);
    scope_free(NULL);
    exercise_close(&e);
}

static void sees_what_changes(void **state)
{
    (void)state;
    struct exercise e;
    load(&e, "", "");
    struct scope *s = start(&e, 0, 1);
    scope_set_number(s, "x", 1);
    expect(s, "{{x}}{{x + 1}}", "12");
    scope_set_number(s, "x", 5);
    expect(s, "{{x}}{{x + 1}}", "56");
    scope_set_text(s, "x", "ab", 2);
    expect(s, "{{x}}{{#x}}", "ab2");
    scope_set_text(s, "client.ip", "::1", 3);
    expect(s, "{{client.ip .. 1}}", "::11");
    scope_set_text(s, "client.name", "localhost", 9);
    expect(s, "{{client.name .. client.ip}}", "localhost::1");
    scope_free(s);
    exercise_close(&e);
}

static void tests_predicates(void **state)
{
    (void)state;
    static const struct {
        const char *lua, *message;
        int wanted; /* -1: an error */
    } rows[] = {
        {"#message == 3", "abc", 1},
        {"#message == 3", "abcd", 0},
        {"message:find(\"b\")", "abc", 1},
        {"message:find(\"x\")", "abc", 0},
        {"message == n", "7", 0}, /* a text is no number */
        {"tonumber(message) == n", "7", 1},
        {"nil", "", 0},
        {"0", "", 1},
        {"message.x.y", "", -1},
        {"message:rep(1 << 40)", "x", -1},
    };
    struct exercise e;
    load(&e, "\"n\": {\"int\": [7, 7]}", "");
    struct scope *s = start(&e, 0, 1);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        bool right = false;
        struct error err = {0};
        int result = scope_test(s, rows[i].lua, rows[i].message, strlen(rows[i].message),
                                &right, &err);
        assert_int_equal(result < 0 ? -1 : right, rows[i].wanted);
        if (result < 0)
            assert_memory_equal(err.text, "{{message", 9);
    }
    scope_free(s);
    exercise_close(&e);
}

/* --- values ------------------------------------------------------------------------ */

static void collect(void *out, const char *name, const char *text, size_t len)
{
    buf_printf(out, "%s=%.*s;", name, (int)len, text);
}

static char *values_of(const struct exercise *e, size_t c, uint64_t seed)
{
    struct buf out = {0};
    struct scope *s = start(e, c, seed);
    scope_set_text(s, "captured", "x", 1); /* no value, so it is not among them */
    scope_each_value(s, collect, &out);
    scope_free(s);
    return buf_take(&out, NULL);
}

static const char many[] =
    "\"n\": {\"int\": [-20, 20]}, \"w\": {\"word\": [3, 8]}, \"t\": {\"text\": [2, 4]},"
    " \"o\": {\"one_of\": [\"red\", \"blue\"]}, \"ip\": {\"ip\": \"loopback\"},"
    " \"h\": {\"name\": \"host\"}, \"l\": {\"lua\": \"n * 2\"},"
    " \"half\": {\"lua\": \"l / 2\"}, \"up\": {\"lua\": \"w:upper()\"}";

static void repeats_by_seed(void **state)
{
    (void)state;
    struct exercise e;
    load(&e, many, "");
    char *a = values_of(&e, 0, 42), *b = values_of(&e, 0, 42);
    char *other_seed = values_of(&e, 0, 43), *other_case = values_of(&e, 1, 42);
    assert_string_equal(a, b);
    assert_string_not_equal(a, other_seed);
    assert_string_not_equal(a, other_case);
    assert_non_null(strstr(other_case, ";extra="));
    free(a);
    free(b);
    free(other_seed);
    free(other_case);
    exercise_close(&e);
}

/* A seed that is printed in a report must give the same values in years to come. */
static void never_changes(void **state)
{
    (void)state;
    struct exercise e;
    load(&e, many, "");
    char *got = values_of(&e, 0, 42);
    assert_string_equal(
        got,
        "n=-3;w=luug;t=iwme rytx vqohsjz waxdtjeo;o=red;ip=127.254.47.11;h=glbmw.example;"
        "l=-6;half=-3;up=LUUG;");
    free(got);
    exercise_close(&e);
}

static void does_not_depend_on_other_values(void **state)
{
    (void)state;
    struct exercise e;
    load(&e, "\"w\": {\"word\": [3, 8]}, \"n\": {\"int\": [-20, 20]}", "");
    struct scope *s = start(&e, 0, 42);
    struct exercise all;
    load(&all, many, "");
    struct scope *of_all = start(&all, 0, 42);
    char *a = expand(s, "{{n}}{{w}}"), *b = expand(of_all, "{{n}}{{w}}");
    assert_string_equal(a, b);
    free(a);
    free(b);
    scope_free(s);
    scope_free(of_all);
    exercise_close(&e);
    exercise_close(&all);
}

static void stays_within_bounds(void **state)
{
    (void)state;
    struct exercise e;
    load(&e, many, "");
    bool lowest = false, highest = false;
    for (uint64_t seed = 0; seed < 2000; seed++) {
        struct scope *s = start(&e, 0, seed);
        bool right = false;
        struct error err;
        static const char rule[] =
            "n >= -20 and n <= 20 and #w >= 3 and #w <= 8 and not w:find('[^a-z]')"
            " and select(2, t:gsub(' ', '')) <= 3 and t:find('^%l[%l ]+%l$')"
            " and not t:find('  ') and (o == 'red' or o == 'blue')"
            " and ip:find('^127%.%d+%.%d+%.%d+$') and not ip:find('%.0')"
            " and not ip:find('%.255') and h:find('^%l+%.example$')"
            " and l == 2 * n and half == n and math.type(half) == 'integer'"
            " and up == w:upper()";
        if (scope_test(s, rule, "", 0, &right, &err) < 0)
            fail_msg("%s", err.text);
        if (!right)
            fail_msg("seed %d", (int)seed);
        char *n = expand(s, "{{n}}");
        lowest |= strcmp(n, "-20") == 0;
        highest |= strcmp(n, "20") == 0;
        free(n);
        scope_free(s);
    }
    assert_true(lowest && highest);
    exercise_close(&e);
}

static void draws_evenly(void **state)
{
    (void)state;
    int64_t counts[3] = {0};
    struct random r = {12345};
    for (int i = 0; i < 30000; i++)
        counts[random_between(&r, -1, 1) + 1]++;
    for (size_t i = 0; i < 3; i++)
        assert_in_range(counts[i], 9600, 10400);
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(random_between(&r, 5, 5), 5);
        random_between(&r, INT64_MIN, INT64_MAX);
        assert_true(random_between(&r, INT64_MAX - 1, INT64_MAX) >= INT64_MAX - 1);
    }
}

static void blames_the_value(void **state)
{
    (void)state;
    struct exercise e;
    struct error err;
    load(&e, "\"n\": {\"int\": [1, 1]}, \"bad\": {\"lua\": \"n .. nowhere\"}", "");
    assert_null(scope_new(&e, &e.cases[0], 1, &err));
    assert_int_equal(err.kind, ERROR_EXERCISE);
    assert_string_equal(
        err.text, "values.bad: attempt to concatenate a nil value (global 'nowhere')");
    exercise_close(&e);
}

static void blames_the_functions(void **state)
{
    (void)state;
    struct exercise e;
    struct error err;
    load(&e, "", "error('not today')");
    assert_null(scope_new(&e, &e.cases[0], 1, &err));
    assert_int_equal(err.kind, ERROR_EXERCISE);
    assert_string_equal(err.text, "functions: line 1: not today");
    exercise_close(&e);
}

/* A layer hides what has its names below; Lua sees one layer at a time. */
static void layers_hide_what_is_below(void **state)
{
    (void)state;
    struct exercise e;
    struct error err;
    load(&e, "\"w\": {\"word\": [20, 20]}, \"n\": {\"lua\": \"#w\"}", "");
    struct scope *s = start(&e, 0, 1);
    struct scope *a = scope_layer(s, "a"), *b = scope_layer(s, "b");
    scope_set_text(s, "said", "below", 5);
    scope_set_text(a, "said", "in a", 4);
    scope_set_number(a, "client.number", 1);
    assert_int_equal(scope_draw(a, "", &err), 0);
    expect(a, "{{said}} {{said:upper()}} {{client.number + 1}} {{n}}", "in a IN A 2 20");
    expect(b, "{{said}} {{said:upper()}} {{client.number}} {{n}}",
           "! {{client.number}}: nothing has this name here");
    expect(s, "{{said}} {{said:upper()}}", "below BELOW");
    expect(a, "{{said:upper()}}", "IN A");
    char *drawn[] = {expand(s, "{{w}}"), expand(a, "{{w}}"), NULL};
    assert_string_not_equal(drawn[0], drawn[1]);
    assert_int_equal(scope_draw(b, "", &err), 0);
    drawn[2] = expand(b, "{{w}}");
    assert_string_not_equal(drawn[1], drawn[2]);
    for (size_t i = 0; i < 3; i++)
        free(drawn[i]);
    scope_keep(a);
    scope_free(a);
    scope_free(b);
    expect(s, "{{said}} {{said:upper()}} {{client.number}}", "in a IN A 1");
    scope_free(s);
    exercise_close(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(expands),
        cmocka_unit_test(keeps_nul),
        cmocka_unit_test(sees_what_changes),
        cmocka_unit_test(tests_predicates),
        cmocka_unit_test(repeats_by_seed),
        cmocka_unit_test(never_changes),
        cmocka_unit_test(does_not_depend_on_other_values),
        cmocka_unit_test(stays_within_bounds),
        cmocka_unit_test(draws_evenly),
        cmocka_unit_test(blames_the_value),
        cmocka_unit_test(blames_the_functions),
        cmocka_unit_test(layers_hide_what_is_below),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
