/* SPDX-License-Identifier: MIT
 *
 * string.find, match, gmatch and gsub for the closed Lua world, as the Lua 5.4 manual has
 * them, but with a bound on the steps of a pattern.
 */
#ifndef SCRIPT_LUASTRING_H
#define SCRIPT_LUASTRING_H

#include <stdint.h>

#include <lua.h>

/* Puts the four into the global table string. *steps_left must live as long as lua; who
 * evaluates fills it up before. May raise a Lua error. */
void luastring_install(lua_State *lua, int64_t *steps_left);

#endif
