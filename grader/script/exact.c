/* SPDX-License-Identifier: MIT */
#include "script/exact.h"

#include <string.h>

static bool is_line_end(char c)
{
    return c == '\r' || c == '\n';
}

void exact_join_lines(struct buf *out, const char *data, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        size_t run = i;
        while (run < len && !is_line_end(data[run]))
            run++;
        buf_append(out, data + i, run - i);
        i = run;
    }
    buf_append(out, "", 0);
}

/* The bytes of one line end at data, 0 when there is none. A right program may carry ours
 * along inside its message; two in a row are its own. */
static size_t line_end(const char *data, size_t len)
{
    if (len > 1 && data[0] == '\r' && data[1] == '\n')
        return 2;
    return len && is_line_end(data[0]);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/* Messages may have millions of bytes, and are looked at each time that more has come. */
static enum wanted_result take_bytes(const char *text, size_t text_len, const char *data,
                                     size_t len, size_t *used)
{
    if (memcmp(text, data, len < text_len ? len : text_len) != 0)
        return WANTED_NO;
    if (len < text_len)
        return WANTED_MORE;
    *used = text_len;
    return WANTED_YES;
}

enum wanted_result exact_take(const struct wanted *w, enum wanted_mode mode,
                              const char *data, size_t len, size_t *used)
{
    /* Bytes given in hex are not lines, so their line ends count in every mode. */
    bool skip = mode == WANTED_LINES && w->kind != MATCH_HEX;
    const char *text = buf_text(&w->text);
    if (!skip && !w->ignore_case)
        return take_bytes(text, w->text.len, data, len, used);
    size_t at = 0, i = 0;
    for (;;) {
        while (skip && i < w->text.len && is_line_end(text[i]))
            i++;
        if (i == w->text.len)
            break;
        if (skip)
            at += line_end(data + at, len - at);
        if (at == len)
            return WANTED_MORE;
        if (data[at] != text[i] && !(w->ignore_case && lower(data[at]) == lower(text[i])))
            return WANTED_NO;
        at++;
        i++;
    }
    while (skip && at < len && is_line_end(data[at]))
        at++;
    *used = at;
    return WANTED_YES;
}
