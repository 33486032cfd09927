/* SPDX-License-Identifier: MIT */
#include "report/contrast.h"

#include <string.h>

#include "base/width.h"
#include "report/escaped.h"

#define ROWS_MOST 3 /* of one text in quotation marks, when not verbose */

/* Bytes of the student's program go by different ways; what came is named after its way. */
#define SENT "you sent"
#define PRINTED "printed"

static const char *name_of_received(const char *code)
{
    static const struct {
        const char *code, *name;
    } rows[] = {
        {"not-printed", PRINTED},
        {"printed-early", PRINTED},
        {"wrong-output", PRINTED},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].code, code) == 0)
            return rows[i].name;
    return SENT;
}

static bool is_quoted(const char *text)
{
    return text[0] == '"' || strncmp(text, "...\"", 4) == 0;
}

/* A text in quotation marks that is wider than the page goes on in the next row. */
static void put_rows(const struct page *p, const char *text)
{
    size_t used, rows = 0;
    for (;;) {
        size_t len = escaped_fit(text, PAGE_ROOM, &used);
        bool last = !p->verbose && text[len] && ++rows == ROWS_MOST;
        if (last)
            len = escaped_fit(text, PAGE_ROOM - 3, &used);
        buf_append(p->out, text, len);
        buf_puts(p->out, last ? "...\n" : "\n");
        text += len;
        if (last || !*text || !len)
            return;
        page_spaces(p, PAGE_TEXT);
    }
}

static void side(const struct page *p, const char *name, const char *text)
{
    page_label(p, name);
    if (is_quoted(text))
        put_rows(p, text);
    else
        page_fill(p, text, PAGE_TEXT);
}

/* --- the marks ---------------------------------------------------------------------------- */

struct span {
    size_t from, to; /* columns */
};

/* Walks both texts as long as they are the same, escape by escape; the bytes walked. */
static size_t same_beginning(const char *a, const char *b, size_t *columns)
{
    size_t at = 0, width;
    *columns = 0;
    while (a[at] && b[at]) {
        size_t n = escaped_next(b + at, &width);
        if (strncmp(a + at, b + at, n) != 0 || escaped_next(a + at, &width) != n)
            break;
        at += n;
        *columns += width;
    }
    return at;
}

/* How many columns of b stand in addition, when b is a with something put in; else 0. */
static size_t inserted(const char *a, const char *b, size_t same)
{
    size_t a_len = strlen(a), b_len = strlen(b);
    if (b_len <= a_len || strcmp(a + same, b + same + (b_len - a_len)) != 0)
        return 0;
    size_t columns = 0, width, end = same + (b_len - a_len), at = same;
    while (at < end) {
        at += escaped_next(b + at, &width);
        columns += width;
    }
    return at == end ? columns : 0;
}

/* Under all that stands in addition, or else under the first column that differs. Around
 * what is printed anything may stand: marks say something only where it begins alike. */
static void marks(const struct page *p, const char *name, const char *a, const char *b)
{
    size_t columns, used, same = same_beginning(a, b, &columns);
    if (!is_quoted(a) || !is_quoted(b) || (!a[same] && !b[same]))
        return;
    if (strcmp(name, PRINTED) == 0 && same < 2)
        return;
    if (b[escaped_fit(b, PAGE_ROOM, &used)]) /* in several rows */
        return;
    size_t most = inserted(a, b, same);
    struct buf line = {0};
    for (size_t i = 0; i < (most ? most : 1); i++)
        buf_putc(&line, '^');
    page_spaces(p, PAGE_TEXT + columns);
    page_ink(p, INK_BAD, line.data);
    page_newline(p);
    buf_close(&line);
}

/* What was expected, unless the verdict's sentence has just said so. */
static const char *new_words(const struct report_case *c)
{
    const char *text = c->expected;
    return text && !is_quoted(text) && strstr(c->message, text) ? NULL : text;
}

void contrast_write(const struct page *p, const struct report_case *c)
{
    const char *name = name_of_received(c->code), *expected = new_words(c);
    if (!expected && !c->received)
        return;
    if (expected)
        side(p, "expected", expected);
    side(p, name, c->received ? c->received : "nothing");
    if (expected && c->received)
        marks(p, name, expected, c->received);
}
