/* SPDX-License-Identifier: MIT
 *
 * The same text in other letters, or in another encoding.
 */
#include <ctype.h>
#include <stdint.h>
#include <string.h>

#include <utf8proc.h>

#include "base/quote.h"
#include "judge/likeness_row.h"

/* --- encodings ------------------------------------------------------------------------------ */

bool like_mark(const struct likeness *l, struct buf *out)
{
    struct bytes rest = {l->received.data + 3, l->received.len - 3};
    if (l->received.len < 4 || memcmp(l->received.data, "\xEF\xBB\xBF", 3) != 0
        || !bytes_same(rest, l->wanted))
        return false;
    buf_puts(out, "A byte order mark (\\xef\\xbb\\xbf) stands in front of the text.");
    return true;
}

/* Whether every character takes `size` bytes, all but one of them 0; behind a mark or not. */
static bool is_wide(struct bytes text, struct bytes b, size_t size)
{
    if (b.len == (text.len + 1) * size
        && (b.data[0] == '\xFF' || b.data[0] == '\xFE' || b.data[size - 1] == '\xFF')) {
        b.data += size;
        b.len -= size;
    }
    bool low_first = true, high_first = true;
    if (b.len != text.len * size)
        return false;
    for (size_t i = 0; i < b.len; i++) {
        char c = text.data[i / size];
        low_first &= b.data[i] == (i % size == 0 ? c : '\0');
        high_first &= b.data[i] == (i % size == size - 1 ? c : '\0');
    }
    return low_first || high_first;
}

bool like_utf16(const struct likeness *l, struct buf *out)
{
    bool utf16 = is_wide(l->wanted, l->received, 2);
    if (!utf16 && !is_wide(l->wanted, l->received, 4))
        return false;
    buf_printf(out, "The text was sent as %s, in which %s 0.",
               utf16 ? "UTF-16" : "UTF-32",
               utf16 ? "every second byte is" : "three bytes of four are");
    return true;
}

/* Without the text: long enough for chance, and printable all through. */
bool like_utf16_unknown(const struct likeness *l, struct buf *out)
{
    struct bytes b = l->received;
    if (b.len > 2 && (memcmp(b.data, "\xFF\xFE", 2) == 0)) {
        b.data += 2;
        b.len -= 2;
    }
    if (b.len < 8 || b.len % 2)
        return false;
    for (size_t i = 0; i < b.len; i += 2)
        if (!isprint((unsigned char)b.data[i]) || b.data[i + 1])
            return false;
    buf_puts(out, "Every second byte is 0: the text was sent as UTF-16.");
    return true;
}

bool like_latin1(const struct likeness *l, struct buf *out)
{
    struct buf utf8 = {0};
    bool foreign = false;
    for (size_t i = 0; i < l->received.len; i++) {
        unsigned char c = (unsigned char)l->received.data[i];
        foreign |= c >= 0x80;
        if (c >= 0x80)
            buf_putc(&utf8, (char)(0xC0 | c >> 6));
        buf_putc(&utf8, (char)(c >= 0x80 ? 0x80 | (c & 0x3F) : c));
    }
    bool same = foreign && bytes_same(bytes_of(&utf8), l->wanted);
    if (same)
        buf_puts(out, "The text was sent as Latin-1; UTF-8 was asked for.");
    buf_close(&utf8);
    return same;
}

/* --- letters ---------------------------------------------------------------------------------- */

bool like_case(const struct likeness *l, struct buf *out)
{
    bool same = l->wanted.len == l->received.len;
    for (size_t i = 0; same && i < l->wanted.len; i++) /* past NUL bytes too */
        same = tolower((unsigned char)l->wanted.data[i])
               == tolower((unsigned char)l->received.data[i]);
    if (same)
        buf_puts(out, "Only upper and lower case differ.");
    return same;
}

/* What stands for what: one character of the left column for the text on the right. */
struct likes {
    uint32_t character;
    const char *like;
};

static const struct likes typography[] = {
    {0x2018, "'"},  {0x2019, "'"},  {0x201A, "'"},   {0x00B4, "'"},  {0x0060, "'"},
    {0x2032, "'"},  {0x201C, "\""}, {0x201D, "\""},  {0x201E, "\""}, {0x00AB, "\""},
    {0x00BB, "\""}, {0x2010, "-"},  {0x2011, "-"},   {0x2012, "-"},  {0x2013, "-"},
    {0x2014, "-"},  {0x2212, "-"},  {0x2026, "..."}, {0x00D7, "x"},  {0xFF1F, "?"},
    {0xFF01, "!"},  {0xFF0C, ","},  {0xFF1A, ":"},   {0x037E, ";"},  {0x00BF, "?"},
};

/* Cyrillic and Greek letters with a Latin twin; then those of ASCII. */
static const struct likes lookalikes[] = {
    {0x0410, "A"}, {0x0412, "B"}, {0x0415, "E"}, {0x041A, "K"}, {0x041C, "M"},
    {0x041D, "H"}, {0x041E, "O"}, {0x0420, "P"}, {0x0421, "C"}, {0x0422, "T"},
    {0x0425, "X"}, {0x0430, "a"}, {0x0435, "e"}, {0x043E, "o"}, {0x0440, "p"},
    {0x0441, "c"}, {0x0443, "y"}, {0x0445, "x"}, {0x0455, "s"}, {0x0456, "i"},
    {0x0458, "j"}, {0x0391, "A"}, {0x0392, "B"}, {0x0395, "E"}, {0x0396, "Z"},
    {0x0397, "H"}, {0x0399, "I"}, {0x039A, "K"}, {0x039C, "M"}, {0x039D, "N"},
    {0x039F, "O"}, {0x03A1, "P"}, {0x03A4, "T"}, {0x03A5, "Y"}, {0x03A7, "X"},
    {0x03BF, "o"}, {0x03BD, "v"}, {'0', "O"},    {'O', "0"},    {'0', "o"},
    {'o', "0"},    {'1', "l"},    {'l', "1"},    {'I', "l"},    {'l', "I"},
    {'1', "I"},    {'I', "1"},    {'|', "l"},    {'|', "I"},
};

static size_t read_character(struct bytes b, size_t at, uint32_t *out)
{
    utf8proc_int32_t character = 0;
    utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)b.data + at,
                                          (utf8proc_ssize_t)(b.len - at), &character);
    *out = n > 0 ? (uint32_t)character : 0;
    return n > 0 ? (size_t)n : 1;
}

/* How the character at `at` is like the text at wanted, or NULL. */
static const struct likes *find_like(const struct likes *table, size_t rows,
                                     uint32_t character, struct bytes wanted, size_t at)
{
    for (size_t i = 0; i < rows; i++) {
        size_t len = strlen(table[i].like);
        if (table[i].character == character && wanted.len - at >= len
            && memcmp(wanted.data + at, table[i].like, len) == 0)
            return &table[i];
    }
    return NULL;
}

/* Walks both; the first character that is only like the wanted one, NULL when something
 * differs in another way. */
static const struct likes *first_like(const struct likeness *l, const struct likes *table,
                                      size_t rows, struct bytes *shown)
{
    const struct likes *first = NULL;
    size_t at = 0, wanted_at = 0;
    while (at < l->received.len && wanted_at < l->wanted.len) {
        uint32_t character;
        size_t n = read_character(l->received, at, &character);
        if (l->wanted.len - wanted_at >= n
            && memcmp(l->wanted.data + wanted_at, l->received.data + at, n) == 0) {
            wanted_at += n;
        } else {
            const struct likes *like =
                find_like(table, rows, character, l->wanted, wanted_at);
            if (!like)
                return NULL;
            if (!first)
                *shown = (struct bytes){l->received.data + at, n};
            first = first ? first : like;
            wanted_at += strlen(like->like);
        }
        at += n;
    }
    return at == l->received.len && wanted_at == l->wanted.len ? first : NULL;
}

static bool tell_like(const struct likeness *l, const struct likes *table, size_t rows,
                      const char *end, struct buf *out)
{
    struct bytes shown;
    const struct likes *like = first_like(l, table, rows, &shown);
    if (!like)
        return false;
    quote_bytes(out, shown.data, shown.len);
    if (like->character >= 0x80)
        buf_printf(out, " (U+%04X)", like->character);
    buf_puts(out, " stands where ");
    quote_bytes(out, like->like, strlen(like->like));
    buf_printf(out, " belongs%s.", end);
    return true;
}

bool like_typography(const struct likeness *l, struct buf *out)
{
    return tell_like(l, typography, sizeof typography / sizeof *typography,
                     ", as word processors write it", out);
}

bool like_lookalike(const struct likeness *l, struct buf *out)
{
    return tell_like(l, lookalikes, sizeof lookalikes / sizeof *lookalikes,
                     "; they only look alike", out);
}

bool like_swapped(const struct likeness *l, struct buf *out)
{
    const char *a = l->wanted.data, *b = l->received.data;
    size_t i = 0, len = l->wanted.len;
    if (len != l->received.len || len < 3)
        return false;
    while (a[i] == b[i])
        i++;
    if (i + 1 >= len || a[i] != b[i + 1] || a[i + 1] != b[i]
        || !isalpha((unsigned char)a[i]) || !isalpha((unsigned char)a[i + 1])
        || memcmp(a + i + 2, b + i + 2, len - i - 2) != 0)
        return false;
    buf_printf(out, "Two letters are swapped: \"%.2s\" stands where \"%.2s\" belongs.",
               b + i, a + i);
    return true;
}
