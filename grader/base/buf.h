/* SPDX-License-Identifier: MIT
 *
 * An owned buffer of bytes. All bits zero is an empty one; a NUL always stands behind
 * `len` once anything was appended, so text can be read as a C string. Running out of
 * memory ends the process.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

struct buf {
    char *data; /* NULL while nothing was appended: use buf_text() for a C string */
    size_t len;
    size_t size; /* bytes allocated */
};

void buf_close(struct buf *b);
void buf_clear(struct buf *b);
void buf_append(struct buf *b, const void *data, size_t len);
void buf_puts(struct buf *b, const char *text);
void buf_putc(struct buf *b, char c);
void buf_printf(struct buf *b, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void buf_repeat(struct buf *b, size_t from,
                int64_t times);            /* what stands from there on */
void buf_drop(struct buf *b, size_t len);  /* takes len bytes off the front */
void buf_cut(struct buf *b, size_t len);   /* keeps the first len bytes */
const char *buf_text(const struct buf *b); /* borrowed; "" when empty */
char *buf_take(struct buf *b,
               size_t *len_out); /* heap string, the buffer is empty after */

/* Allocation that ends the process when memory is gone. */
void *mem_alloc(size_t size); /* zeroed */
void *mem_grow(void *old, size_t size);
char *mem_copy(const void *data, size_t len); /* with a NUL behind it */
char *mem_text(const char *text);             /* NULL gives NULL */
char *mem_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *mem_vprintf(const char *format, va_list args) __attribute__((format(printf, 1, 0)));

#endif
