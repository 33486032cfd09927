/* SPDX-License-Identifier: MIT */
#include "base/bytes.h"

#include <string.h>

const char *bytes_find(const char *data, size_t len, const char *wanted,
                       size_t wanted_len)
{
    if (!wanted_len)
        return data;
    while (len >= wanted_len) {
        const char *at = memchr(data, wanted[0], len - wanted_len + 1);
        if (!at || !memcmp(at, wanted, wanted_len))
            return at;
        len -= (size_t)(at + 1 - data);
        data = at + 1;
    }
    return NULL;
}
