/* SPDX-License-Identifier: MIT
 *
 * Lua patterns (Lua 5.4 reference manual, 6.4.1) with a bound on their steps. Lua's own
 * matcher knows no bound: a pattern such as ".-.-.-x" can run for years on a student's
 * message, and no instruction hook is called meanwhile.
 */
#ifndef SCRIPT_LUAPATTERN_H
#define SCRIPT_LUAPATTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LUAPATTERN_LONGEST 1024
#define LUAPATTERN_CAPTURES 32

struct luapattern;

/* A capture () of a position has is_position; its place is start. */
struct luapattern_capture {
    size_t start, len;
    bool is_position;
};

struct luapattern_match {
    size_t start, end;
    struct luapattern_capture captures[LUAPATTERN_CAPTURES];
    size_t capture_count;
};

/* How many bytes a compiled pattern of this length takes; the caller provides them. */
size_t luapattern_size(size_t len);

/* Fills storage. Returns NULL, or what is wrong with the pattern. With anchors, a ^ at
 * the beginning is one; gmatch has none. */
const char *luapattern_compile(struct luapattern *storage, const char *text, size_t len,
                               bool anchors);

bool luapattern_is_anchored(const struct luapattern *p);

enum luapattern_result { LUAPATTERN_NO, LUAPATTERN_YES, LUAPATTERN_EXHAUSTED };

/* Matches at exactly `from`. *steps is what is left to spend, and is taken from. */
enum luapattern_result luapattern_at(const struct luapattern *p, const char *subject,
                                     size_t len, size_t from, int64_t *steps,
                                     struct luapattern_match *out);

/* The first match at or behind `from`. */
enum luapattern_result luapattern_find(const struct luapattern *p, const char *subject,
                                       size_t len, size_t from, int64_t *steps,
                                       struct luapattern_match *out);

#endif
