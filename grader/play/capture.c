/* SPDX-License-Identifier: MIT */
#include "play/capture.h"

#define KEEP_HEAD (256 * 1024)
#define KEEP_TAIL (64 * 1024)

void capture_append(struct capture *c, const void *data, size_t len)
{
    const char *bytes = data;
    c->total += len;
    if (c->head.len < KEEP_HEAD) {
        size_t n = KEEP_HEAD - c->head.len < len ? KEEP_HEAD - c->head.len : len;
        buf_append(&c->head, bytes, n);
        bytes += n;
        len -= n;
    }
    if (!len)
        return;
    buf_append(&c->tail, bytes, len);
    if (c->tail.len > 2 * KEEP_TAIL)
        buf_drop(&c->tail, c->tail.len - KEEP_TAIL);
}

/* Of what was kept from position start on, as much as lies before `from`. */
static size_t kept_before(uint64_t start, size_t len, uint64_t from)
{
    uint64_t before = from > start ? from - start : 0;
    return before < len ? (size_t)before : len;
}

void capture_cut(struct capture *c, uint64_t from)
{
    if (from >= c->total)
        return;
    c->tail.len = kept_before(c->total - c->tail.len, c->tail.len, from);
    c->head.len = kept_before(0, c->head.len, from);
    c->total = from;
}

void capture_close(struct capture *c)
{
    buf_close(&c->head);
    buf_close(&c->tail);
    c->total = 0;
}

/* Appends the part of kept (which begins at position start) that lies in [from, to). */
static void overlap(const struct buf *kept, uint64_t start, uint64_t from, uint64_t to,
                    struct buf *out)
{
    uint64_t end = start + kept->len;
    uint64_t a = from > start ? from : start;
    uint64_t b = to < end ? to : end;
    if (a < b)
        buf_append(out, kept->data + (a - start), b - a);
}

void capture_range(const struct capture *c, uint64_t from, uint64_t to, struct buf *out)
{
    overlap(&c->head, 0, from, to, out);
    overlap(&c->tail, c->total - c->tail.len, from, to, out);
}
