/* SPDX-License-Identifier: MIT */
#include "judge/likeness.h"

#include <ctype.h>
#include <string.h>

#include "base/bytes.h"
#include "base/quote.h"
#include "judge/likeness_row.h"

#define NAMED 40 /* bytes of a part that is named as a whole */
#define LONG 65536

bool bytes_same(struct bytes a, struct bytes b)
{
    return a.len == b.len && memcmp(a.data, b.data, a.len) == 0;
}

struct bytes bytes_of(const struct buf *b)
{
    return (struct bytes){buf_text(b), b->len};
}

/* --- the same message, and more or less of it --------------------------------------------- */

static bool begins(struct bytes text, struct bytes with)
{
    return text.len >= with.len && memcmp(text.data, with.data, with.len) == 0;
}

static size_t count(struct bytes b, char wanted)
{
    size_t n = 0;
    for (size_t i = 0; i < b.len; i++)
        n += b.data[i] == wanted;
    return n;
}

static bool like_twice(const struct likeness *l, struct buf *out)
{
    size_t len = l->wanted.len;
    struct bytes rest = {l->received.data + len, len};
    if (len < 2 || l->received.len != 2 * len || !begins(l->received, l->wanted)
        || !bytes_same(rest, l->wanted))
        return false;
    buf_puts(out, "The message came twice.");
    return true;
}

static bool like_zeros_behind(const struct likeness *l, struct buf *out)
{
    struct bytes rest = {l->received.data + l->wanted.len,
                         l->received.len - l->wanted.len};
    if (l->received.len <= l->wanted.len || !begins(l->received, l->wanted)
        || count(rest, '\0') != rest.len)
        return false;
    buf_printf(out, "You sent %zu bytes, %zu were asked for: ", l->received.len,
               l->wanted.len);
    if (rest.len == 1)
        buf_puts(out, "a NUL byte (\\0) stands behind the text.");
    else
        buf_printf(out, "%zu NUL bytes (\\0) stand behind the text.", rest.len);
    return true;
}

static bool like_zeros_inside(const struct likeness *l, struct buf *out)
{
    size_t zeros = count(l->received, '\0'), texts = 0;
    for (size_t i = 0; i < l->received.len; i++)
        texts += isprint((unsigned char)l->received.data[i])
                 || isspace((unsigned char)l->received.data[i]);
    if (!zeros || count(l->wanted, '\0') || !texts || zeros + texts < l->received.len)
        return false;
    buf_puts(out,
             "There are NUL bytes (\\0) in it: send only the characters of the text.");
    return true;
}

static bool like_beginning(const struct likeness *l, struct buf *out)
{
    size_t missing = l->wanted.len - l->received.len;
    if (l->received.len >= l->wanted.len || !begins(l->wanted, l->received))
        return false;
    if (missing <= NAMED / 2) {
        quote_bytes(out, l->wanted.data + l->received.len, missing);
        buf_printf(out, " is missing at its end: %zu of %zu bytes came.", l->received.len,
                   l->wanted.len);
    } else {
        buf_printf(out, "%zu of %zu bytes came.", l->received.len, l->wanted.len);
    }
    return true;
}

/* What `longer` has in addition, at its front or in its middle. */
static struct bytes addition(struct bytes longer, struct bytes shorter)
{
    size_t same = 0, more = longer.len - shorter.len;
    if (longer.len <= shorter.len)
        return (struct bytes){0};
    while (same < shorter.len && longer.data[same] == shorter.data[same])
        same++;
    bool is_inside =
        same < shorter.len
        && memcmp(longer.data + same + more, shorter.data + same, shorter.len - same)
               == 0;
    return is_inside ? (struct bytes){longer.data + same, more} : (struct bytes){0};
}

/* Of too little around it, a part is as good as another message. */
static bool is_enough(struct bytes rest, struct bytes part)
{
    return rest.len >= 3 && rest.len >= part.len;
}

static bool like_part_missing(const struct likeness *l, struct buf *out)
{
    struct bytes part = addition(l->wanted, l->received);
    if (!part.len || part.len > NAMED || !is_enough(l->received, part))
        return false;
    quote_bytes(out, part.data, part.len);
    buf_puts(out, " is missing.");
    return true;
}

static bool like_part_too_much(const struct likeness *l, struct buf *out)
{
    struct bytes part = addition(l->received, l->wanted);
    if (!part.len || part.len > NAMED || !is_enough(l->wanted, part))
        return false;
    quote_bytes(out, part.data, part.len);
    buf_puts(out, " is too much.");
    return true;
}

static bool like_backwards(const struct likeness *l, struct buf *out)
{
    size_t len = l->wanted.len;
    bool same = len == l->received.len && len > 2;
    for (size_t i = 0; same && i < len; i++)
        same = l->wanted.data[i] == l->received.data[len - 1 - i];
    if (same)
        buf_puts(out, "It is the message backwards.");
    return same;
}

/* --- white space -------------------------------------------------------------------------- */

/* The bytes without any white space, or with every run of it as one space. */
static void squeeze(struct bytes b, bool to_one, struct buf *out)
{
    for (size_t i = 0; i < b.len; i++) {
        bool is_space = isspace((unsigned char)b.data[i]);
        if (!is_space)
            buf_putc(out, b.data[i]);
        else if (to_one && (!out->len || out->data[out->len - 1] != ' '))
            buf_putc(out, ' ');
    }
}

static bool same_squeezed(const struct likeness *l, bool to_one)
{
    if (memchr(l->wanted.data, '\0', l->wanted.len))
        return false; /* binary: bytes that look like white space are none */
    struct buf a = {0}, b = {0};
    squeeze(l->wanted, to_one, &a);
    squeeze(l->received, to_one, &b);
    bool same = a.len && bytes_same(bytes_of(&a), bytes_of(&b));
    buf_close(&a);
    buf_close(&b);
    return same;
}

static bool like_carriage_returns(const struct likeness *l, struct buf *out)
{
    size_t here = count(l->received, '\r'), wanted = count(l->wanted, '\r');
    if (here == wanted || !same_squeezed(l, false)
        || count(l->received, '\n') != count(l->wanted, '\n'))
        return false;
    buf_puts(out, here > wanted ? "Its lines end with \\r\\n; \\n alone was asked for."
                                : "Its lines end with \\n; \\r\\n was asked for.");
    return true;
}

static bool like_lines(const struct likeness *l, struct buf *out)
{
    size_t here = count(l->received, '\n'), wanted = count(l->wanted, '\n');
    if (here == wanted || !same_squeezed(l, false))
        return false;
    size_t n = here > wanted ? here - wanted : wanted - here;
    buf_printf(out, "Only line ends differ: %zu %s %s.", n, n == 1 ? "is" : "are",
               here > wanted ? "too many" : "missing");
    return true;
}

static bool replaced(const struct likeness *l, const char *what)
{
    struct buf changed = {0};
    size_t len = strlen(what);
    for (size_t i = 0; i < l->received.len;) {
        bool is_it =
            l->received.len - i >= len && memcmp(l->received.data + i, what, len) == 0;
        buf_putc(&changed, is_it ? ' ' : l->received.data[i]);
        i += is_it ? len : 1;
    }
    bool same = bytes_same(bytes_of(&changed), l->wanted);
    buf_close(&changed);
    return same;
}

static bool like_tab(const struct likeness *l, struct buf *out)
{
    if (!replaced(l, "\t"))
        return false;
    buf_puts(out, "A tab (\\t) stands where a space belongs.");
    return true;
}

static bool like_no_break_space(const struct likeness *l, struct buf *out)
{
    if (!replaced(l, "\xC2\xA0"))
        return false;
    buf_puts(out, "A no-break space (\\xc2\\xa0) stands where a space belongs.");
    return true;
}

static bool like_space_in_front(const struct likeness *l, struct buf *out)
{
    size_t n = 0;
    while (n < l->received.len && l->received.data[n] == ' ')
        n++;
    struct bytes rest = {l->received.data + n, l->received.len - n};
    if (!n || !bytes_same(rest, l->wanted))
        return false;
    buf_puts(out,
             n == 1 ? "A space stands in front of it." : "Spaces stand in front of it.");
    return true;
}

static bool like_double_space(const struct likeness *l, struct buf *out)
{
    if (l->received.len <= l->wanted.len || !same_squeezed(l, true))
        return false;
    buf_puts(out, "There is more than one space where one belongs.");
    return true;
}

static bool like_spaces(const struct likeness *l, struct buf *out)
{
    if (!same_squeezed(l, false))
        return false;
    size_t a = l->wanted.len, b = l->received.len, n = a > b ? a - b : b - a;
    if (n == 0)
        buf_puts(out, "Only spaces differ.");
    else if (n == 1)
        buf_printf(out, "There is one space too %s.", b > a ? "many" : "few");
    else
        buf_printf(out, "There are %zu spaces too %s.", n, b > a ? "many" : "few");
    return true;
}

/* --- another message ---------------------------------------------------------------------- */

static bool like_heard(const struct likeness *l, struct buf *out)
{
    if (!bytes_same(l->heard, l->received))
        return false;
    buf_puts(out, "This is what the grader had sent, unchanged.");
    return true;
}

static bool like_said(const struct likeness *l, struct buf *out)
{
    if (!bytes_same(l->said, l->received))
        return false;
    buf_puts(out, "This is your program's own message from before, once more.");
    return true;
}

/* --- the table ------------------------------------------------------------------------------- */

/* What has to be known for a row to be asked. */
enum need { KNOWS_NOTHING, KNOWS_WANTED, KNOWS_NUMBER, KNOWS_HEARD, KNOWS_SAID };

static const struct {
    likeness_row *tells;
    enum need need;
} rows[] = {
    {like_twice, KNOWS_WANTED},
    {like_other_byte_order, KNOWS_WANTED},
    {like_number_size, KNOWS_WANTED},
    {like_length_order, KNOWS_WANTED},
    {like_length_missing, KNOWS_WANTED},
    {like_length_with_nul, KNOWS_WANTED},
    {like_length_size, KNOWS_WANTED},
    {like_length_other, KNOWS_WANTED},
    {like_zeros_behind, KNOWS_WANTED},
    {like_case, KNOWS_WANTED},
    {like_bytes_repr, KNOWS_WANTED},
    {like_quoted, KNOWS_WANTED},
    {like_collection, KNOWS_WANTED},
    {like_mark, KNOWS_WANTED},
    {like_utf16, KNOWS_WANTED},
    {like_latin1, KNOWS_WANTED},
    {like_escapes, KNOWS_WANTED},
    {like_carriage_returns, KNOWS_WANTED},
    {like_lines, KNOWS_WANTED},
    {like_tab, KNOWS_WANTED},
    {like_no_break_space, KNOWS_WANTED},
    {like_space_in_front, KNOWS_WANTED},
    {like_double_space, KNOWS_WANTED},
    {like_spaces, KNOWS_WANTED},
    {like_typography, KNOWS_WANTED},
    {like_lookalike, KNOWS_WANTED},
    {like_byte_of_number, KNOWS_NUMBER},
    {like_zeros_of_number, KNOWS_NUMBER},
    {like_raw_number, KNOWS_NUMBER},
    {like_digits, KNOWS_WANTED},
    {like_hex_digits, KNOWS_WANTED},
    {like_placeholder, KNOWS_WANTED},
    {like_variable, KNOWS_WANTED},
    {like_beginning, KNOWS_WANTED},
    {like_heard, KNOWS_HEARD},
    {like_said, KNOWS_SAID},
    {like_bytes_repr_unknown, KNOWS_NOTHING},
    {like_utf16_unknown, KNOWS_NOTHING},
    {like_escapes_unknown, KNOWS_NOTHING},
    {like_zeros_inside, KNOWS_NOTHING},
    {like_swapped, KNOWS_WANTED},
    {like_part_missing, KNOWS_WANTED},
    {like_part_too_much, KNOWS_WANTED},
    {like_backwards, KNOWS_WANTED},
};

static bool is_known(const struct likeness *l, enum need need)
{
    switch (need) {
    case KNOWS_NOTHING:
        return true;
    case KNOWS_WANTED:
        return l->wanted.len;
    case KNOWS_NUMBER:
        return l->number.len;
    case KNOWS_HEARD:
        return l->heard.len;
    case KNOWS_SAID:
        return l->said.len;
    }
    return false;
}

static void trim(struct bytes *b)
{
    size_t len = b->len;
    while (len && isspace((unsigned char)b->data[len - 1]))
        len--;
    if (len) /* a message of nothing but white space is one */
        b->len = len;
}

/* Holds bytes that no text has: then white space at its end is as good as any other byte. */
static bool is_no_text(struct bytes b)
{
    for (size_t i = 0; i < b.len; i++)
        if ((unsigned char)b.data[i] < '\a'
            || ((unsigned char)b.data[i] > '\r' && (unsigned char)b.data[i] < ' '
                && b.data[i] != '\x1b'))
            return true;
    return false;
}

/* Of what has millions of bytes only few things are asked. */
static bool is_quick(likeness_row *row)
{
    return row == like_twice || row == like_beginning || row == like_part_missing
           || row == like_part_too_much;
}

bool likeness_tell(const struct likeness *whole, struct buf *out)
{
    struct likeness l = *whole;
    if (!is_no_text(l.wanted)) {
        trim(&l.received);
        trim(&l.wanted);
    }
    trim(&l.number);
    trim(&l.heard);
    trim(&l.said);
    if (!l.received.len || (l.wanted.len && bytes_same(l.wanted, l.received)))
        return false;
    bool is_long = l.received.len > LONG || l.wanted.len > LONG;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if ((!is_long || is_quick(rows[i].tells)) && is_known(&l, rows[i].need)
            && rows[i].tells(&l, out))
            return true;
    return false;
}
