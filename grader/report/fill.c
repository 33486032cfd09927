/* SPDX-License-Identifier: MIT */
#include "report/fill.h"

#include <string.h>

#include "base/buf.h"
#include "base/width.h"

void fill_words(struct buf *out, const char *text, size_t indent, size_t columns)
{
    size_t column = indent;
    for (const char *at = text; *at;) {
        size_t len = strcspn(at, " \t\n"), width = width_text(at, len);
        if (column > indent && column + 1 + width > columns) {
            buf_printf(out, "\n%*s", (int)indent, "");
            column = indent;
        } else if (column > indent) {
            buf_putc(out, ' ');
            column++;
        }
        buf_append(out, at, len);
        column += width;
        at += len;
        at += strspn(at, " \t\n");
    }
    buf_putc(out, '\n');
}
