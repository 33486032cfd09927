/* SPDX-License-Identifier: MIT */
#include "base/width.h"

#include <utf8proc.h>

size_t width_of(uint32_t character)
{
    int columns = utf8proc_charwidth((utf8proc_int32_t)character);
    return columns > 0 ? (size_t)columns : 0;
}

static size_t one(const char *text, size_t len, size_t *columns)
{
    utf8proc_int32_t character;
    utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)text,
                                          (utf8proc_ssize_t)len, &character);
    *columns = n > 0 ? width_of((uint32_t)character) : 1;
    return n > 0 ? (size_t)n : 1;
}

size_t width_next(const char *text, size_t len, size_t *columns)
{
    size_t taken = one(text, len, columns), more;
    while (taken < len) {
        size_t n = one(text + taken, len - taken, &more);
        if (more)
            break;
        taken += n;
    }
    return taken;
}

size_t width_text(const char *text, size_t len)
{
    size_t width = 0, columns;
    for (size_t i = 0; i < len; width += columns)
        i += one(text + i, len - i, &columns);
    return width;
}
