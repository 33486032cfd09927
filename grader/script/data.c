/* SPDX-License-Identifier: MIT */
#include "script/data.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

#define MOST_BYTES (64 << 20)
#define MOST_PIECES 65536

static int read_hex_data(struct reader *r, const struct place *at, const json_t *value,
                         void *out)
{
    struct data *d = out;
    return read_hex(r, at, value, &d->text, &d->len);
}

static int read_repeat(struct reader *r, const struct place *at, const json_t *value,
                       void *out)
{
    struct data *d = out;
    if (!json_is_array(value) || json_array_size(value) != 2)
        return field_expected(r, at, "a text and how many times, such as [\"x\", 1000]",
                              value);
    struct place text = {.up = at, .index = 0}, times = {.up = at, .index = 1};
    if (read_bytes(r, &text, json_array_get(value, 0), &d->text, &d->len) < 0
        || read_integer(r, &times, json_array_get(value, 1), 0, MOST_BYTES,
                        "how many times, from 0 to 67108864", &d->times)
               < 0)
        return -1;
    if (d->len && d->times > (int64_t)(MOST_BYTES / d->len))
        return field_fail(r, at, "%zu bytes %lld times are more than %d in all", d->len,
                          (long long)d->times, MOST_BYTES);
    return 0;
}

static const struct field rows[] = {
    {"hex", DATA_HEX, FIELD_MAY, read_hex_data, 0, "bytes as pairs of hex digits"},
    {"repeat", DATA_REPEAT, FIELD_MAY, read_repeat, 0, "[text, times]"},
    {"base64", 0, FIELD_LATER, NULL, 0, "bytes in base64"},
    {"pack", 0, FIELD_LATER, NULL, 0, "a list of binary fields"},
    {"file", 0, FIELD_LATER, NULL, 0, "a file beside the exercise"},
};

const struct field_table data_kinds = {"what is sent", rows, FIELD_COUNT(rows)};

static const struct field modifier_rows[] = {
    {"order", 0, FIELD_LATER, NULL, 0, "the byte order of pack"},
};

static const struct field_table modifiers = {"what is sent", modifier_rows,
                                             FIELD_COUNT(modifier_rows)};

int data_read(struct reader *r, const struct place *at, const json_t *value,
              struct data *out)
{
    const struct field *kind;
    if (json_is_string(value)) {
        out->kind = DATA_TEXT;
        return read_bytes(r, at, value, &out->text, &out->len);
    }
    if (!json_is_object(value))
        return field_expected(r, at, "a text or an object such as {\"hex\": \"00\"}",
                              value);
    if (fields_pick(r, at, value, &data_kinds, &modifiers, &kind) < 0)
        return -1;
    struct place here = {.up = at, .key = kind->key};
    out->kind = (enum data_kind)kind->id;
    return kind->read(r, &here, json_object_get(value, kind->key), out);
}

/* What stands in out from `from` on, so many times. */
static void repeat(struct buf *out, size_t from, int64_t times)
{
    size_t len = out->len - from;
    char *once = mem_copy(buf_text(out) + from, len);
    out->len = from;
    for (int64_t i = 0; i < times; i++)
        buf_append(out, once, len);
    free(once);
}

int data_expand(const struct data *d, struct scope *s, struct buf *out, struct error *err)
{
    if (d->kind == DATA_HEX) {
        buf_append(out, d->text, d->len);
        return 0;
    }
    size_t before = out->len;
    if (scope_expand(s, d->text, d->len, out, err) < 0)
        return -1;
    if (d->kind == DATA_REPEAT)
        repeat(out, before, d->times);
    return 0;
}

static int read_length(struct reader *r, const struct place *at, const json_t *value,
                       void *out)
{
    return read_integer(r, at, value, 1, MOST_BYTES, "a number of bytes from 1", out);
}

int pieces_read(struct reader *r, const struct place *at, const json_t *value,
                struct pieces *out)
{
    if (json_is_array(value)) {
        out->kind = PIECES_LENGTHS;
        return fields_list(r, at, value, 1, MOST_PIECES, sizeof *out->lengths,
                           &out->lengths, &out->length_count, read_length);
    }
    if (json_is_integer(value)) {
        out->kind = PIECES_COUNT;
        return read_integer(r, at, value, 1, MOST_PIECES,
                            "a number of pieces from 1 to 65536", &out->count);
    }
    const char *text = json_string_value(value);
    if (!text || strcmp(text, "bytes") != 0)
        return field_expected(r, at, "\"bytes\", a number of pieces or a list of lengths",
                              value);
    out->kind = PIECES_BYTES;
    return 0;
}
