/* SPDX-License-Identifier: MIT */
#include "script/luastring.h"

#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>

#include "base/bytes.h"
#include "script/luapattern.h"

/* What a search works on. The pattern is a userdata on the stack, so Lua releases it. */
struct search {
    const char *subject;
    size_t len;
    const struct luapattern *pattern;
    int64_t *steps;
};

static int64_t *steps_of(lua_State *lua)
{
    return lua_touserdata(lua, lua_upvalueindex(1));
}

static int exhausted(lua_State *lua)
{
    return luaL_error(lua, "ran for too long");
}

static const struct luapattern *push_pattern(lua_State *lua, int index, bool anchors)
{
    size_t len;
    const char *text = luaL_checklstring(lua, index, &len);
    if (len > LUAPATTERN_LONGEST)
        luaL_error(lua, "pattern longer than %d bytes", LUAPATTERN_LONGEST);
    struct luapattern *p = lua_newuserdatauv(lua, luapattern_size(len), 0);
    const char *fault = luapattern_compile(p, text, len, anchors);
    if (fault)
        luaL_error(lua, "%s", fault);
    return p;
}

static bool find_next(lua_State *lua, const struct search *s, size_t from,
                      struct luapattern_match *m)
{
    enum luapattern_result result =
        luapattern_find(s->pattern, s->subject, s->len, from, s->steps, m);
    if (result == LUAPATTERN_EXHAUSTED)
        exhausted(lua);
    return result == LUAPATTERN_YES;
}

/* Where a search begins, from 0; beyond the end when it can find nothing. */
static size_t start_of(lua_State *lua, int index, size_t len)
{
    lua_Integer init = luaL_optinteger(lua, index, 1);
    if (init > 0)
        return (lua_Unsigned)init - 1 > len ? len + 1 : (size_t)init - 1;
    if (init == 0 || init < -(lua_Integer)len)
        return 0;
    return len - (size_t)-init;
}

static void push_capture(lua_State *lua, const char *subject,
                         const struct luapattern_match *m, size_t i)
{
    const struct luapattern_capture *c = &m->captures[i];
    if (!m->capture_count && i == 0)
        lua_pushlstring(lua, subject + m->start, m->end - m->start);
    else if (i >= m->capture_count)
        luaL_error(lua, "invalid capture index %%%d", (int)i + 1);
    else if (c->is_position)
        lua_pushinteger(lua, (lua_Integer)c->start + 1);
    else
        lua_pushlstring(lua, subject + c->start, c->len);
}

/* All captures; the whole match stands for them when there are none and whole is true. */
static int push_captures(lua_State *lua, const char *subject,
                         const struct luapattern_match *m, bool whole)
{
    size_t count = m->capture_count || !whole ? m->capture_count : 1;
    luaL_checkstack(lua, (int)count + 2, "too many captures");
    for (size_t i = 0; i < count; i++)
        push_capture(lua, subject, m, i);
    return (int)count;
}

static int find_plain(lua_State *lua, const char *subject, size_t len, size_t from)
{
    size_t wanted_len;
    const char *wanted = lua_tolstring(lua, 2, &wanted_len);
    if ((*steps_of(lua) -= (int64_t)(len - from)) < 0)
        return exhausted(lua);
    const char *found = bytes_find(subject + from, len - from, wanted, wanted_len);
    if (!found) {
        lua_pushnil(lua);
        return 1;
    }
    lua_pushinteger(lua, found - subject + 1);
    lua_pushinteger(lua, found - subject + (lua_Integer)wanted_len);
    return 2;
}

static bool is_plain(lua_State *lua)
{
    size_t len;
    const char *text = luaL_checklstring(lua, 2, &len);
    for (size_t i = 0; i < len; i++) {
        if (text[i] && strchr("^$*+?.([%-", text[i]))
            return false;
    }
    return true;
}

static int string_search(lua_State *lua, bool find)
{
    struct search s = {.steps = steps_of(lua)};
    struct luapattern_match m;
    s.subject = luaL_checklstring(lua, 1, &s.len);
    luaL_checkstring(lua, 2);
    size_t from = start_of(lua, 3, s.len);
    if (from <= s.len && find && (lua_toboolean(lua, 4) || is_plain(lua)))
        return find_plain(lua, s.subject, s.len, from);
    s.pattern = push_pattern(lua, 2, true);
    if (from > s.len || !find_next(lua, &s, from, &m)) {
        lua_pushnil(lua);
        return 1;
    }
    if (!find)
        return push_captures(lua, s.subject, &m, true);
    lua_pushinteger(lua, (lua_Integer)m.start + 1);
    lua_pushinteger(lua, (lua_Integer)m.end);
    return 2 + push_captures(lua, s.subject, &m, false);
}

static int string_find(lua_State *lua)
{
    return string_search(lua, true);
}

static int string_match(lua_State *lua)
{
    return string_search(lua, false);
}

/* --- gmatch ----------------------------------------------------------------------- */

/* Upvalues: steps, subject, pattern, where to go on, where the last match ended (-1 at
 * first). An empty match right behind another does not count. */
static int gmatch_next(lua_State *lua)
{
    struct search s = {.steps = steps_of(lua)};
    struct luapattern_match m;
    s.subject = lua_tolstring(lua, lua_upvalueindex(2), &s.len);
    s.pattern = lua_touserdata(lua, lua_upvalueindex(3));
    size_t from = (size_t)lua_tointeger(lua, lua_upvalueindex(4));
    lua_Integer last = lua_tointeger(lua, lua_upvalueindex(5));
    for (; from <= s.len && find_next(lua, &s, from, &m); from = m.start + 1) {
        if ((lua_Integer)m.end == last)
            continue;
        lua_pushinteger(lua, (lua_Integer)m.end);
        lua_copy(lua, -1, lua_upvalueindex(4));
        lua_replace(lua, lua_upvalueindex(5));
        return push_captures(lua, s.subject, &m, true);
    }
    lua_pushinteger(lua, (lua_Integer)s.len + 1);
    lua_replace(lua, lua_upvalueindex(4));
    return 0;
}

static int string_gmatch(lua_State *lua)
{
    size_t len;
    luaL_checklstring(lua, 1, &len);
    luaL_checkstring(lua, 2);
    size_t from = start_of(lua, 3, len);
    lua_pushvalue(lua, lua_upvalueindex(1));
    lua_pushvalue(lua, 1);
    push_pattern(lua, 2, false);
    lua_pushinteger(lua, (lua_Integer)from);
    lua_pushinteger(lua, -1);
    lua_pushcclosure(lua, gmatch_next, 5);
    return 1;
}

/* --- gsub ------------------------------------------------------------------------- */

/* A replacement text: %0 is the match, %1 to %9 are captures, %% is a percent sign. */
static void add_text(lua_State *lua, luaL_Buffer *out, const struct search *s,
                     const struct luapattern_match *m)
{
    size_t len;
    const char *text = lua_tolstring(lua, 3, &len);
    for (size_t i = 0; i < len; i++) {
        if (text[i] != '%') {
            luaL_addchar(out, text[i]);
            continue;
        }
        char c = ++i < len ? text[i] : '\0';
        if (c == '%') {
            luaL_addchar(out, c);
        } else if (c == '0') {
            luaL_addlstring(out, s->subject + m->start, m->end - m->start);
        } else if (c >= '1' && c <= '9') {
            push_capture(lua, s->subject, m, (size_t)(c - '1'));
            luaL_tolstring(lua, -1, NULL); /* a position is a number */
            lua_remove(lua, -2);
            luaL_addvalue(out);
        } else {
            luaL_error(lua, "invalid use of '%%' in replacement string");
        }
    }
}

static void add_replacement(lua_State *lua, luaL_Buffer *out, const struct search *s,
                            const struct luapattern_match *m)
{
    int type = lua_type(lua, 3);
    if (type == LUA_TSTRING || type == LUA_TNUMBER) {
        add_text(lua, out, s, m);
        return;
    }
    if (type == LUA_TTABLE) {
        push_capture(lua, s->subject, m, 0);
        lua_gettable(lua, 3);
    } else {
        lua_pushvalue(lua, 3);
        lua_call(lua, push_captures(lua, s->subject, m, true), 1);
    }
    if (lua_toboolean(lua, -1) && !lua_isstring(lua, -1))
        luaL_error(lua, "invalid replacement value (a %s)", luaL_typename(lua, -1));
    if (!lua_toboolean(lua, -1)) {
        lua_pop(lua, 1);
        lua_pushlstring(lua, s->subject + m->start, m->end - m->start);
    }
    luaL_addvalue(out);
}

static lua_Integer substitute(lua_State *lua, luaL_Buffer *out, const struct search *s,
                              lua_Integer most)
{
    struct luapattern_match m;
    lua_Integer count = 0;
    size_t at = 0, last = SIZE_MAX;
    while (count < most && at <= s->len && find_next(lua, s, at, &m)) {
        luaL_addlstring(out, s->subject + at, m.start - at);
        at = m.start;
        if (m.end != last) {
            count++;
            add_replacement(lua, out, s, &m);
            at = last = m.end;
        } else if (at < s->len) {
            luaL_addchar(out, s->subject[at++]);
        } else {
            break;
        }
        if (luapattern_is_anchored(s->pattern))
            break;
    }
    if (at < s->len)
        luaL_addlstring(out, s->subject + at, s->len - at);
    return count;
}

static int string_gsub(lua_State *lua)
{
    struct search s = {.steps = steps_of(lua)};
    s.subject = luaL_checklstring(lua, 1, &s.len);
    luaL_checkstring(lua, 2);
    int type = lua_type(lua, 3);
    luaL_argexpected(lua,
                     type == LUA_TNUMBER || type == LUA_TSTRING || type == LUA_TFUNCTION
                         || type == LUA_TTABLE,
                     3, "string/function/table");
    lua_Integer most = luaL_optinteger(lua, 4, (lua_Integer)s.len + 1);
    s.pattern = push_pattern(lua, 2, true);
    luaL_Buffer out;
    luaL_buffinit(lua, &out);
    lua_Integer count = substitute(lua, &out, &s, most);
    luaL_pushresult(&out);
    lua_pushinteger(lua, count);
    return 2;
}

void luastring_install(lua_State *lua, int64_t *steps_left)
{
    static const luaL_Reg functions[] = {
        {"find", string_find},
        {"match", string_match},
        {"gmatch", string_gmatch},
        {"gsub", string_gsub},
    };
    lua_getglobal(lua, "string");
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
        lua_pushlightuserdata(lua, steps_left);
        lua_pushcclosure(lua, functions[i].func, 1);
        lua_setfield(lua, -2, functions[i].name);
    }
    lua_pop(lua, 1);
}
