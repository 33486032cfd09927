/* SPDX-License-Identifier: MIT */
#include "script/data.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/base64.h"
#include "base/file.h"
#include "script/pack.h"
#include "script/packed.h"

#define MOST_BYTES (64 << 20)
#define MOST_PIECES 65536
#define MOST_FILE ((size_t)16 << 20)

static int read_hex_data(struct reader *r, const struct place *at, const json_t *value,
                         void *out)
{
    struct data *d = out;
    return read_hex(r, at, value, &d->text, &d->len);
}

int read_repeated(struct reader *r, const struct place *at, const json_t *value,
                  char **unit, size_t *len, int64_t *count)
{
    if (!json_is_array(value) || json_array_size(value) != 2)
        return field_expected(r, at, "a text and how many times, such as [\"x\", 1000]",
                              value);
    struct place text = {.up = at, .index = 0}, times = {.up = at, .index = 1};
    if (read_bytes(r, &text, json_array_get(value, 0), unit, len) < 0
        || read_integer(r, &times, json_array_get(value, 1), 0, MOST_BYTES,
                        "how many times, from 0 to 67108864", count)
               < 0)
        return -1;
    if (*len && *count > (int64_t)(MOST_BYTES / *len))
        return field_fail(r, at, "%zu bytes %lld times are more than %d in all", *len,
                          (long long)*count, MOST_BYTES);
    return 0;
}

static int read_repeat_data(struct reader *r, const struct place *at, const json_t *value,
                            void *out)
{
    struct data *d = out;
    return read_repeated(r, at, value, &d->text, &d->len, &d->times);
}

static int read_base64(struct reader *r, const struct place *at, const json_t *value,
                       void *out)
{
    struct data *d = out;
    struct buf bytes = {0};
    const char *text = json_string_value(value);
    if (!text || !base64_decode(text, json_string_length(value), &bytes)) {
        buf_close(&bytes);
        return field_expected(r, at, "bytes in base64, such as \"aGVsbG8=\"", value);
    }
    d->text = buf_take(&bytes, &d->len);
    return 0;
}

/* Beside the exercise, not elsewhere: an exercise says what it needs by itself. */
static int read_file(struct reader *r, const struct place *at, const json_t *value,
                     void *out)
{
    struct data *d = out;
    const char *name = json_string_value(value);
    const char *slash = strrchr(r->file, '/');
    struct buf content = {0};
    struct error why;
    if (!name || !*name || strchr(name, '/') || strlen(name) != json_string_length(value)
        || *name == '.')
        return field_expected(r, at, "the name of a file beside the exercise", value);
    char *path =
        mem_printf("%.*s%s", slash ? (int)(slash + 1 - r->file) : 0, r->file, name);
    int result = file_read(&content, "", path, MOST_FILE, &why);
    free(path);
    if (result == 0 && content.len > MOST_FILE)
        result = error_set(&why, "the file %s has more than 16 MiB", name);
    if (result < 0) {
        buf_close(&content);
        return field_fail(r, at, "%s", why.text);
    }
    d->text = buf_take(&content, &d->len);
    return 0;
}

static int read_pack(struct reader *r, const struct place *at, const json_t *value,
                     void *out)
{
    struct data *d = out;
    return pack_read(r, at, value, PACK_DATA, &d->pack);
}

static const struct field rows[] = {
    {"hex", DATA_HEX, FIELD_MAY, read_hex_data, 0, "bytes as pairs of hex digits"},
    {"repeat", DATA_REPEAT, FIELD_MAY, read_repeat_data, 0, "[text, times]"},
    {"base64", DATA_HEX, FIELD_MAY, read_base64, 0, "bytes in base64"},
    {"pack", DATA_PACK, FIELD_MAY, read_pack, 0, "a list of binary fields"},
    {"file", DATA_HEX, FIELD_MAY, read_file, 0, "a file beside the exercise"},
};

const struct field_table data_kinds = {"what is sent", rows, FIELD_COUNT(rows)};

static const struct field modifier_rows[] = {
    {"order", 0, FIELD_MAY, NULL, 0, "the byte order of pack"},
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
    if (kind->read(r, &here, json_object_get(value, kind->key), out) < 0)
        return -1;
    const json_t *order = json_object_get(value, "order");
    here.key = "order";
    return order ? pack_read_order(r, &here, order, &out->pack) : 0;
}

static int expand_pack(const struct data *d, struct scope *s, struct buf *out,
                       struct error *err)
{
    struct packed packed;
    int status = packed_make(&packed, &d->pack, s, err);
    if (status == 0)
        buf_append(out, buf_text(&packed.bytes), packed.bytes.len);
    packed_close(&packed);
    return status;
}

int data_expand(const struct data *d, struct scope *s, struct buf *out, struct error *err)
{
    if (d->kind == DATA_HEX) {
        buf_append(out, d->text, d->len);
        return 0;
    }
    if (d->kind == DATA_PACK)
        return expand_pack(d, s, out, err);
    size_t before = out->len;
    if (scope_expand(s, d->text, d->len, out, err) < 0)
        return -1;
    if (d->kind == DATA_REPEAT)
        buf_repeat(out, before, d->times);
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
