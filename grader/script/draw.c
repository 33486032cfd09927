/* SPDX-License-Identifier: MIT */
#include "script/draw.h"

#include <assert.h>
#include <inttypes.h>

static void put_word(struct random *r, struct buf *out, int64_t shortest, int64_t longest)
{
    for (int64_t n = random_between(r, shortest, longest); n > 0; n--)
        buf_putc(out, (char)('a' + random_between(r, 0, 25)));
}

static void put_text(struct random *r, struct buf *out, int64_t fewest, int64_t most)
{
    int64_t count = random_between(r, fewest, most);
    for (int64_t i = 0; i < count; i++) {
        if (i)
            buf_putc(out, ' ');
        put_word(r, out, 2, 8);
    }
}

static void put_bytes(struct random *r, struct buf *out, int64_t count)
{
    for (; count > 0; count -= 8) {
        uint64_t bits = random_next(r);
        char bytes[8];
        for (size_t i = 0; i < sizeof bytes; i++)
            bytes[i] = (char)(bits >> 8 * i & 0xFF);
        buf_append(out, bytes, count < 8 ? (size_t)count : sizeof bytes);
    }
}

/* 127.0.0.1 and Debian's 127.0.1.1 have names of their own, so neither is ever drawn. */
static void put_loopback(struct random *r, struct buf *out)
{
    buf_puts(out, "127");
    for (int i = 0; i < 3; i++)
        buf_printf(out, ".%" PRId64, random_between(r, 1, 254));
}

void draw_value(const struct value *v, struct random *r, struct buf *out, int64_t *number)
{
    switch (v->kind) {
    case VALUE_INT:
        *number = random_between(r, v->low, v->high);
        buf_printf(out, "%" PRId64, *number);
        return;
    case VALUE_WORD:
        put_word(r, out, v->low, v->high);
        return;
    case VALUE_TEXT:
        put_text(r, out, v->low, v->high);
        return;
    case VALUE_ONE_OF:
        assert(v->choice_count);
        buf_puts(out, v->choices[random_between(r, 0, (int64_t)v->choice_count - 1)]);
        return;
    case VALUE_BYTES:
        put_bytes(r, out, v->low);
        return;
    case VALUE_IP:
        put_loopback(r, out);
        return;
    case VALUE_NAME:
        put_word(r, out, 5, 9);
        buf_puts(out, ".example"); /* reserved by RFC 2606, so it is nobody's */
        return;
    case VALUE_LUA:
        break;
    }
    assert(!"computed, not drawn");
}
