/* SPDX-License-Identifier: MIT */
#include "base/buf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *need(void *memory)
{
    if (!memory) {
        static const char message[] = "sockgrade: out of memory\n";
        fputs(message, stderr);
        abort();
    }
    return memory;
}

void *mem_alloc(size_t size)
{
    return need(calloc(1, size ? size : 1));
}

void *mem_grow(void *old, size_t size)
{
    return need(realloc(old, size ? size : 1));
}

char *mem_copy(const void *data, size_t len)
{
    char *copy = mem_alloc(len + 1);
    if (len)
        memcpy(copy, data, len);
    return copy;
}

char *mem_text(const char *text)
{
    return text ? mem_copy(text, strlen(text)) : NULL;
}

char *mem_vprintf(const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    char *text = need(len < 0 ? NULL : malloc((size_t)len + 1));
    vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    return text;
}

char *mem_printf(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = mem_vprintf(format, args);
    va_end(args);
    return text;
}

void buf_close(struct buf *b)
{
    free(b->data);
    *b = (struct buf){0};
}

void buf_clear(struct buf *b)
{
    b->len = 0;
    if (b->data)
        b->data[0] = '\0';
}

static void reserve(struct buf *b, size_t more)
{
    assert(more < SIZE_MAX / 2 - b->len);
    size_t want = b->len + more + 1;
    if (want <= b->size)
        return;
    size_t size = b->size ? b->size : 64;
    while (size < want)
        size *= 2;
    b->data = mem_grow(b->data, size);
    b->size = size;
}

void buf_append(struct buf *b, const void *data, size_t len)
{
    reserve(b, len);
    if (len)
        memcpy(b->data + b->len, data, len);
    b->len += len;
    b->data[b->len] = '\0';
}

void buf_repeat(struct buf *b, size_t from, int64_t times)
{
    size_t len = b->len - from;
    char *once = mem_copy(buf_text(b) + from, len);
    b->len = from;
    if (times > 0)
        reserve(b, len * (size_t)times);
    for (int64_t i = 0; i < times; i++)
        buf_append(b, once, len);
    free(once);
}

void buf_puts(struct buf *b, const char *text)
{
    buf_append(b, text, strlen(text));
}

void buf_putc(struct buf *b, char c)
{
    buf_append(b, &c, 1);
}

void buf_printf(struct buf *b, const char *format, ...)
{
    va_list args, again;
    reserve(b, 64);
    size_t room = b->size - b->len;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(b->data + b->len, room, format, args);
    va_end(args);
    assert(len >= 0);
    if ((size_t)len >= room) {
        reserve(b, (size_t)len);
        vsnprintf(b->data + b->len, (size_t)len + 1, format, again);
    }
    va_end(again);
    b->len += (size_t)len;
}

void buf_cut(struct buf *b, size_t len)
{
    assert(len <= b->len);
    b->len = len;
    if (b->data)
        b->data[len] = '\0';
}

void buf_drop(struct buf *b, size_t len)
{
    assert(len <= b->len);
    if (!len)
        return;
    memmove(b->data, b->data + len, b->len - len);
    b->len -= len;
    b->data[b->len] = '\0';
}

const char *buf_text(const struct buf *b)
{
    return b->data ? b->data : "";
}

char *buf_take(struct buf *b, size_t *len_out)
{
    reserve(b, 0);
    char *data = b->data;
    data[b->len] = '\0';
    if (len_out)
        *len_out = b->len;
    *b = (struct buf){0};
    return data;
}
