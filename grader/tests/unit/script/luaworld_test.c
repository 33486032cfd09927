/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <inttypes.h>

#include "base/buf.h"
#include "script/luaworld.h"

/* What an expression gives, or "! " and the error. */
static char *eval(struct luaworld *w, const char *expression)
{
    struct luaworld_result r = {0};
    struct error err = {0};
    char *text = NULL;
    if (luaworld_eval(w, expression, strlen(expression), &r, &err) < 0) {
        assert_int_equal(err.kind, ERROR_EXERCISE);
        return mem_printf("! %s", err.text);
    }
    switch (r.kind) {
    case LUAWORLD_NIL:
        return mem_text("nil");
    case LUAWORLD_TRUTH:
        return mem_text(r.truth ? "true" : "false");
    case LUAWORLD_INTEGER:
        return mem_printf("%" PRId64, r.integer);
    case LUAWORLD_REAL:
        return mem_printf("%g", r.real);
    case LUAWORLD_STRING:
        text = mem_printf("'%s'", buf_text(&r.text));
        buf_close(&r.text);
        return text;
    case LUAWORLD_OTHER:
        return mem_printf("a %s", r.type_name);
    }
    return NULL;
}

static void check(struct luaworld *w, const char *const rows[][2], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char *got = eval(w, rows[i][0]);
        if (strcmp(got, rows[i][1]) != 0)
            fail_msg("%s gave %s, not %s", rows[i][0], got, rows[i][1]);
        free(got);
    }
}

#define CHECK(w, rows) check(w, rows, sizeof(rows) / sizeof(rows)[0])

static void evaluates(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"1 + 2", "3"},
        {"7 / 2", "3.5"},
        {"7 // 2", "3"},
        {"\"a\" .. 1", "'a1'"},
        {"(\"abc\"):upper()", "'ABC'"},
        {"#\"abc\"", "3"},
        {"1 < 2", "true"},
        {"nil", "nil"},
        {"{}", "a table"},
        {"math.max(3, 9)", "9"},
        {"table.concat({1, 2}, \"-\")", "'1-2'"},
        {"utf8.len(\"\xc3\xbc\")", "1"},
        {"string.format(\"%03d\", 7)", "'007'"},
        {"select(\"#\", 1, 2)", "2"},
        {"1, 2", "1"},
        {"tonumber(\"10\") + 1", "11"},
        {"\"10\" + 1", "11"},
        {"(\"x\"):rep(3, \",\")", "'x,x,x'"},
        {"#(\"\"):rep(1 << 60)", "0"},
        {"1 +", "! unexpected symbol near <eof>"},
        {"x.y", "! attempt to index a nil value (global 'x')"},
        {"error(\"no luck\")", "! no luck"},
        {"error({})", "! raised an error that is not a text"},
        {"return 1", "! unexpected symbol near 'return'"},
        {"\"\\27Lua\"", "'\033Lua'"},
    };
    struct luaworld *w = luaworld_new();
    CHECK(w, rows);
    luaworld_free(w);
}

static void is_closed(void **state)
{
    (void)state;
    static const char *const gone[] = {
        "io",
        "os",
        "debug",
        "package",
        "coroutine",
        "require",
        "load",
        "loadfile",
        "loadstring",
        "dofile",
        "pcall",
        "xpcall",
        "print",
        "getmetatable",
        "setmetatable",
        "rawget",
        "rawset",
        "rawequal",
        "rawlen",
        "warn",
        "_G",
        "_VERSION",
        "collectgarbage",
        "string.dump",
        "math.random",
        "math.randomseed",
        "(\"\").dump",
    };
    struct luaworld *w = luaworld_new();
    for (size_t i = 0; i < sizeof gone / sizeof gone[0]; i++) {
        char *got = eval(w, gone[i]);
        if (strcmp(got, "nil") != 0)
            fail_msg("%s is %s", gone[i], got);
        free(got);
    }
    luaworld_free(w);
}

static const char functions[] =
    "function forever() while true do end end\n"
    "function deep(n) return 1 + deep(n) end\n"
    "function grow() local t = {} for i = 1, 1e9 do t[i] = i end end\n"
    "function double(s) while true do s = s .. s end end\n"
    "function fast() local n = 0 for i = 1, 1000 do n = n + i end"
    " return n end\n"
    "function compare(a, b) while true do if a ~= b then return end"
    " end end\n";

static void ends_what_runs_away(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"forever()", "! ran for too long"},
        {"grow()", "! used too much memory"},
        {"deep(1)", "! used too much memory"},
        {"double(\"x\")", "! used too much memory"},
        {"(\"x\"):rep(1 << 30)", "! used too much memory"},
        {"compare((\"x\"):rep(1000000), (\"x\"):rep(500000) .. (\"x\"):rep(500000))",
         "! ran for too long"},
        {"table.move({}, 1, 1 << 60, 2)", "! ran for too long"},
        {"(\"a\"):rep(60000):find((\".-\"):rep(50) .. \"b\")", "! ran for too long"},
        {"(\"a\"):rep(60000):gsub(\"a*a*a*b\", \"\")", "! ran for too long"},
        {"table.unpack({}, 1, 1e8)", "! too many results to unpack"},
        {"fast()", "500500"}, /* the limits begin anew each time */
    };
    struct luaworld *w = luaworld_new();
    struct error err = {0};
    assert_int_equal(luaworld_run(w, functions, sizeof functions - 1, &err), 0);
    CHECK(w, rows);
    luaworld_free(w);
}

static void refuses_bytecode(void **state)
{
    (void)state;
    struct luaworld *w = luaworld_new();
    struct error err = {0};
    assert_int_equal(luaworld_run(w, "\033Lua\x54", 5, &err), -1);
    assert_int_equal(luaworld_check(w, LUAWORLD_FUNCTIONS, "\033Lua", 4, &err), -1);
    luaworld_free(w);
}

static void knows_variables(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"n", "-5"},          {"t", "'a'"},    {"#t", "3"},  {"client.ip", "'::1'"},
        {"client.port", "9"}, {"n + 1", "-4"}, {"m", "nil"},
    };
    struct luaworld *w = luaworld_new();
    struct error err;
    assert_int_equal(luaworld_set_integer(w, "n", -5, &err), 0);
    assert_int_equal(luaworld_set_text(w, "t", "a\0b", 3, &err), 0);
    assert_int_equal(luaworld_set_text(w, "client.ip", "::1", 3, &err), 0);
    assert_int_equal(luaworld_set_integer(w, "client.port", 9, &err), 0);
    CHECK(w, rows);
    luaworld_free(w);
}

static void survives_a_text_too_big(void **state)
{
    (void)state;
    struct luaworld *w = luaworld_new();
    struct error err;
    size_t len = (size_t)9 << 20;
    char *text = calloc(1, len);
    assert_int_equal(luaworld_set_text(w, "t", text, len, &err), -1);
    assert_string_equal(err.text, "used too much memory");
    free(text);
    char *got = eval(w, "1 + 1");
    assert_string_equal(got, "2");
    free(got);
    luaworld_free(w);
}

static void names_the_line_of_functions(void **state)
{
    (void)state;
    static const char bad[] = "x = 1\ny = = 2\n", raises[] = "\n\nlocal x = nil + 1";
    struct luaworld *w = luaworld_new();
    struct error err;
    assert_int_equal(luaworld_check(w, LUAWORLD_FUNCTIONS, bad, sizeof bad - 1, &err),
                     -1);
    assert_string_equal(err.text, "line 2: unexpected symbol near '='");
    assert_int_equal(luaworld_run(w, raises, sizeof raises - 1, &err), -1);
    assert_string_equal(err.text, "line 3: attempt to perform arithmetic on a nil value");
    luaworld_free(w);
    luaworld_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(evaluates),
        cmocka_unit_test(is_closed),
        cmocka_unit_test(ends_what_runs_away),
        cmocka_unit_test(refuses_bytecode),
        cmocka_unit_test(knows_variables),
        cmocka_unit_test(survives_a_text_too_big),
        cmocka_unit_test(names_the_line_of_functions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
