/* SPDX-License-Identifier: MIT
 *
 * Everything a program writes to one descriptor, with its middle left out when it is long:
 * positions count all bytes ever written, head and tail are kept.
 */
#ifndef PLAY_CAPTURE_H
#define PLAY_CAPTURE_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct capture {
    struct buf head, tail;
    uint64_t total; /* bytes written so far */
};

void capture_append(struct capture *c, const void *data, size_t len);

/* Forgets all that was written from a position on. */
void capture_cut(struct capture *c, uint64_t from);

void capture_close(struct capture *c);

/* Appends to out what is kept of the bytes from position `from` up to `to`. */
void capture_range(const struct capture *c, uint64_t from, uint64_t to, struct buf *out);

#endif
