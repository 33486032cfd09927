/* SPDX-License-Identifier: MIT
 *
 * A moment on the calendar as text (RFC 3339, what ISO 8601 is used for) and as milliseconds
 * since 1970 in UTC. For deadlines and files' times only: what is measured is measured by
 * base/clock.h.
 */
#ifndef BASE_TIMESTAMP_H
#define BASE_TIMESTAMP_H

#include <stdint.h>

#include "base/error.h"

struct buf;

/* "2026-11-20T23:59:00+01:00", "2026-11-20 22:59Z": the seconds may be missing, or have a
 * fraction; the distance to UTC may not. -1: it is none, or there is no such day. */
int timestamp_parse(const char *text, int64_t *out_ms);

/* Appends 2026-11-20T22:59:00Z. */
void timestamp_write(int64_t ms, struct buf *out);

#endif
