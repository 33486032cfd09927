/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

#include "script/luastring.h"

/* Our find, match, gmatch and gsub against Lua's own, by the same expressions. */
static const char *const same[] = {
    "('hello world'):find('o')",
    "('hello world'):find('o', 6)",
    "('hello'):find('l+')",
    "('hello'):find('xyz')",
    "('a.b'):find('.', 1, true)",
    "('a.b'):find('%.')",
    "('a.b'):find('b', -1)",
    "('abc'):find('', 4)",
    "('abc'):find('', 5)",
    "('abc'):find('b', -10)",
    "('abc'):find('(b)(c)')",
    "('abc'):find('()b()')",
    "('key = value'):match('^(%w+)%s*=%s*(%w+)$')",
    "('key = value'):match('^(%w+)=(%w+)$')",
    "('  trim  '):match('^%s*(.-)%s*$')",
    "('2024-01-31'):match('(%d+)-(%d+)-(%d+)')",
    "('f(a(b)c)d'):match('%b()')",
    "('THE (quick) fox'):find('%((%a+)%)')",
    "('THE (quick) fox'):gsub('%f[%a]%a+', string.lower)",
    "('x=1, y=2'):gsub('(%w+)=(%w+)', '%2=%1')",
    "('abc'):gsub('', '-')",
    "('abc'):gsub('.', {a = '1', b = true and 'B', c = false})",
    "('abc'):gsub('%w', '%0%0')",
    "('abc'):gsub('%w', '%0%%', 2)",
    "('abc'):gsub('%w', function(c) if c == 'b' then return 7 end end)",
    "('abc'):gsub('^a', 'x')",
    "('aaa'):gsub('^a', 'x')",
    "('abc'):gsub('()', '%1')",
    "('hello'):match('(h)(e)(l)%3')",
    "('\"quoted\" \\'text\\''):match('([\"\\'])(.-)%1')",
    "('a-b-c'):gsub('%-', '+')",
    "('x]y'):match('[]]')",
    "('x^y'):match('[%^x]+')",
    "('a-z'):match('[a%-z]+')",
    "('m'):match('[a-z]')",
    "('-'):match('[a-]')",
    "('a\\0b'):find('\\0')",
    "('one;two;;four'):gsub(';;', ';nil;')",
    "('$5'):match('^%$(%d)$')",
    "('a$b'):match('a$b')",
    "('abc'):match('a?b?c?d?')",
    "('aXb'):match('%u') .. ('aXb'):match('%U')",
    "('0x1F'):match('%x+', 3)",
    "('a,b'):match('%p')",
    "('\\t'):match('%c') == '\\t'",
    "(function() local t = {} for k, v in ('a=1 b=2'):gmatch('(%w)=(%w)') do"
    " t[#t + 1] = k .. v end return table.concat(t, ',') end)()",
    "(function() local n = 0 for _ in ('abc'):gmatch('') do n = n + 1 end return n "
    "end)()",
    "(function() local t = {} for w in ('one two'):gmatch('%a+', 3) do t[#t + 1] = w end"
    " return table.concat(t, ',') end)()",
    "(function() local t = {} for w in ('^a^b'):gmatch('^%a') do t[#t + 1] = w end"
    " return table.concat(t, ',') end)()",
    "pcall(string.find, 'a', '[a')",
    "pcall(string.find, 'a', '(a')",
    "pcall(string.find, 'a', 'a)')",
    "pcall(string.find, 'a', 'a%')",
    "pcall(string.find, 'a', '%f')",
    "pcall(string.find, 'a', '%b')",
    "pcall(string.gsub, 'a', 'a', '%2')",
    "pcall(string.gsub, 'a', 'a', '%x')",
    "pcall(string.gsub, 'a', 'a', true)",
    "pcall(string.gsub, 'a', 'a', function() return {} end)",
    "pcall(string.gsub, 'a', 'a')",
    "pcall(string.find, {}, 'a')",
    "pcall(string.match, 'a')",
};

/* All results of an expression, as text. */
static const char *run(lua_State *lua, const char *expression)
{
    static const char before[] = "local function all(...) local t = {}"
                                 " for i = 1, select('#', ...) do t[i] ="
                                 " tostring((select(i, ...))) end"
                                 " return table.concat(t, '|') end return all(";
    lua_settop(lua, 0);
    lua_pushfstring(lua, "%s%s)", before, expression);
    if (luaL_dostring(lua, lua_tostring(lua, 1)))
        fail_msg("%s: %s", expression, lua_tostring(lua, -1));
    return lua_tostring(lua, -1);
}

static void does_as_lua_does(void **state)
{
    (void)state;
    int64_t steps;
    lua_State *theirs = luaL_newstate(), *ours = luaL_newstate();
    luaL_openlibs(theirs);
    luaL_openlibs(ours);
    luastring_install(ours, &steps);
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
        steps = 100000;
        const char *wanted = run(theirs, same[i]), *got = run(ours, same[i]);
        /* Words of an error may differ, but there must be one. */
        if (strncmp(wanted, "false|", 6) == 0 ? strncmp(got, "false|", 6) != 0
                                              : strcmp(got, wanted) != 0)
            fail_msg("%s gave %s, not %s", same[i], got, wanted);
    }
    lua_close(ours);
    lua_close(theirs);
}

static void counts_steps(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "pcall(string.find, ('a'):rep(1000), ('.-'):rep(20) .. 'b')",
        "pcall(string.match, ('('):rep(1000), ('%b()'):rep(3))",
        "pcall(string.gsub, ('a'):rep(1000), 'a*a*b', '')",
        "pcall(string.match, ('a'):rep(1000), '^(a*)(a*)%1%2b')",
        "pcall(string.find, ('a'):rep(200000), 'b', 1, true)",
        "pcall(function() for _ in ('a'):rep(1000):gmatch('a*a*b') do end end)",
    };
    int64_t steps;
    lua_State *lua = luaL_newstate();
    luaL_openlibs(lua);
    luastring_install(lua, &steps);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        steps = 100000;
        const char *got = run(lua, rows[i]);
        if (!strstr(got, "ran for too long"))
            fail_msg("%s gave %s", rows[i], got);
    }
    lua_close(lua);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(does_as_lua_does),
        cmocka_unit_test(counts_steps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
