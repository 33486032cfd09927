/* SPDX-License-Identifier: MIT
 *
 * The fields of a pack made into bytes for one moment of one case.
 */
#ifndef SCRIPT_PACKED_H
#define SCRIPT_PACKED_H

#include "base/buf.h"
#include "base/error.h"
#include "script/exercise.h"
#include "script/scope.h"
#include "script/wanted.h"

struct packed {
    const struct pack *pack; /* borrowed */
    struct buf bytes;        /* NUL where a field is open */
    struct buf fixed;        /* of each byte, whether its value is fixed */
    size_t *ends;            /* behind each field */
    struct buf taken;        /* what was found last */
};

/* -1: a value does not fit (ERROR_EXERCISE). Close it all the same. */
int packed_make(struct packed *p, const struct pack *pack, struct scope *s,
                struct error *err);
void packed_close(struct packed *p);

/* Whether every byte is fixed. */
bool packed_is_fixed(const struct packed *p);

/* The beginning of data against it, as exact_take. What was found is kept. */
enum wanted_result packed_take(struct packed *p, const char *data, size_t len,
                               size_t *used);

/* The named fields of what was found last go into the scope. */
void packed_capture(const struct packed *p, struct scope *s);

#endif
