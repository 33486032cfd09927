/* SPDX-License-Identifier: MIT */
#include "script/printed.h"

#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/bytes.h"

bool printed_occurs(const char *text, size_t len, bool ignore_case, const char *data,
                    size_t data_len)
{
    if (!len)
        return true;
    if (len > data_len)
        return false;
    if (!ignore_case)
        return bytes_find(data, data_len, text, len) != NULL;
    for (size_t at = 0; at + len <= data_len; at++) {
        size_t i = 0;
        while (i < len && ((data[at + i] ^ text[i]) & ~0x20) == 0
               && (data[at + i] == text[i]
                   || ((text[i] | 0x20) >= 'a' && (text[i] | 0x20) <= 'z')))
            i++;
        if (i == len)
            return true;
    }
    return false;
}

/* How a language writes bytes as a literal. Python takes "..." when there is a ' but no "
 * inside, else '...' with \'. Text (str) keeps what is not ASCII, bytes don't. */
struct notation {
    char quote;      /* the quotation mark that gets a backslash; 0: none */
    bool ascii_only; /* other bytes become \xNN */
};

static const struct notation notations[] = {
    {0, true}, {'\'', true}, {'"', true}, {0, false}, {'\'', false}, {'"', false},
};

static void write_byte(struct buf *out, unsigned char c, const struct notation *n)
{
    static const char named[] = "\n\r\t\\", names[] = "nrt\\";
    const char *found = c ? strchr(named, c) : NULL;
    if (found)
        buf_printf(out, "\\%c", names[found - named]);
    else if (n->quote && c == (unsigned char)n->quote)
        buf_printf(out, "\\%c", c);
    else if (c < 0x20 || c == 0x7F || (c >= 0x80 && n->ascii_only))
        buf_printf(out, "\\x%02x", c);
    else
        buf_putc(out, (char)c);
}

static bool is_plain(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (text[i] < 0x20 || text[i] == 0x7F || strchr("'\"\\", text[i]))
            return false;
    }
    return true;
}

static void without(struct buf *out, const char *text, size_t len, char left_out)
{
    for (size_t i = 0; i < len; i++) {
        if (text[i] != left_out)
            buf_putc(out, text[i]);
    }
    buf_append(out, "", 0);
}

/* A terminal's line ends: the program may have turned \r\n into \n. */
static bool occurs_without_returns(const char *text, size_t len, bool ignore_case,
                                   const char *output, size_t output_len)
{
    struct buf wanted = {0}, printed = {0};
    without(&wanted, text, len, '\r');
    without(&printed, output, output_len, '\r');
    bool found =
        printed_occurs(wanted.data, wanted.len, ignore_case, printed.data, printed.len);
    buf_close(&wanted);
    buf_close(&printed);
    return found;
}

bool printed_inside(const char *text, size_t len, bool ignore_case, const char *output,
                    size_t output_len)
{
    bool found = printed_occurs(text, len, ignore_case, output, output_len);
    if (found || is_plain(text, len))
        return found;
    struct buf written = {0};
    for (size_t n = 0; n < sizeof notations / sizeof notations[0] && !found; n++) {
        buf_clear(&written);
        for (size_t i = 0; i < len; i++)
            write_byte(&written, (unsigned char)text[i], &notations[n]);
        found =
            printed_occurs(written.data, written.len, ignore_case, output, output_len);
    }
    buf_close(&written);
    return found || occurs_without_returns(text, len, ignore_case, output, output_len);
}
