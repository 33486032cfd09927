/* SPDX-License-Identifier: MIT */
#include "script/packed.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST 8 /* bytes of a number */

/* In the order of enum pack_kind. */
static const struct {
    const char *name;
    size_t size;
    bool is_signed;
} numbers[] = {{"u8", 1, false}, {"u16", 2, false}, {"u32", 4, false}, {"u64", 8, false},
               {"i8", 1, true},  {"i16", 2, true},  {"i32", 4, true},  {"i64", 8, true}};

static bool is_number(const struct pack_field *f)
{
    return f->kind <= PACK_I64;
}

static bool fits(const struct pack_field *f, int64_t n)
{
    unsigned bits = 8 * (unsigned)numbers[f->kind].size;
    if (!numbers[f->kind].is_signed)
        return bits == 64 || (uint64_t)n >> bits == 0;
    return bits == 64
           || (n >= -(INT64_C(1) << (bits - 1)) && n < INT64_C(1) << (bits - 1));
}

static int parse(const struct pack_field *f, const char *digits, uint64_t *out,
                 struct error *err)
{
    char *end;
    errno = 0;
    bool negative = *digits == '-';
    *out = negative ? (uint64_t)strtoll(digits, &end, 10) : strtoull(digits, &end, 10);
    bool whole = end > digits && !*end && !strchr(" \t\n+", *digits) && !errno;
    if (!whole)
        return error_kind(err, ERROR_EXERCISE, "%s: \"%s\" is not a whole number",
                          numbers[f->kind].name, digits);
    if (fits(f, (int64_t)*out) && (numbers[f->kind].is_signed || !negative)
        && (negative || !numbers[f->kind].is_signed || *out <= INT64_MAX))
        return 0;
    return error_kind(err, ERROR_EXERCISE, "%s: %s does not fit into %zu byte%s",
                      numbers[f->kind].name, digits, numbers[f->kind].size,
                      numbers[f->kind].size == 1 ? "" : "s");
}

static void put_number(uint64_t n, size_t size, bool little, struct buf *out)
{
    for (size_t i = 0; i < size; i++)
        buf_putc(out, (char)(n >> 8 * (little ? i : size - 1 - i) & 0xFF));
}

static uint64_t get_number(const char *bytes, size_t size, bool little)
{
    uint64_t n = 0;
    for (size_t i = 0; i < size; i++)
        n = n << 8 | (unsigned char)bytes[little ? size - 1 - i : i];
    return n;
}

static void put_open(size_t len, struct buf *out)
{
    for (; len; len--)
        buf_putc(out, '\0');
}

/* The text is the field's, with its values filled in. */
static int put_field(struct packed *p, const struct pack_field *f, const struct buf *text,
                     struct error *err)
{
    uint64_t n = 0;
    if (!is_number(f) && !f->open) {
        buf_append(&p->bytes, buf_text(text), text->len);
        return 0;
    }
    if (is_number(f) && f->open) {
        put_open(numbers[f->kind].size, &p->bytes);
        return 0;
    }
    static const struct pack_field count = {.kind = PACK_U32};
    if (parse(f->open ? &count : f, buf_text(text), &n, err) < 0)
        return -1;
    if (f->open)
        put_open((size_t)n, &p->bytes);
    else
        put_number(n, numbers[f->kind].size, p->pack->little, &p->bytes);
    return 0;
}

static int add_field(struct packed *p, size_t i, struct scope *s, struct error *err)
{
    const struct pack_field *f = &p->pack->fields[i];
    struct buf text = {0};
    int status = 0;
    if (f->kind == PACK_HEX)
        buf_append(&text, f->text, f->len);
    else if (f->text)
        status = scope_expand(s, f->text, f->len, &text, err);
    if (status == 0)
        status = put_field(p, f, &text, err);
    while (p->fixed.len < p->bytes.len)
        buf_putc(&p->fixed, (char)!f->open);
    p->ends[i] = p->bytes.len;
    buf_close(&text);
    return status < 0 ? error_prefix(err, "pack[%zu]", i) : 0;
}

int packed_make(struct packed *p, const struct pack *pack, struct scope *s,
                struct error *err)
{
    *p = (struct packed){.pack = pack};
    p->ends = mem_alloc((pack->count + 1) * sizeof *p->ends);
    for (size_t i = 0; i < pack->count; i++)
        if (add_field(p, i, s, err) < 0)
            return -1;
    return 0;
}

void packed_close(struct packed *p)
{
    free(p->ends);
    buf_close(&p->bytes);
    buf_close(&p->fixed);
    buf_close(&p->taken);
}

bool packed_is_fixed(const struct packed *p)
{
    return !memchr(buf_text(&p->fixed), 0, p->fixed.len);
}

enum wanted_result packed_take(struct packed *p, const char *data, size_t len,
                               size_t *used)
{
    size_t size = p->bytes.len;
    for (size_t i = 0; i < len && i < size; i++)
        if (p->fixed.data[i] && data[i] != p->bytes.data[i])
            return WANTED_NO;
    if (len < size)
        return WANTED_MORE;
    buf_clear(&p->taken);
    buf_append(&p->taken, data, size);
    *used = size;
    return WANTED_YES;
}

void packed_capture(const struct packed *p, struct scope *s)
{
    for (size_t i = 0; i < p->pack->count && p->taken.len; i++) {
        const struct pack_field *f = &p->pack->fields[i];
        size_t from = i ? p->ends[i - 1] : 0;
        if (!f->name)
            continue;
        if (!is_number(f)) {
            scope_set_text(s, f->name, p->taken.data + from, p->ends[i] - from);
            continue;
        }
        size_t size = numbers[f->kind].size;
        uint64_t n = get_number(p->taken.data + from, size, p->pack->little);
        if (numbers[f->kind].is_signed && size < LONGEST && n >> (8 * size - 1))
            n -= UINT64_C(1) << 8 * size;
        scope_set_number(s, f->name, (int64_t)n);
    }
}
