/* SPDX-License-Identifier: MIT */
#include "report/page.h"

#include <stdio.h>

#include "report/fill.h"

void page_ink(const struct page *p, enum ink ink, const char *text)
{
    static const char *const codes[] = {
        [INK_GOOD] = "32",  [INK_BAD] = "31;1",  [INK_DIM] = "2",
        [INK_STRONG] = "1", [INK_NOTICE] = "33",
    };
    if (p->colour && ink != INK_PLAIN && *text)
        buf_printf(p->out, "\033[%sm%s\033[0m", codes[ink], text);
    else
        buf_puts(p->out, text);
}

void page_spaces(const struct page *p, size_t n)
{
    buf_printf(p->out, "%*s", (int)n, "");
}

void page_newline(const struct page *p)
{
    buf_putc(p->out, '\n');
}

void page_part(const struct page *p, size_t nth)
{
    if (nth <= p->gaps)
        page_newline(p);
}

void page_fill(const struct page *p, const char *text, size_t indent)
{
    fill_words(p->out, text, indent, PAGE_COLUMNS);
}

void page_label(const struct page *p, const char *word)
{
    char padded[PAGE_TEXT - PAGE_INDENT + 1];
    snprintf(padded, sizeof padded, "%-*s", PAGE_TEXT - PAGE_INDENT, word);
    page_spaces(p, PAGE_INDENT);
    page_ink(p, INK_DIM, padded);
}

void page_labelled(const struct page *p, const char *word, const char *text)
{
    page_label(p, word);
    page_fill(p, text, PAGE_TEXT);
}
