/* SPDX-License-Identifier: MIT */
#include "script/luaworld.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

#include "base/clock.h"
#include "script/luastring.h"

/* One evaluation may take this much. */
#define MEMORY_BYTES ((size_t)8 << 20)
#define INSTRUCTIONS 1000000
#define INSTRUCTIONS_PER_LOOK 1000
#define CPU_NS (2 * NS_PER_S)
#define PATTERN_STEPS 20000000

static const char too_long[] = "ran for too long";
static const char too_much[] = "used too much memory";

struct luaworld {
    lua_State *lua;
    size_t used_bytes;
    bool opened;
    int looks;             /* since the evaluation began */
    int64_t cpu_start_ns;  /* when it began */
    int64_t pattern_steps; /* left to the functions of luastring.c */
};

/* What one protected call is to do; Lua may only be touched from inside one, because
 * every push can run out of memory. */
struct job {
    const char *name; /* SET: variable; else the chunk's name */
    const char *text;
    size_t len;
    bool is_integer;
    int64_t integer;
    struct luaworld_result *out;
};

static void *limited_alloc(void *context, void *old, size_t old_size, size_t size)
{
    struct luaworld *w = context;
    size_t before = old ? old_size : 0; /* without a block, old_size is a type */
    if (size > before && w->used_bytes + (size - before) > MEMORY_BYTES)
        return NULL;
    w->used_bytes = w->used_bytes - before + size;
    if (size)
        return mem_grow(old, size);
    free(old);
    return NULL;
}

static struct luaworld *world_of(lua_State *lua)
{
    struct luaworld *w;
    memcpy(&w, lua_getextraspace(lua), sizeof w);
    return w;
}

/* The processor's time, not the clock's: a busy machine must not fail an exercise. */
static int64_t cpu_now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return now.tv_sec * NS_PER_S + now.tv_nsec;
}

/* Instructions alone don't bound time: one may compare or copy megabytes. */
static void look(lua_State *lua, lua_Debug *unused)
{
    (void)unused;
    struct luaworld *w = world_of(lua);
    if (++w->looks > INSTRUCTIONS / INSTRUCTIONS_PER_LOOK
        || cpu_now_ns() - w->cpu_start_ns > CPU_NS)
        luaL_error(lua, too_long);
}

struct luaworld *luaworld_new(void)
{
    struct luaworld *w = mem_alloc(sizeof *w);
    w->lua = lua_newstate(limited_alloc, w);
    assert(w->lua);
    memcpy(lua_getextraspace(w->lua), &w, sizeof w);
    return w;
}

void luaworld_free(struct luaworld *w)
{
    if (!w)
        return;
    lua_close(w->lua);
    free(w);
}

/* Not offered: load, loadfile, dofile, require, print, collectgarbage; setmetatable,
 * getmetatable and the raw functions (the metatable of strings must stay as it is);
 * pcall and xpcall (they would swallow the error of a limit). */
static const char *const base_functions[] = {
    "assert", "error",    "ipairs",   "next", "pairs",
    "select", "tonumber", "tostring", "type",
};

static const struct {
    const char *library, *function;
} removed[] = {
    {"string", "dump"},
    {"math", "random"},
    {"math", "randomseed"},
};

static int bounded_rep(lua_State *lua)
{
    size_t len, separator_len;
    luaL_checklstring(lua, 1, &len);
    lua_Integer times = luaL_checkinteger(lua, 2);
    luaL_optlstring(lua, 3, "", &separator_len);
    /* An empty text a million million times takes no memory, only for ever. */
    if (times > 0 && !len && !separator_len)
        lua_pushinteger(lua, 0);
    else
        lua_pushinteger(lua, times);
    lua_replace(lua, 2);
    lua_pushvalue(lua, lua_upvalueindex(1));
    lua_insert(lua, 1);
    lua_call(lua, lua_gettop(lua) - 1, 1);
    return 1;
}

static int bounded_move(lua_State *lua)
{
    lua_Integer first = luaL_checkinteger(lua, 2), last = luaL_checkinteger(lua, 3);
    if (last >= first && (lua_Unsigned)last - (lua_Unsigned)first > INSTRUCTIONS)
        return luaL_error(lua, too_long);
    lua_pushvalue(lua, lua_upvalueindex(1));
    lua_insert(lua, 1);
    lua_call(lua, lua_gettop(lua) - 1, 1);
    return 1;
}

static void wrap(lua_State *lua, const char *library, const char *name,
                 lua_CFunction function)
{
    lua_getglobal(lua, library);
    lua_getfield(lua, -1, name);
    lua_pushcclosure(lua, function, 1);
    lua_setfield(lua, -2, name);
    lua_pop(lua, 1);
}

static void open_base(lua_State *lua)
{
    luaL_requiref(lua, "_G", luaopen_base, 1);
    lua_createtable(lua, 0, 16);
    for (size_t i = 0; i < sizeof base_functions / sizeof base_functions[0]; i++) {
        lua_getfield(lua, -2, base_functions[i]);
        lua_setfield(lua, -2, base_functions[i]);
    }
    lua_rawseti(lua, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    lua_pop(lua, 1);
}

static void open_libraries(lua_State *lua)
{
    static const luaL_Reg libraries[] = {
        {"string", luaopen_string},
        {"math", luaopen_math},
        {"table", luaopen_table},
        {"utf8", luaopen_utf8},
    };
    open_base(lua);
    for (size_t i = 0; i < sizeof libraries / sizeof libraries[0]; i++) {
        luaL_requiref(lua, libraries[i].name, libraries[i].func, 1);
        lua_pop(lua, 1);
    }
    for (size_t i = 0; i < sizeof removed / sizeof removed[0]; i++) {
        lua_getglobal(lua, removed[i].library);
        lua_pushnil(lua);
        lua_setfield(lua, -2, removed[i].function);
        lua_pop(lua, 1);
    }
    wrap(lua, "string", "rep", bounded_rep);
    wrap(lua, "table", "move", bounded_move);
    luastring_install(lua, &world_of(lua)->pattern_steps);
}

static int do_open(lua_State *lua)
{
    open_libraries(lua);
    return 0;
}

static void load(lua_State *lua, const struct job *job)
{
    if (luaL_loadbufferx(lua, job->text, job->len, job->name, "t") != LUA_OK)
        lua_error(lua);
}

static int do_check(lua_State *lua)
{
    load(lua, lua_touserdata(lua, 1));
    return 0;
}

static int do_run(lua_State *lua)
{
    load(lua, lua_touserdata(lua, 1));
    lua_call(lua, 0, 0);
    return 0;
}

static void keep_result(lua_State *lua, struct luaworld_result *out)
{
    size_t len;
    const char *text;
    out->truth = lua_toboolean(lua, -1);
    switch (lua_type(lua, -1)) {
    case LUA_TNIL:
        out->kind = LUAWORLD_NIL;
        return;
    case LUA_TBOOLEAN:
        out->kind = LUAWORLD_TRUTH;
        return;
    case LUA_TNUMBER:
        out->kind = lua_isinteger(lua, -1) ? LUAWORLD_INTEGER : LUAWORLD_REAL;
        out->integer = lua_tointeger(lua, -1);
        out->real = lua_tonumber(lua, -1);
        return;
    case LUA_TSTRING:
        out->kind = LUAWORLD_STRING;
        text = lua_tolstring(lua, -1, &len);
        buf_clear(&out->text);
        buf_append(&out->text, text, len);
        return;
    default:
        out->kind = LUAWORLD_OTHER;
        out->type_name = luaL_typename(lua, -1);
    }
}

static int do_eval(lua_State *lua)
{
    const struct job *job = lua_touserdata(lua, 1);
    load(lua, job);
    lua_call(lua, 0, 1);
    keep_result(lua, job->out);
    return 0;
}

static int do_set(lua_State *lua)
{
    const struct job *job = lua_touserdata(lua, 1);
    const char *dot = strchr(job->name, '.');
    lua_pushglobaltable(lua);
    if (dot) {
        lua_pushlstring(lua, job->name, (size_t)(dot - job->name));
        if (lua_gettable(lua, -2) != LUA_TTABLE) {
            lua_newtable(lua);
            lua_pushlstring(lua, job->name, (size_t)(dot - job->name));
            lua_pushvalue(lua, -2);
            lua_settable(lua, 2);
        }
    }
    if (!job->is_integer && !job->text)
        lua_pushnil(lua);
    else if (job->is_integer)
        lua_pushinteger(lua, job->integer);
    else
        lua_pushlstring(lua, job->text, job->len);
    if (dot)
        lua_setfield(lua, -2, dot + 1);
    else
        lua_setfield(lua, 2, job->name);
    return 0;
}

/* Lua says "CHUNK:LINE: message". The line of an expression says nothing. */
static int report(lua_State *lua, int status, const struct job *job, struct error *err)
{
    size_t len;
    const char *text = lua_tolstring(lua, -1, &len);
    if (status == LUA_ERRMEM)
        text = too_much;
    else if (!text)
        text = "raised an error that is not a text";
    const char *chunk = job && job->text ? job->name + 1 : "?";
    size_t front = strlen(chunk);
    const char *message = NULL;
    if (strncmp(text, chunk, front) == 0 && text[front] == ':')
        message = strstr(text + front + 1, ": ");
    if (message && strcmp(chunk, "line") == 0)
        error_kind(err, ERROR_EXERCISE, "line %.*s: %s",
                   (int)(message - text - (ptrdiff_t)front - 1), text + front + 1,
                   message + 2);
    else
        error_kind(err, ERROR_EXERCISE, "%s", message ? message + 2 : text);
    return -1;
}

static int protect(struct luaworld *w, lua_CFunction function, struct job *job,
                   struct error *err)
{
    w->looks = 0;
    w->cpu_start_ns = cpu_now_ns();
    w->pattern_steps = PATTERN_STEPS;
    lua_sethook(w->lua, look, LUA_MASKCOUNT, INSTRUCTIONS_PER_LOOK);
    lua_pushcfunction(w->lua, function);
    lua_pushlightuserdata(w->lua, job);
    int status = lua_pcall(w->lua, 1, 0, 0);
    lua_sethook(w->lua, NULL, 0, 0);
    int result = status == LUA_OK ? 0 : report(w->lua, status, job, err);
    lua_settop(w->lua, 0);
    return result;
}

static int open_once(struct luaworld *w, struct error *err)
{
    if (w->opened)
        return 0;
    w->opened = true;
    return protect(w, do_open, NULL, err);
}

static int with_return(struct luaworld *w, lua_CFunction function, const char *text,
                       size_t len, struct luaworld_result *out, struct error *err)
{
    struct buf chunk = {0};
    buf_puts(&chunk, "return ");
    buf_append(&chunk, text, len);
    struct job job = {
        .name = "=expression", .text = chunk.data, .len = chunk.len, .out = out};
    int result = protect(w, function, &job, err);
    buf_close(&chunk);
    return result;
}

int luaworld_check(struct luaworld *w, enum luaworld_text kind, const char *text,
                   size_t len, struct error *err)
{
    if (kind == LUAWORLD_EXPRESSION)
        return with_return(w, do_check, text, len, NULL, err);
    struct job job = {.name = "=line", .text = text, .len = len};
    return protect(w, do_check, &job, err);
}

int luaworld_run(struct luaworld *w, const char *text, size_t len, struct error *err)
{
    struct job job = {.name = "=line", .text = text, .len = len};
    if (open_once(w, err) < 0)
        return -1;
    return protect(w, do_run, &job, err);
}

int luaworld_eval(struct luaworld *w, const char *expression, size_t len,
                  struct luaworld_result *out, struct error *err)
{
    if (open_once(w, err) < 0)
        return -1;
    return with_return(w, do_eval, expression, len, out, err);
}

int luaworld_set_integer(struct luaworld *w, const char *name, int64_t number,
                         struct error *err)
{
    struct job job = {.name = name, .is_integer = true, .integer = number};
    if (open_once(w, err) < 0)
        return -1;
    return protect(w, do_set, &job, err);
}

int luaworld_set_text(struct luaworld *w, const char *name, const char *text, size_t len,
                      struct error *err)
{
    struct job job = {.name = name, .text = text, .len = len};
    if (open_once(w, err) < 0)
        return -1;
    return protect(w, do_set, &job, err);
}

int luaworld_unset(struct luaworld *w, const char *name, struct error *err)
{
    struct job job = {.name = name};
    if (open_once(w, err) < 0)
        return -1;
    return protect(w, do_set, &job, err);
}
