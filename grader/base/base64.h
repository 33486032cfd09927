/* SPDX-License-Identifier: MIT
 *
 * Bytes as text in base64 (RFC 4648, section 4); white space between the letters is fine.
 */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* Appends the bytes; false when the text is none, and what was appended means nothing. */
bool base64_decode(const char *text, size_t len, struct buf *out);

/* Appends the bytes as text, in one line. */
void base64_encode(const void *data, size_t len, struct buf *out);

#endif
