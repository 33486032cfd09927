/* SPDX-License-Identifier: MIT
 *
 * Binary messages: numbers of another size or byte order, and lengths in front of a text
 * that are not what they should be.
 */
#include <stdio.h>
#include <string.h>

#include "judge/likeness_row.h"

/* A text with its length in front, high byte first. */
struct framed {
    size_t size; /* of the length */
    struct bytes text;
};

static uint64_t number_of(const char *bytes, size_t size)
{
    uint64_t n = 0;
    for (size_t i = 0; i < size; i++)
        n = n << 8 | (unsigned char)bytes[i];
    return n;
}

static void put_number(uint64_t n, size_t size, char *out)
{
    for (size_t i = 0; i < size; i++)
        out[i] = (char)(n >> 8 * (size - 1 - i) & 0xFF);
}

static void turn_around(char *bytes, size_t size)
{
    for (size_t i = 0; i < size / 2; i++) {
        char low = bytes[i];
        bytes[i] = bytes[size - 1 - i];
        bytes[size - 1 - i] = low;
    }
}

static bool is_framed(struct bytes b, struct framed *out)
{
    static const size_t sizes[] = {4, 2, 8};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        if (b.len <= sizes[i] || number_of(b.data, sizes[i]) != b.len - sizes[i])
            continue;
        *out = (struct framed){sizes[i], {b.data + sizes[i], b.len - sizes[i]}};
        return true;
    }
    return false;
}

static bool ends_with(struct bytes b, struct bytes text, size_t front)
{
    return b.len == front + text.len && memcmp(b.data + front, text.data, text.len) == 0;
}

static bool begins_with(struct bytes b, const char *front, size_t size)
{
    return b.len >= size && memcmp(b.data, front, size) == 0;
}

static size_t letters_in(struct bytes text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++)
        n += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    return n;
}

bool like_length_order(const struct likeness *l, struct buf *out)
{
    struct framed f;
    char front[8];
    if (!is_framed(l->wanted, &f) || !ends_with(l->received, f.text, f.size))
        return false;
    put_number(f.text.len, f.size, front);
    turn_around(front, f.size);
    if (!begins_with(l->received, front, f.size))
        return false;
    buf_printf(out,
               "The length in front has its bytes in the other order: %s puts the high "
               "byte first.",
               f.size == 2 ? "htons()" : "network byte order, as htonl() makes it,");
    return true;
}

bool like_length_missing(const struct likeness *l, struct buf *out)
{
    struct framed f;
    if (!is_framed(l->wanted, &f) || !bytes_same(l->received, f.text))
        return false;
    buf_printf(out, "The text came without its length, which has %zu bytes.", f.size);
    return true;
}

bool like_length_with_nul(const struct likeness *l, struct buf *out)
{
    struct framed f;
    if (!is_framed(l->wanted, &f) || l->received.len != l->wanted.len + 1
        || l->received.data[l->wanted.len] != '\0'
        || memcmp(l->received.data + f.size, f.text.data, f.text.len) != 0
        || number_of(l->received.data, f.size) != f.text.len + 1)
        return false;
    buf_puts(out, "The NUL that ends the text in C was counted and sent: strlen() leaves "
                  "it out, sizeof does not.");
    return true;
}

/* The text is right, and its length is another number. */
bool like_length_other(const struct likeness *l, struct buf *out)
{
    struct framed f;
    if (!is_framed(l->wanted, &f) || !ends_with(l->received, f.text, f.size))
        return false;
    uint64_t n = number_of(l->received.data, f.size);
    buf_printf(out, "The length in front says %llu, and %zu bytes follow",
               (unsigned long long)n, f.text.len);
    if (n == f.text.len + f.size)
        buf_printf(out, ": its own %zu bytes do not count.", f.size);
    else if (n == letters_in(f.text))
        buf_puts(out, ": it counts the letters before they were encoded.");
    else
        buf_putc(out, '.');
    return true;
}

bool like_length_size(const struct likeness *l, struct buf *out)
{
    static const size_t sizes[] = {1, 2, 4, 8};
    struct framed f;
    char front[24];
    if (!is_framed(l->wanted, &f) || l->received.len <= f.text.len)
        return false;
    size_t size = l->received.len - f.text.len;
    if (!ends_with(l->received, f.text, size) || size > 8)
        return false;
    int digits = snprintf(front, sizeof front, "%0*zu", (int)size, f.text.len);
    if ((size_t)digits == size && begins_with(l->received, front, size)) {
        buf_printf(out, "The length was sent as digits; it is wanted as %zu byte%s.",
                   f.size, f.size == 1 ? "" : "s");
        return true;
    }
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        if (sizes[i] == size && size != f.size) {
            buf_printf(out, "The length has %zu byte%s here; %zu were asked for.", size,
                       size == 1 ? "" : "s", f.size);
            return true;
        }
    return false;
}

static bool is_word(size_t len)
{
    return len == 2 || len == 4 || len == 8;
}

/* The same number in more or fewer bytes. */
bool like_number_size(const struct likeness *l, struct buf *out)
{
    size_t here = l->received.len, wanted = l->wanted.len;
    if (!is_word(here) || !is_word(wanted) || here == wanted
        || number_of(l->received.data, here) != number_of(l->wanted.data, wanted))
        return false;
    buf_printf(out, "It is the right number, in %zu bytes; %zu were asked for.", here,
               wanted);
    return true;
}
