/* SPDX-License-Identifier: MIT */
#include "run/tracelines.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

void trace_each_line(const char *text, size_t len,
                     bool (*each)(const char *line, void *ctx), void *ctx)
{
    struct buf line = {0};
    for (size_t at = 0; at < len;) {
        const char *end = memchr(text + at, '\n', len - at);
        size_t n = end ? (size_t)(end - text) - at : len - at;
        buf_clear(&line);
        buf_append(&line, text + at, n > 0 && text[at + n - 1] == '\r' ? n - 1 : n);
        at += n + 1;
        if (!each(buf_text(&line), ctx))
            break;
    }
    buf_close(&line);
}

/* A program may print any number as that of a line. */
int trace_number(const char *digits)
{
    long n = *digits >= '0' && *digits <= '9' ? strtol(digits, NULL, 10) : 0;
    return n > 0 && n < INT_MAX ? (int)n : 0;
}

int trace_place(const char *line, const char *file)
{
    size_t len = strlen(file);
    for (const char *at = line; (at = strstr(at, file)); at++)
        if ((at == line || strchr("/( \t", at[-1])) && at[len] == ':')
            return trace_number(at + len + 1);
    return 0;
}
