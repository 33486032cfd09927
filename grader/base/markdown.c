/* SPDX-License-Identifier: MIT */
#include "base/markdown.h"

#include <string.h>

#include "base/quote.h"

/* Names of files may hold any byte: what is no text is made visible first. */
static void put(struct buf *out, const char *text, const char *newline)
{
    struct buf shown = {0};
    quote_safe_text(&shown, text, strlen(text));
    for (const char *at = buf_text(&shown); *at; at++)
        if (*at == '\n')
            buf_puts(out, newline);
        else if (strchr("\\`*_[]<>&|~#$\"'", *at))
            buf_printf(out, "&#%d;", *at);
        else
            buf_putc(out, *at);
    buf_close(&shown);
}

void markdown_line(struct buf *out, const char *text)
{
    put(out, text, " ");
}

void markdown_lines(struct buf *out, const char *text)
{
    put(out, text, "\n");
}
