/* SPDX-License-Identifier: MIT */
#include "base/base64.h"

#include <stdint.h>
#include <string.h>

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                              "0123456789+/";

bool base64_decode(const char *text, size_t len, struct buf *out)
{
    uint32_t bits = 0;
    size_t count = 0, padding = 0;
    for (size_t i = 0; i < len; i++) {
        if (strchr(" \n\t\r", text[i]) && text[i])
            continue;
        const char *letter = text[i] ? strchr(letters, text[i]) : NULL;
        if (text[i] == '=' ? ++padding > 2 : !letter || padding)
            return false;
        bits = bits << 6 | (letter ? (uint32_t)(letter - letters) : 0);
        if (++count % 4)
            continue;
        for (size_t k = 0; k < 3 - padding; k++)
            buf_putc(out, (char)(bits >> (16 - 8 * k) & 0xFF));
    }
    return count % 4 == 0;
}

void base64_encode(const void *data, size_t len, struct buf *out)
{
    const unsigned char *bytes = data;
    for (size_t i = 0; i < len; i += 3) {
        size_t given = len - i < 3 ? len - i : 3;
        uint32_t bits = 0;
        for (size_t k = 0; k < 3; k++)
            bits = bits << 8 | (k < given ? bytes[i + k] : 0);
        for (size_t k = 0; k < 4; k++)
            buf_putc(out, k <= given ? letters[bits >> (18 - 6 * k) & 0x3F] : '=');
    }
}
