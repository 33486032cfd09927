/* SPDX-License-Identifier: MIT
 *
 * What a language puts around a text when it shows it, and what stands in the source for
 * something else: escapes, placeholders, names.
 */
#include <ctype.h>
#include <string.h>

#include "base/bytes.h"
#include "base/quote.h"
#include "judge/likeness_row.h"

static bool begins(struct bytes b, const char *with)
{
    size_t len = strlen(with);
    return b.len >= len && memcmp(b.data, with, len) == 0;
}

static bool ends(struct bytes b, const char *with)
{
    size_t len = strlen(with);
    return b.len >= len && memcmp(b.data + b.len - len, with, len) == 0;
}

static bool has(struct bytes b, const char *part, size_t len)
{
    return bytes_find(b.data, b.len, part, len) != NULL;
}

/* --- how a value is shown ---------------------------------------------------------------------- */

/* Leaves out b' and what closes it, wherever they stand. */
static void unwrap(struct bytes b, struct buf *out)
{
    char quote = '\0';
    for (size_t i = 0; i < b.len; i++) {
        bool opens = !quote && b.data[i] == 'b' && i + 1 < b.len
                     && (b.data[i + 1] == '\'' || b.data[i + 1] == '"');
        if (opens)
            quote = b.data[++i];
        else if (quote && b.data[i] == quote)
            quote = '\0';
        else
            buf_putc(out, b.data[i]);
    }
}

static const char repr[] =
    "b'...' is how Python prints bytes; it has become part of the text.";

bool like_bytes_repr(const struct likeness *l, struct buf *out)
{
    struct buf plain = {0};
    unwrap(l->received, &plain);
    bool same = bytes_same(bytes_of(&plain), l->wanted);
    buf_close(&plain);
    if (same)
        buf_puts(out, repr);
    return same;
}

bool like_bytes_repr_unknown(const struct likeness *l, struct buf *out)
{
    struct bytes b = l->received;
    bool is_repr =
        (begins(b, "b'") && ends(b, "'")) || (begins(b, "b\"") && ends(b, "\""));
    if (!is_repr || b.len < 4 || begins(l->wanted, "b'") || begins(l->wanted, "b\""))
        return false;
    buf_puts(out, repr);
    return true;
}

static const struct {
    const char *open, *close;
} quotation_marks[] = {
    {"\"", "\""},
    {"'", "'"},
    {"`", "`"},
    {"\xE2\x80\x9C", "\xE2\x80\x9D"}, /* U+201C, U+201D */
    {"\xE2\x80\x98", "\xE2\x80\x99"}, /* U+2018, U+2019 */
    {"\xE2\x80\x9E", "\xE2\x80\x9C"}, /* U+201E, U+201C */
    {"\xC2\xAB", "\xC2\xBB"},         /* U+00AB, U+00BB */
};

/* Whether it is the wanted text between the two. */
static bool is_between(const struct likeness *l, const char *open, const char *close)
{
    size_t lead = strlen(open), tail = strlen(close);
    struct bytes inside = {l->received.data + lead, l->wanted.len};
    return l->received.len == lead + l->wanted.len + tail && begins(l->received, open)
           && ends(l->received, close) && bytes_same(inside, l->wanted);
}

bool like_quoted(const struct likeness *l, struct buf *out)
{
    for (size_t i = 0; i < sizeof quotation_marks / sizeof *quotation_marks; i++)
        if (is_between(l, quotation_marks[i].open, quotation_marks[i].close)) {
            buf_puts(out, "The quotation marks are not part of the message.");
            return true;
        }
    return false;
}

static const struct {
    const char *open, *close, *what;
} collections[] = {
    {"[", "]", "a list"},
    {"(", ",)", "a tuple"},
    {"{", "}", "a dictionary or a set"},
};

/* The wanted text alone between brackets, with its own quotation marks or without. */
bool like_collection(const struct likeness *l, struct buf *out)
{
    static const char *const marks[] = {"", "'", "\"", "b'", "b\""};
    for (size_t i = 0; i < sizeof collections / sizeof *collections; i++)
        for (size_t k = 0; k < sizeof marks / sizeof *marks; k++) {
            char open[8] = "", close[8] = "";
            size_t len = strlen(marks[k]);
            strcat(strcpy(open, collections[i].open), marks[k]);
            strcat(strcpy(close, len ? marks[k] + len - 1 : ""), collections[i].close);
            if (is_between(l, open, close)) {
                buf_printf(
                    out, "%s...%s is how %s is shown; only what is in it was asked for.",
                    open, close, collections[i].what);
                return true;
            }
        }
    return false;
}

/* --- what stands for something else ----------------------------------------------------------- */

static const struct {
    const char *written, *meant, *sentence;
} escapes[] = {
    {"\\r\\n", "\r\n", "The characters \\, r, \\ and n were sent, not a line end."},
    {"\\n", "\n", "A backslash and an n were sent, not a line end."},
    {"/n", "\n", "\"/n\" was sent: a line end is written with a backslash, \\n."},
    {"\\t", "\t", "A backslash and a t were sent, not a tab."},
    {"\\0", "\0", "A backslash and a 0 were sent, which mean nothing on a connection."},
};
#define ESCAPES (sizeof escapes / sizeof *escapes)

static void resolve(struct bytes b, size_t escape, struct buf *out)
{
    size_t len = strlen(escapes[escape].written);
    for (size_t i = 0; i < b.len;) {
        struct bytes rest = {b.data + i, b.len - i};
        bool is_it = begins(rest, escapes[escape].written);
        if (is_it)
            buf_puts(out, escapes[escape].meant);
        else
            buf_putc(out, b.data[i]);
        i += is_it ? len : 1;
    }
    while (out->len && isspace((unsigned char)out->data[out->len - 1]))
        out->len--;
}

bool like_escapes(const struct likeness *l, struct buf *out)
{
    for (size_t i = 0; i < ESCAPES; i++) {
        struct buf meant = {0};
        if (!bytes_find(l->received.data, l->received.len, escapes[i].written,
                        strlen(escapes[i].written)))
            continue;
        resolve(l->received, i, &meant);
        bool same = meant.len && bytes_same(bytes_of(&meant), l->wanted);
        buf_close(&meant);
        if (same) {
            buf_puts(out, escapes[i].sentence);
            return true;
        }
    }
    return false;
}

/* Only at its end, where a line end belongs; and not when such a thing was wanted. */
bool like_escapes_unknown(const struct likeness *l, struct buf *out)
{
    for (size_t i = 0; i < ESCAPES; i++) {
        const char *written = escapes[i].written;
        if (escapes[i].meant[0] == '\0' || escapes[i].meant[0] == '\t'
            || !ends(l->received, written) || has(l->wanted, written, strlen(written)))
            continue;
        buf_puts(out, escapes[i].sentence);
        return true;
    }
    return false;
}

static size_t name_len(const char *text, size_t len)
{
    size_t n = 0;
    while (n < len && (isalnum((unsigned char)text[n]) || text[n] == '_'))
        n++;
    return n && !isdigit((unsigned char)text[0]) ? n : 0;
}

/* {name}, {}, {0}, ${name}, $name, %s, %d, %(name)s, or with another letter */
static bool is_placeholder(struct bytes b)
{
    size_t skip = begins(b, "${") ? 2 : begins(b, "{") || begins(b, "$") ? 1 : 0;
    if (skip && begins(b, "$") && skip == 1)
        return b.len > 1 && name_len(b.data + 1, b.len - 1) == b.len - 1;
    if (skip && ends(b, "}") && b.len > skip)
        return !memchr(b.data + skip, '{', b.len - skip) && !memchr(b.data, ' ', b.len)
               && b.len < 40;
    return b.len >= 2 && b.data[0] == '%' && strchr("sdifuxcrlz", b.data[b.len - 1])
           && (b.len < 4 || begins(b, "%("));
}

/* What stands in the received bytes for each place where the value is wanted: the same thing
 * everywhere, and all around it right. */
static bool stands_for(const struct likeness *l, struct bytes value, struct bytes *out)
{
    size_t times = 0;
    const char *at = value.len ? l->wanted.data : NULL,
               *end = l->wanted.data + l->wanted.len;
    const char *first =
        at ? bytes_find(l->wanted.data, l->wanted.len, value.data, value.len) : NULL;
    for (at = first; at; times++)
        at = bytes_find(at + value.len, (size_t)(end - at) - value.len, value.data,
                        value.len);
    size_t around = l->wanted.len - times * value.len;
    if (!times || l->received.len <= around || (l->received.len - around) % times)
        return false;
    *out = (struct bytes){l->received.data + (first - l->wanted.data),
                          (l->received.len - around) / times};
    if ((size_t)(first - l->wanted.data) + out->len > l->received.len)
        return false;
    struct buf built = {0};
    for (const char *p = l->wanted.data; p < end;) {
        bool here =
            (size_t)(end - p) >= value.len && memcmp(p, value.data, value.len) == 0;
        if (here)
            buf_append(&built, out->data, out->len);
        else
            buf_putc(&built, *p);
        p += here ? value.len : 1;
    }
    bool same = bytes_same(bytes_of(&built), l->received);
    buf_close(&built);
    return same;
}

bool like_placeholder(const struct likeness *l, struct buf *out)
{
    for (size_t i = 0; i < l->value_count; i++) {
        struct bytes found;
        if (!stands_for(l, l->values[i], &found) || !is_placeholder(found))
            continue;
        quote_bytes(out, found.data, found.len);
        buf_puts(out, " was sent as it stands in your source; what it stands for belongs "
                      "there.");
        return true;
    }
    return false;
}

/* Whether the source gives a value to the name: it stands there, a word of its own, in front
 * of a single =. */
static bool is_assigned(struct bytes source, struct bytes name)
{
    const char *end = source.data + source.len, *at = source.data;
    while (at && (at = bytes_find(at, (size_t)(end - at), name.data, name.len))) {
        const char *behind = at + name.len;
        bool starts = at == source.data
                      || !(isalnum((unsigned char)at[-1]) || at[-1] == '_'
                           || at[-1] == '"' || at[-1] == '\'');
        while (behind < end && *behind == ' ')
            behind++;
        if (starts && behind + 1 < end && *behind == '=' && behind[1] != '=')
            return true;
        at += name.len;
    }
    return false;
}

bool like_variable(const struct likeness *l, struct buf *out)
{
    for (size_t i = 0; i < l->value_count; i++) {
        struct bytes found;
        if (!stands_for(l, l->values[i], &found)
            || name_len(found.data, found.len) != found.len || !l->source.len
            || !is_assigned(l->source, found))
            continue;
        quote_bytes(out, found.data, found.len);
        buf_puts(out, " is the name of a variable; its value belongs there.");
        return true;
    }
    return false;
}
