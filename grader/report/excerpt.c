/* SPDX-License-Identifier: MIT */
#include "report/excerpt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/quote.h"
#include "base/width.h"

#define MOST 3   /* lines */
#define TAB 4    /* columns of a tab: what most editors of beginners show */
#define LONG 500 /* bytes of a line that are looked at */

struct excerpt {
    int first, wanted;      /* line numbers */
    struct buf lines[MOST]; /* tabs expanded */
    size_t count;
    size_t from, to; /* of them, shown: no blank ones at the ends */
};

static void expand_tabs(struct buf *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (text[i] == '\t')
            buf_printf(out, "%*s", (int)(TAB - out->len % TAB), "");
        else
            buf_putc(out, text[i]);
}

static void read_lines(struct excerpt *x, FILE *f, int last)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t got;
    for (int i = 1; i <= last && (got = getline(&line, &size, f)) >= 0; i++) {
        size_t len = strcspn(line, "\r\n");
        if (i >= x->first)
            expand_tabs(&x->lines[x->count++], line, len < LONG ? len : LONG);
    }
    free(line);
}

static size_t spaces_before(const struct buf *line)
{
    return strspn(buf_text(line), " ");
}

static bool is_blank(const struct buf *line)
{
    return spaces_before(line) == line->len;
}

static void trim(struct excerpt *x)
{
    size_t wanted = (size_t)(x->wanted - x->first);
    x->to = x->count;
    while (x->from < wanted && is_blank(&x->lines[x->from]))
        x->from++;
    while (x->to > wanted + 1 && is_blank(&x->lines[x->to - 1]))
        x->to--;
}

/* What all the lines are indented by says nothing. */
static size_t common_indent(const struct excerpt *x)
{
    size_t least = LONG;
    for (size_t i = x->from; i < x->to; i++) {
        size_t n = spaces_before(&x->lines[i]);
        if (!is_blank(&x->lines[i]) && n < least)
            least = n;
    }
    return least;
}

/* The text of a line, cut at its end. Quotation marks and backslashes stay as they are. */
static void put_text(struct buf *out, const char *text, size_t columns)
{
    struct buf safe = {0};
    size_t used = 0, at = 0, width;
    quote_safe_text(&safe, text, strlen(text));
    bool fits = width_text(buf_text(&safe), safe.len) <= columns;
    while (at < safe.len) {
        size_t n = width_next(safe.data + at, safe.len - at, &width);
        if (used + width > (fits ? columns : columns - 3))
            break;
        buf_append(out, safe.data + at, n);
        used += width;
        at += n;
    }
    buf_puts(out, fits ? "" : "...");
    buf_close(&safe);
}

static void put_line(const struct page *p, const struct excerpt *x, size_t i,
                     size_t indent)
{
    struct buf number = {0}, text = {0};
    const struct buf *line = &x->lines[i];
    bool here = x->first + (int)i == x->wanted;
    int digits = snprintf(NULL, 0, "%d", x->first + (int)x->to - 1);
    if (x->to - x->from > 1)
        buf_puts(&number, here ? "> " : "  ");
    buf_printf(&number, "%*d | ", digits, x->first + (int)i);
    put_text(&text, buf_text(line) + (indent < line->len ? indent : line->len),
             PAGE_ROOM - number.len);
    if (i > x->from)
        page_spaces(p, PAGE_TEXT);
    page_ink(p, INK_DIM, number.data);
    page_ink(p, here ? INK_STRONG : INK_DIM, buf_text(&text));
    page_newline(p);
    buf_close(&number);
    buf_close(&text);
}

static void show(const struct page *p, struct excerpt *x)
{
    trim(x);
    size_t indent = common_indent(x);
    page_label(p, "source");
    for (size_t i = x->from; i < x->to; i++)
        put_line(p, x, i, indent);
}

static FILE *open_source(const char *path, const char *text)
{
    if (!text)
        return fopen(path, "r");
    return *text ? fmemopen((char *)text, strlen(text), "r") : NULL; /* is only read */
}

void excerpt_write(const struct page *p, const char *path, const char *text, int line)
{
    int around = p->neighbours ? 1 : 0;
    struct excerpt x = {.first = line > around ? line - around : 1, .wanted = line};
    FILE *f = line > 0 ? open_source(path, text) : NULL;
    if (!f)
        return;
    read_lines(&x, f, line + around);
    fclose(f);
    if ((size_t)(line - x.first) < x.count)
        show(p, &x);
    for (size_t i = 0; i < x.count; i++)
        buf_close(&x.lines[i]);
}
