/* SPDX-License-Identifier: MIT */
#include "judge/difference.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/quote.h"

#define WHOLE 64  /* columns of a text that is shown as a whole */
#define SHOWN 44  /* of the window on a longer one, so that its size fits behind it */
#define BEFORE 20 /* of them before the first difference */

static size_t first_difference(const struct buf *a, const struct buf *b)
{
    size_t i = 0;
    while (i < a->len && i < b->len && a->data[i] == b->data[i])
        i++;
    return i;
}

/* White space at the end of a message never counts, so it is not shown either, unless the
 * message is nothing else. */
static size_t visible_len(const struct buf *b)
{
    size_t len = b->len;
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
    size_t at = take(b, len, from, whole ? WHOLE : SHOWN, out);
    buf_putc(out, '"');
    if (at < len)
        buf_printf(out, "... (%zu bytes)", len);
}

/* The position so many columns before `to`. */
static size_t columns_before(const struct buf *b, size_t to, size_t columns)
{
    size_t from = 0, width, used = 0;
    struct buf sink = {0};
    for (size_t at = 0; at < to;) {
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

/* --- differences that have a name --------------------------------------------------------- */

struct pair {
    const char *wanted, *received;
    size_t wanted_len, received_len;
};

static bool bytes_repr(const struct pair *p)
{
    return p->received_len > 2 && p->received[0] == 'b'
           && (p->received[1] == '\'' || p->received[1] == '"')
           && !(p->wanted_len > 1 && memcmp(p->wanted, p->received, 2) == 0);
}

static bool quoted(const struct pair *p)
{
    return p->received_len == p->wanted_len + 2
           && (p->received[0] == '"' || p->received[0] == '\'')
           && memcmp(p->received + 1, p->wanted, p->wanted_len) == 0;
}

static bool only_case(const struct pair *p)
{
    bool same = p->wanted_len == p->received_len;
    for (size_t i = 0; same && i < p->wanted_len; i++) /* past NUL bytes too */
        same = tolower((unsigned char)p->wanted[i])
               == tolower((unsigned char)p->received[i]);
    return same;
}

static size_t squeeze(const char *data, size_t len, char *out, size_t size)
{
    size_t n = 0;
    for (size_t i = 0; i < len && n < size; i++)
        if (!isspace((unsigned char)data[i]))
            out[n++] = data[i];
    return n;
}

static bool only_spaces(const struct pair *p)
{
    char a[512], b[512];
    size_t n = squeeze(p->wanted, p->wanted_len, a, sizeof a);
    size_t m = squeeze(p->received, p->received_len, b, sizeof b);
    return p->wanted_len < sizeof a && p->received_len < sizeof b && n == m
           && memcmp(a, b, n) == 0;
}

static size_t count_line_ends(const char *data, size_t len)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++)
        n += data[i] == '\n' || data[i] == '\r';
    return n;
}

static bool only_line_ends(const struct pair *p)
{
    return only_spaces(p)
           && count_line_ends(p->wanted, p->wanted_len)
                  != count_line_ends(p->received, p->received_len);
}

static bool wide_characters(const struct pair *p)
{
    size_t zeros = 0;
    for (size_t i = 0; i < p->received_len; i++)
        zeros += p->received[i] == '\0';
    return p->received_len >= 4 && zeros * 2 + 2 >= p->received_len
           && zeros * 2 <= p->received_len + 2;
}

static bool zero_bytes(const struct pair *p)
{
    return memchr(p->received, '\0', p->received_len) != NULL
           && memchr(p->wanted, '\0', p->wanted_len) == NULL;
}

static bool literal_escape(const struct pair *p)
{
    return bytes_find(p->received, p->received_len, "\\n", 2) != NULL
           && bytes_find(p->wanted, p->wanted_len, "\\n", 2) == NULL;
}

static bool byte_value(const struct pair *p)
{
    char *end = NULL;
    char digits[8];
    if (p->received_len != 1 || p->wanted_len == 0 || p->wanted_len > 3)
        return false;
    snprintf(digits, sizeof digits, "%.*s", (int)p->wanted_len, p->wanted);
    long n = strtol(digits, &end, 10);
    return *end == '\0' && n == (unsigned char)p->received[0];
}

static bool stops_short(const struct pair *p)
{
    return p->received_len && p->received_len < p->wanted_len
           && memcmp(p->wanted, p->received, p->received_len) == 0;
}

static const struct {
    bool (*holds)(const struct pair *p);
    const char *sentence;
} names[] = {
    {bytes_repr, "b'...' is how Python prints bytes; it has become part of the text."},
    {quoted, "The quotation marks are not part of the message."},
    {only_case, "Only upper and lower case differ."},
    {only_line_ends, "Only line ends differ."},
    {only_spaces, "Only spaces differ."},
    {byte_value, "A byte with that value was sent, not the digit as text."},
    {wide_characters, "Every second byte is 0: the text was sent as UTF-16."},
    {zero_bytes,
     "There are NUL bytes (\\0) in it: send only the characters of the text."},
    {literal_escape, "A backslash and an n were sent, not a line end."},
};

void difference_name(const struct buf *wanted, const struct buf *received,
                     struct buf *out)
{
    const struct pair p = {buf_text(wanted), buf_text(received), visible_len(wanted),
                           visible_len(received)};
    if (!p.wanted_len || !p.received_len
        || (p.wanted_len == p.received_len
            && memcmp(p.wanted, p.received, p.wanted_len) == 0))
        return;
    if (stops_short(&p)) {
        buf_printf(out, " %zu of %zu bytes came.", p.received_len, p.wanted_len);
        return;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].holds(&p)) {
            buf_printf(out, " %s", names[i].sentence);
            return;
        }
}
