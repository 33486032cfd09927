/* SPDX-License-Identifier: MIT
 *
 * The closed Lua 5.4 world of one case: string, math, table, utf8, some base functions and
 * nothing that reaches files, processes, time, chance or loading. An instruction limit, a
 * limit of processor time and a memory limit end whatever runs away. All errors are
 * ERROR_EXERCISE and say what happened without saying where.
 */
#ifndef SCRIPT_LUAWORLD_H
#define SCRIPT_LUAWORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"

struct luaworld;

/* Cheap: the libraries are opened when something runs for the first time. */
struct luaworld *luaworld_new(void);
void luaworld_free(struct luaworld *w);

enum luaworld_text { LUAWORLD_EXPRESSION, LUAWORLD_FUNCTIONS };

/* Compiles only. */
int luaworld_check(struct luaworld *w, enum luaworld_text kind, const char *text,
                   size_t len, struct error *err);

/* Runs a text that defines functions. */
int luaworld_run(struct luaworld *w, const char *text, size_t len, struct error *err);

enum luaworld_kind {
    LUAWORLD_NIL,
    LUAWORLD_TRUTH,
    LUAWORLD_INTEGER,
    LUAWORLD_REAL,
    LUAWORLD_STRING,
    LUAWORLD_OTHER,
};

struct luaworld_result {
    enum luaworld_kind kind;
    bool truth; /* as a condition: all but nil and false are true */
    int64_t integer;
    double real;
    struct buf text;       /* STRING; owned by the caller, who may use it again */
    const char *type_name; /* of OTHER: "table", "function" */
};

/* Evaluates an expression; of several values the first counts. */
int luaworld_eval(struct luaworld *w, const char *expression, size_t len,
                  struct luaworld_result *out, struct error *err);

/* Global variables; a name such as client.ip becomes a field of a table. */
int luaworld_set_integer(struct luaworld *w, const char *name, int64_t number,
                         struct error *err);
int luaworld_set_text(struct luaworld *w, const char *name, const char *text, size_t len,
                      struct error *err);
int luaworld_unset(struct luaworld *w, const char *name, struct error *err);

#endif
