/* SPDX-License-Identifier: MIT
 *
 * Numbers that were sent as the bytes of a variable, and bytes that were sent as digits.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/likeness_row.h"

/* A whole number of at most 18 digits. */
static bool read_number(struct bytes b, int64_t *out)
{
    char digits[24], *end;
    if (!b.len || b.len > 19
        || (b.data[0] != '-' && (b.data[0] < '0' || b.data[0] > '9')))
        return false;
    snprintf(digits, sizeof digits, "%.*s", (int)b.len, b.data);
    *out = strtoll(digits, &end, 10);
    return *end == '\0' && end > digits + (b.data[0] == '-');
}

static bool is_word_size(size_t len)
{
    return len == 1 || len == 2 || len == 4 || len == 8;
}

/* Whether these are the bytes of the number, as two's complement. */
static bool holds_number(struct bytes b, int64_t n, bool high_first)
{
    for (size_t i = 0; i < b.len; i++) {
        size_t at = high_first ? b.len - 1 - i : i;
        if ((unsigned char)b.data[at] != ((uint64_t)n >> (8 * i) & 0xFF))
            return false;
    }
    return b.len == 8 || (n >> (8 * b.len - 1) == 0) || (n >> (8 * b.len - 1) == -1)
           || n >> (8 * b.len) == 0;
}

static bool is_binary(struct bytes b)
{
    for (size_t i = 0; i < b.len; i++)
        if ((unsigned char)b.data[i] < 0x20 || (unsigned char)b.data[i] > 0x7E)
            return true;
    return false;
}

/* bytes(3) in Python is three NULs. */
bool like_zeros_of_number(const struct likeness *l, struct buf *out)
{
    int64_t n;
    if (!read_number(l->number, &n) || n < 1 || (uint64_t)n != l->received.len)
        return false;
    for (size_t i = 0; i < l->received.len; i++)
        if (l->received.data[i])
            return false;
    buf_printf(out,
               "So many NUL bytes came as the number says (%" PRId64
               "), not its digits as text.",
               n);
    return true;
}

bool like_byte_of_number(const struct likeness *l, struct buf *out)
{
    int64_t n;
    if (l->received.len != 1 || !read_number(l->number, &n)
        || n != (unsigned char)l->received.data[0])
        return false;
    buf_puts(out, "A byte with that value was sent, not the digits as text.");
    return true;
}

bool like_raw_number(const struct likeness *l, struct buf *out)
{
    int64_t n;
    bool is_fit =
        l->received.len > 1 && is_word_size(l->received.len) && is_binary(l->received);
    if (!is_fit || !read_number(l->number, &n)
        || !(holds_number(l->received, n, false) || holds_number(l->received, n, true)))
        return false;
    buf_printf(out,
               "The %zu bytes with which the computer stores the number %" PRId64
               " were sent, not its digits as text.",
               l->received.len, n);
    return true;
}

bool like_other_byte_order(const struct likeness *l, struct buf *out)
{
    size_t len = l->wanted.len;
    if (len < 2 || !is_word_size(len) || len != l->received.len || !is_binary(l->wanted))
        return false;
    for (size_t i = 0; i < len; i++)
        if (l->wanted.data[i] != l->received.data[len - 1 - i])
            return false;
    buf_puts(out, "It is the right number with its bytes in the other order; htons() and "
                  "htonl() put the high byte first.");
    return true;
}

bool like_digits(const struct likeness *l, struct buf *out)
{
    int64_t n;
    if (!is_word_size(l->wanted.len) || !is_binary(l->wanted)
        || !read_number(l->received, &n)
        || !(holds_number(l->wanted, n, true) || holds_number(l->wanted, n, false)))
        return false;
    buf_printf(out, "The digits were sent as text; the number is wanted as %zu byte%s.",
               l->wanted.len, l->wanted.len == 1 ? "" : "s");
    return true;
}

bool like_hex_digits(const struct likeness *l, struct buf *out)
{
    static const char digits[] = "0123456789abcdef";
    if (l->received.len != 2 * l->wanted.len || !is_binary(l->wanted))
        return false;
    for (size_t i = 0; i < l->received.len; i++) {
        unsigned char byte = (unsigned char)l->wanted.data[i / 2];
        char digit = digits[i % 2 ? byte & 15 : byte >> 4];
        if ((l->received.data[i] | 0x20) != digit && l->received.data[i] != digit)
            return false;
    }
    buf_puts(out, "The bytes were sent as hexadecimal digits, which are text.");
    return true;
}
