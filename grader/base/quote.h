/* SPDX-License-Identifier: MIT
 *
 * Bytes made visible. One escape notation for every audience: \n \r \t \0 \\ \" and \xNN;
 * printable UTF-8 stays as it is, everything else is escaped.
 */
#ifndef BASE_QUOTE_H
#define BASE_QUOTE_H

#include <stdbool.h>
#include <stddef.h>

struct buf;

/* Appends the escaped bytes without quotation marks. */
void quote_escape(struct buf *out, const char *data, size_t len);

/* Appends "..." with the bytes escaped. */
void quote_bytes(struct buf *out, const char *data, size_t len);

/* The same, cut in the middle to at most max escaped columns: "abc"..."xyz" (N bytes). */
void quote_short(struct buf *out, const char *data, size_t len, size_t max);

/* Appends the escaped form of the next unit of data (one byte, or one whole printable
 * UTF-8 character); returns how many bytes it took, *columns how wide it shows. */
size_t quote_unit(struct buf *out, const char *data, size_t len, size_t *columns);

/* Appends a word as a POSIX shell reads it back, quoted only where needed. */
void quote_shell(struct buf *out, const char *word);

/* Appends text with every control character and invalid UTF-8 escaped but newlines and
 * tabs kept: for showing a program's own output on a terminal or inside JSON. */
void quote_safe_text(struct buf *out, const char *data, size_t len);

/* The same with newlines and tabs escaped too: a name inside a sentence. */
void quote_line(struct buf *out, const char *data, size_t len);

#endif
