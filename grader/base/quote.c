/* SPDX-License-Identifier: MIT */
#include "base/quote.h"

#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/width.h"

/* Controls, invisible and direction-changing characters, and what is no character: they
 * would hide the very difference, or obey the program on somebody's terminal. */
static bool is_hidden(uint32_t c)
{
    static const struct {
        uint32_t first, last;
    } ranges[] = {
        {0x0000, 0x00A0},   {0x00AD, 0x00AD},   {0x0600, 0x0605},   {0x061C, 0x061C},
        {0x06DD, 0x06DD},   {0x070F, 0x070F},   {0x0890, 0x0891},   {0x08E2, 0x08E2},
        {0x180E, 0x180E},   {0x200B, 0x200F},   {0x2028, 0x202E},   {0x2060, 0x206F},
        {0xFDD0, 0xFDEF},   {0xFEFF, 0xFEFF},   {0xFFF0, 0xFFFB},   {0x110BD, 0x110BD},
        {0x110CD, 0x110CD}, {0x13430, 0x1343F}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A},
        {0xE0000, 0xE0FFF},
    };
    if ((c & 0xFFFE) == 0xFFFE) /* the last two of every plane */
        return true;
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (c >= ranges[i].first && c <= ranges[i].last)
            return true;
    return false;
}

/* The length of the valid, printable UTF-8 character at data, or 0 (RFC 3629). */
static size_t utf8_printable(const unsigned char *s, size_t len, uint32_t *code)
{
    size_t n = s[0] >= 0xF0 ? 4 : s[0] >= 0xE0 ? 3 : 2;
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (s[0] < 0xC2 || s[0] > 0xF4 || n > len)
        return 0;
    uint32_t c = s[0] & (0x7F >> n);
    for (size_t i = 1; i < n; i++) {
        if ((s[i] & 0xC0) != 0x80)
            return 0;
        c = c << 6 | (s[i] & 0x3F);
    }
    if (c < least[n] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return 0;
    if (is_hidden(c))
        return 0;
    *code = c;
    return n;
}

size_t quote_unit(struct buf *out, const char *data, size_t len, size_t *columns)
{
    static const char named[] = "\n\r\t\0\\\"";
    static const char names[] = "nrt0\\\"";
    unsigned char c = (unsigned char)data[0];
    const char *found = memchr(named, c, sizeof named - 1);
    if (found && !(c == '\0' && len > 1 && data[1] >= '0' && data[1] <= '9')) {
        char pair[2] = {'\\', names[found - named]};
        buf_append(out, pair, 2);
        *columns = 2;
        return 1;
    }
    if (c >= 0x20 && c < 0x7F) {
        buf_putc(out, (char)c);
        *columns = 1;
        return 1;
    }
    uint32_t code = 0;
    size_t n = c >= 0x80 ? utf8_printable((const unsigned char *)data, len, &code) : 0;
    if (n) {
        buf_append(out, data, n);
        *columns = width_of(code);
        return n;
    }
    buf_printf(out, "\\x%02x", c);
    *columns = 4;
    return 1;
}

void quote_escape(struct buf *out, const char *data, size_t len)
{
    size_t columns;
    for (size_t i = 0; i < len;)
        i += quote_unit(out, data + i, len - i, &columns);
    buf_append(out, "", 0);
}

void quote_bytes(struct buf *out, const char *data, size_t len)
{
    buf_putc(out, '"');
    quote_escape(out, data, len);
    buf_putc(out, '"');
}

void quote_short(struct buf *out, const char *data, size_t len, size_t max)
{
    struct buf unit = {0};
    size_t columns, used = 0, front = 0;
    while (front < len && used < max) {
        buf_clear(&unit);
        size_t n = quote_unit(&unit, data + front, len - front, &columns);
        if (used + columns > max)
            break;
        used += columns;
        front += n;
    }
    buf_close(&unit);
    if (front == len) {
        quote_bytes(out, data, len);
        return;
    }
    quote_bytes(out, data, front);
    buf_printf(out, "... (%zu bytes)", len);
}

void quote_shell(struct buf *out, const char *word)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                "0123456789_-+=./:@%,";
    if (word[0] && word[strspn(word, plain)] == '\0') {
        buf_puts(out, word);
        return;
    }
    buf_putc(out, '\'');
    for (; *word; word++) {
        if (*word == '\'')
            buf_puts(out, "'\\''");
        else
            buf_putc(out, *word);
    }
    buf_putc(out, '\'');
}

/* Escapes all that quote_escape() does, but not the bytes of `plain`. */
static void escape_except(struct buf *out, const char *data, size_t len,
                          const char *plain)
{
    size_t columns;
    for (size_t i = 0; i < len;) {
        if (data[i] && strchr(plain, data[i]))
            buf_putc(out, data[i++]);
        else
            i += quote_unit(out, data + i, len - i, &columns);
    }
    buf_append(out, "", 0);
}

void quote_safe_text(struct buf *out, const char *data, size_t len)
{
    escape_except(out, data, len, "\n\t\"\\");
}

void quote_line(struct buf *out, const char *data, size_t len)
{
    escape_except(out, data, len, "\"\\");
}
