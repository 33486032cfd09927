/* SPDX-License-Identifier: MIT */
#include "judge/difference.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/quote.h"

#define WHOLE 64  /* columns of a text that is shown as a whole */
#define SHOWN 44  /* of the window on a longer one, so that its size fits behind it */
#define BEFORE 20 /* of them before the first difference */
#define FAR 256   /* bytes, in which that many columns are for certain */

static size_t first_difference(const struct buf *a, const struct buf *b)
{
    size_t i = 0;
    while (i < a->len && i < b->len && a->data[i] == b->data[i])
        i++;
    return i;
}

/* White space at the end of a message never counts, so it is not shown either, unless the
 * message is nothing else, or binary. */
static size_t visible_len(const struct buf *b)
{
    size_t len = b->len;
    if (len && memchr(b->data, '\0', len))
        return len;
    while (len && isspace((unsigned char)b->data[len - 1]))
        len--;
    return len ? len : b->len;
}

/* So many columns of the bytes from `from` on; where they end. */
static size_t take(const struct buf *b, size_t len, size_t from, size_t columns,
                   struct buf *out)
{
    size_t used = 0, width, at = from;
    while (at < len) {
        struct buf unit = {0};
        size_t n = quote_unit(&unit, b->data + at, len - at, &width);
        bool fits = used + width <= columns;
        if (fits)
            buf_append(out, unit.data, unit.len);
        buf_close(&unit);
        if (!fits)
            break;
        used += width;
        at += n;
    }
    return at;
}

static bool is_short(const struct buf *b, size_t len)
{
    struct buf sink = {0};
    bool all = take(b, len, 0, WHOLE, &sink) == len;
    buf_close(&sink);
    return all;
}

static void window(const struct buf *b, size_t len, size_t from, bool whole,
                   struct buf *out)
{
    buf_puts(out, from ? "...\"" : "\"");
    size_t shown = len < 1000000 ? SHOWN : SHOWN - 2; /* for one or two digits more */
    size_t at = take(b, len, from, whole ? WHOLE : shown, out);
    buf_putc(out, '"');
    if (at < len)
        buf_printf(out, "... (%zu bytes)", len);
}

/* The position so many columns before `to`. */
static size_t columns_before(const struct buf *b, size_t to, size_t columns)
{
    size_t from = to > FAR ? to - FAR : 0, width, used = 0;
    struct buf sink = {0};
    while (from && ((unsigned char)b->data[from] & 0xC0) == 0x80)
        from--; /* not inside a UTF-8 character */
    for (size_t at = from; at < to;) {
        at += quote_unit(&sink, b->data + at, b->len - at, &width);
        used += width;
    }
    while (used > columns && from < to) {
        from += quote_unit(&sink, b->data + from, b->len - from, &width);
        used -= width;
    }
    buf_close(&sink);
    return from;
}

void difference_show(const struct buf *wanted, const struct buf *received,
                     struct buf *wanted_out, struct buf *received_out)
{
    size_t wanted_len = visible_len(wanted), received_len = visible_len(received);
    bool whole = is_short(wanted, wanted_len) && is_short(received, received_len);
    size_t differs = first_difference(wanted, received);
    while (differs && differs < wanted->len
           && ((unsigned char)wanted->data[differs] & 0xC0) == 0x80)
        differs--; /* not inside a UTF-8 character */
    size_t from = whole ? 0 : columns_before(wanted, differs, BEFORE);
    if (wanted_len)
        window(wanted, wanted_len, from < wanted_len ? from : 0, whole, wanted_out);
    if (received_len)
        window(received, received_len, from < received_len ? from : 0, whole,
               received_out);
}
