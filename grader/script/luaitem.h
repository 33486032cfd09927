/* SPDX-License-Identifier: MIT
 *
 * What a compiled Lua pattern is made of: for luapattern.c and luamatch.c only.
 */
#ifndef SCRIPT_LUAITEM_H
#define SCRIPT_LUAITEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum item_kind {
    ITEM_SET,
    ITEM_OPEN,
    ITEM_POSITION,
    ITEM_CLOSE,
    ITEM_SAME,
    ITEM_BALANCE,
    ITEM_FRONTIER,
    ITEM_END
};

enum item_times { TIMES_ONE, TIMES_OPTIONAL, TIMES_ANY, TIMES_SOME, TIMES_LAZY };

/* A set of bytes, one bit each. */
struct byte_set {
    uint32_t bits[8];
};

struct item {
    enum item_kind kind;
    enum item_times times;    /* SET */
    struct byte_set set;      /* SET, FRONTIER */
    size_t group;             /* OPEN, POSITION, CLOSE, SAME */
    unsigned char open, shut; /* BALANCE */
};

struct luapattern {
    bool anchored;
    size_t group_count;
    size_t item_count;
    struct item items[];
};

#endif
