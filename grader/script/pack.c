/* SPDX-License-Identifier: MIT */
#include "script/pack.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "script/template.h"

#define MOST_FIELDS 1000
#define MOST_OPEN (1 << 20)

static int read_number(struct reader *r, const struct place *at, const json_t *value,
                       void *out)
{
    struct pack_field *f = out;
    if (json_is_true(value)) {
        f->open = true;
        return 0;
    }
    if (json_is_string(value))
        return read_bytes(r, at, value, &f->text, &f->len);
    if (!json_is_integer(value))
        return field_expected(r, at,
                              "a whole number, a text such as \"{{n}}\", or true: any "
                              "number",
                              value);
    f->text = mem_printf("%" JSON_INTEGER_FORMAT, json_integer_value(value));
    f->len = strlen(f->text);
    return 0;
}

static int read_field_text(struct reader *r, const struct place *at, const json_t *value,
                           void *out)
{
    struct pack_field *f = out;
    return read_bytes(r, at, value, &f->text, &f->len);
}

static int read_field_hex(struct reader *r, const struct place *at, const json_t *value,
                          void *out)
{
    struct pack_field *f = out;
    return read_hex(r, at, value, &f->text, &f->len);
}

/* So many, whatever they are. */
static int read_open(struct reader *r, const struct place *at, const json_t *value,
                     void *out)
{
    struct pack_field *f = out;
    int64_t count;
    f->open = true;
    if (json_is_string(value))
        return read_bytes(r, at, value, &f->text, &f->len);
    if (read_integer(r, at, value, 0, MOST_OPEN,
                     "a number of bytes, or a text such as \"{{n}}\"", &count)
        < 0)
        return -1;
    f->text = mem_printf("%" PRId64, count);
    f->len = strlen(f->text);
    return 0;
}

static const struct field rows[] = {
    {"u8", PACK_U8, FIELD_MAY, read_number, 0, "a number in one byte"},
    {"u16", PACK_U16, FIELD_MAY, read_number, 0, "a number in two bytes"},
    {"u32", PACK_U32, FIELD_MAY, read_number, 0, "a number in four bytes"},
    {"u64", PACK_U64, FIELD_MAY, read_number, 0, "a number in eight bytes"},
    {"i8", PACK_I8, FIELD_MAY, read_number, 0, "one byte, with a sign"},
    {"i16", PACK_I16, FIELD_MAY, read_number, 0, "two bytes, with a sign"},
    {"i32", PACK_I32, FIELD_MAY, read_number, 0, "four bytes, with a sign"},
    {"i64", PACK_I64, FIELD_MAY, read_number, 0, "eight bytes, with a sign"},
    {"text", PACK_TEXT, FIELD_MAY, read_field_text, 0, "a text as it is"},
    {"hex", PACK_HEX, FIELD_MAY, read_field_hex, 0, "bytes as pairs of hex digits"},
    {"bytes", PACK_BYTES, FIELD_MAY, read_open, 0, "so many bytes, whatever they are"},
};

static const struct field_table kinds = {"a field", rows, FIELD_COUNT(rows)};

static const struct field modifier_rows[] = {
    {"name", 0, FIELD_MAY, NULL, 0, "keeps the field by this name"},
};

static const struct field_table modifiers = {"a field", modifier_rows,
                                             FIELD_COUNT(modifier_rows)};

static int read_name(struct reader *r, const struct place *at, const json_t *value,
                     struct pack_field *f)
{
    if (read_text(r, at, value, &f->name) < 0)
        return -1;
    const char *fault = template_name_fault(f->name);
    return fault ? field_fail(r, at, "the name \"%s\" %s", f->name, fault) : 0;
}

static int read_field(struct reader *r, const struct place *at, const json_t *object,
                      void *out)
{
    struct pack_field *f = out;
    const struct field *kind;
    if (fields_pick(r, at, object, &kinds, &modifiers, &kind) < 0)
        return -1;
    struct place here = {.up = at, .key = kind->key};
    f->kind = (enum pack_kind)kind->id;
    if (kind->read(r, &here, json_object_get(object, kind->key), f) < 0)
        return -1;
    const json_t *name = json_object_get(object, "name");
    here.key = "name";
    return name ? read_name(r, &here, name, f) : 0;
}

/* What is sent has a value, and nothing is to be learnt of it. */
static int check_data(struct reader *r, const struct place *at, const struct pack *p)
{
    struct place here = {.up = at};
    for (; here.index < p->count; here.index++)
        if (p->fields[here.index].open || p->fields[here.index].name)
            return field_fail(r, &here,
                              p->fields[here.index].name
                                  ? "\"name\" captures a field of a match, and this is "
                                    "what is sent"
                                  : "what is sent needs a value");
    return 0;
}

int pack_read(struct reader *r, const struct place *at, const json_t *list,
              enum pack_use use, struct pack *out)
{
    if (fields_list(r, at, list, 1, MOST_FIELDS, sizeof *out->fields, &out->fields,
                    &out->count, read_field)
        < 0)
        return -1;
    return use == PACK_DATA ? check_data(r, at, out) : 0;
}

int pack_read_order(struct reader *r, const struct place *at, const json_t *value,
                    struct pack *out)
{
    const char *text = json_string_value(value);
    if (!text || (strcmp(text, "big") != 0 && strcmp(text, "little") != 0))
        return field_expected(r, at, "\"big\" or \"little\"", value);
    if (!out->count)
        return field_fail(r, at, "\"order\" goes with \"pack\" only");
    out->little = *text == 'l';
    return 0;
}

void pack_close(struct pack *p)
{
    for (size_t i = 0; i < p->count; i++) {
        free(p->fields[i].text);
        free(p->fields[i].name);
    }
    free(p->fields);
}
