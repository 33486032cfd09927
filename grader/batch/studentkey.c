/* SPDX-License-Identifier: MIT */
#include "batch/studentkey.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <utf8proc.h>

#include "base/buf.h"
#include "base/digest.h"

#define LONGEST 64 /* bytes */
#define APART 6    /* digits of a digest */

/* Windows has devices of these names, whatever their extension. */
static const char *const devices[] = {"con", "prn", "aux", "nul"};

static bool is_safe(unsigned char c)
{
    return c < 0x80 && (isalnum(c) || strchr("._@+-", c));
}

static bool is_device(const char *word)
{
    size_t len = strcspn(word, ".");
    for (size_t i = 0; i < sizeof devices / sizeof *devices; i++)
        if (strlen(devices[i]) == len && strncasecmp(word, devices[i], len) == 0)
            return true;
    return len == 4 && isdigit((unsigned char)word[3])
           && (strncasecmp(word, "com", 3) == 0 || strncasecmp(word, "lpt", 3) == 0);
}

static bool is_fit(const char *word)
{
    size_t len = strlen(word);
    if (!len || len > LONGEST || is_device(word) || word[len - 1] == '.')
        return false;
    if (!isalnum((unsigned char)word[0]))
        return false;
    for (size_t i = 0; i < len; i++)
        if (!word[i] || !is_safe((unsigned char)word[i]))
            return false;
    return true;
}

static bool is_letter(utf8proc_int32_t c)
{
    utf8proc_category_t k = utf8proc_category(c);
    return (k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_LO)
           || (k >= UTF8PROC_CATEGORY_ND && k <= UTF8PROC_CATEGORY_NO);
}

/* Small letters without accents, one hyphen for whatever else. True: every byte was text. */
static bool put_plain(struct buf *out, const char *text, size_t len)
{
    bool whole = true;
    for (size_t at = 0; at < len;) {
        utf8proc_int32_t c;
        utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)text + at,
                                              (utf8proc_ssize_t)(len - at), &c);
        whole = whole && n > 0;
        bool kept = n > 0 && (c < 0x80 ? c && is_safe((unsigned char)c) : is_letter(c))
                    && (out->len || c >= 0x80 || isalnum((unsigned char)c));
        size_t used = n > 0 ? (size_t)n : 1;
        if (kept && out->len + used <= LONGEST - APART - 1)
            buf_append(out, text + at, used);
        else if (kept)
            return false; /* cut */
        else if (out->len && out->data[out->len - 1] != '-')
            buf_putc(out, '-');
        at += used;
    }
    return whole;
}

static char *fold(const char *word)
{
    utf8proc_uint8_t *folded = NULL;
    utf8proc_map((const utf8proc_uint8_t *)word, 0, &folded,
                 UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_CASEFOLD
                     | UTF8PROC_COMPOSE | UTF8PROC_STRIPMARK);
    return (char *)folded; /* NULL: it is no UTF-8 */
}

char *studentkey_apart(const char *key, const char *text)
{
    struct digest d;
    unsigned char sha[DIGEST_SIZE];
    char hex[DIGEST_HEX];
    digest_begin(&d);
    digest_text(&d, text);
    digest_end(&d, sha);
    digest_hex(sha, hex);
    return mem_printf("%s-%.*s", key, APART, hex);
}

char *studentkey_of(const char *word)
{
    if (is_fit(word))
        return mem_text(word);
    struct buf out = {0};
    char *folded = fold(word);
    const char *text = folded ? folded : word;
    bool whole = put_plain(&out, text, strlen(text));
    while (out.len && strchr("-.", out.data[out.len - 1]))
        out.data[--out.len] = '\0';
    bool enough = whole && out.len && !is_device(out.data);
    char *key = enough ? mem_text(out.data)
                       : studentkey_apart(out.len ? out.data : "student", word);
    free(folded);
    buf_close(&out);
    return key;
}
