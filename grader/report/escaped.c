/* SPDX-License-Identifier: MIT */
#include "report/escaped.h"

#include <string.h>

#include "base/buf.h"
#include "base/width.h"

#define DOTS 3

size_t escaped_next(const char *text, size_t *columns)
{
    if (text[0] != '\\' || !text[1])
        return width_next(text, strlen(text), columns);
    *columns = text[1] == 'x' && text[2] && text[3] ? 4 : 2;
    return *columns;
}

size_t escaped_fit(const char *text, size_t columns, size_t *used)
{
    size_t len = 0, width;
    *used = 0;
    while (text[len]) {
        size_t n = escaped_next(text + len, &width);
        if (*used + width > columns)
            break;
        *used += width;
        len += n;
    }
    return len;
}

const char *escaped_last_line(const char *text)
{
    const char *line = text;
    size_t columns;
    while (*text) {
        const char *unit = text;
        text += escaped_next(text, &columns);
        if (strncmp(unit, "\\n", 2) == 0 && *text)
            line = text;
    }
    return line;
}

void escaped_head(struct buf *out, const char *text, size_t columns)
{
    size_t used, len = escaped_fit(text, columns, &used);
    if (!text[len]) {
        buf_puts(out, text);
        return;
    }
    len = escaped_fit(text, columns > DOTS ? columns - DOTS : 0, &used);
    buf_append(out, text, len);
    buf_puts(out, "...");
}

void escaped_quote(struct buf *out, const char *text, size_t columns)
{
    size_t used, room = columns > 2 ? columns - 2 : 0;
    size_t len = escaped_fit(text, room, &used);
    if (text[len])
        len = escaped_fit(text, room > DOTS ? room - DOTS : 0, &used);
    buf_putc(out, '"');
    buf_append(out, text, len);
    buf_puts(out, text[len] ? "\"..." : "\"");
}
