/* SPDX-License-Identifier: MIT */
#include "batch/fold.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <utf8proc.h>

#include "base/buf.h"

/* Letters that people write for an apostrophe are none. */
static bool is_kept(utf8proc_int32_t c)
{
    static const utf8proc_int32_t apostrophes[] = {0x2B9, 0x2BB, 0x2BC, 0x2BD};
    utf8proc_category_t k = utf8proc_category(c);
    for (size_t i = 0; i < sizeof apostrophes / sizeof *apostrophes; i++)
        if (c == apostrophes[i])
            return false;
    return k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_NO;
}

/* What is not UTF-8 is compared by its bytes. */
static char *fold_bytes(const char *text)
{
    struct buf out = {0};
    for (; *text; text++)
        if ((unsigned char)*text >= 0x80 || isalnum((unsigned char)*text))
            buf_putc(&out, (char)tolower((unsigned char)*text));
    return out.len ? buf_take(&out, NULL) : NULL;
}

char *fold(const char *text)
{
    utf8proc_uint8_t *mapped = NULL;
    struct buf out = {0};
    utf8proc_ssize_t len =
        utf8proc_map((const utf8proc_uint8_t *)text, 0, &mapped,
                     UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_DECOMPOSE
                         | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK);
    if (len < 0)
        return fold_bytes(text);
    for (utf8proc_ssize_t at = 0, size; at < len; at += size) {
        utf8proc_int32_t c;
        size = utf8proc_iterate(mapped + at, len - at, &c);
        if (size <= 0)
            break;
        if (is_kept(c))
            buf_append(&out, (const char *)mapped + at, (size_t)size);
    }
    free(mapped);
    return out.len ? buf_take(&out, NULL) : NULL;
}
