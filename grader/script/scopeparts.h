/* SPDX-License-Identifier: MIT
 *
 * The inside of a scope, for scope.c and scopedraw.c alone.
 */
#ifndef SCRIPT_SCOPEPARTS_H
#define SCRIPT_SCOPEPARTS_H

#include "script/luaworld.h"
#include "script/scope.h"

struct scope_entry {
    char *name;
    bool is_number;
    int64_t number;
    char *text; /* also of a number */
    size_t len;
    bool drawn;  /* a value of the script */
    bool synced; /* Lua knows it */
};

/* The bottom has the Lua world; one layer at a time is shown to it. */
struct scope {
    struct scope *below; /* NULL: this is the bottom */
    struct scope_entry *entries;
    size_t count, size;
    const struct exercise *exercise;
    const struct test_case *test;
    uint64_t seed;
    char *label;          /* of a layer */
    struct luaworld *lua; /* NULL until needed: most templates are plain names */
    struct scope *shown;  /* the layer that Lua knows, or NULL */
    struct luaworld_result result;
};

int scope_eval(struct scope *s, const char *lua, size_t len, struct luaworld_result **out,
               struct error *err);
int scope_put_result(const struct luaworld_result *r, struct buf *out, struct error *err);
int scope_load_functions(struct scope *s, const char *text, struct error *err);
void scope_mark_drawn(struct scope *s, const char *name);

#endif
