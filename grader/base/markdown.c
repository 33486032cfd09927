/* SPDX-License-Identifier: MIT */
#include "base/markdown.h"

#include <string.h>

static void put(struct buf *out, const char *text, const char *newline)
{
    for (; *text; text++)
        if (*text == '\n')
            buf_puts(out, newline);
        else if (strchr("\\`*_[]<>&|~#$\"'", *text))
            buf_printf(out, "&#%d;", *text);
        else
            buf_putc(out, *text);
}

void markdown_line(struct buf *out, const char *text)
{
    put(out, text, " ");
}

void markdown_lines(struct buf *out, const char *text)
{
    put(out, text, "\n");
}
