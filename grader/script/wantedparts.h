/* SPDX-License-Identifier: MIT
 *
 * What a struct wanted is made of: for wanted.c, exact.c and turn.c only.
 */
#ifndef SCRIPT_WANTEDPARTS_H
#define SCRIPT_WANTEDPARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "script/exercise.h"

struct packed;
struct regex;
struct scope;

struct wanted {
    enum match_kind kind;
    bool ignore_case;
    struct buf text;   /* expanded; LUA: the expression */
    struct buf joined; /* text without its line ends */
    uint64_t length;   /* LENGTH */
    struct regex *regex;
    struct scope *scope;   /* LUA: borrowed */
    struct packed *packed; /* PACK: its bytes are text when all are fixed */
    struct wanted **items;
    size_t item_count;
};

#endif
