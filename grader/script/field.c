/* SPDX-License-Identifier: MIT */
#include "script/field.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/quote.h"
#include "base/suggest.h"

#define MOST_NAMES 96

/* --- errors --------------------------------------------------------------------- */

static void put_path(struct buf *out, const struct place *at)
{
    if (!at)
        return;
    put_path(out, at->up);
    if (at->key)
        json_path_key(out, at->key);
    else
        buf_printf(out, "[%zu]", at->index);
}

char *place_path(const struct place *at)
{
    struct buf path = {0};
    put_path(&path, at);
    return buf_take(&path, NULL);
}

static int tell(struct reader *r, const char *path, enum json_part part,
                const char *format, va_list args) __attribute__((format(printf, 4, 0)));

static int tell(struct reader *r, const char *path, enum json_part part,
                const char *format, va_list args)
{
    struct buf sentence = {0}, shown = {0};
    char *text = mem_vprintf(format, args);
    size_t offset;
    json_find(r->text, r->len, path, part, &offset);
    struct json_place place = json_line_column(r->text, r->len, offset);
    buf_puts(&sentence, text);
    free(text);
    quote_safe_text(&shown, path, strlen(path) < 300 ? strlen(path) : 300);
    error_kind(r->err, ERROR_EXERCISE, "%s:%zu:%zu: %s%s%s", r->file, place.line,
               place.column, shown.data, shown.len ? ": " : "", buf_text(&sentence));
    buf_close(&shown);
    buf_close(&sentence);
    return -1;
}

int field_fail_at(struct reader *r, const char *path, enum json_part part,
                  const char *format, ...)
{
    va_list args;
    va_start(args, format);
    tell(r, path, part, format, args);
    va_end(args);
    return -1;
}

int field_fail(struct reader *r, const struct place *at, const char *format, ...)
{
    char *path = place_path(at);
    va_list args;
    va_start(args, format);
    tell(r, path, JSON_VALUE, format, args);
    va_end(args);
    free(path);
    return -1;
}

static void describe(struct buf *out, const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        buf_puts(out, json_object_size(value) ? "an object" : "an empty object");
        return;
    case JSON_ARRAY:
        buf_puts(out, json_array_size(value) ? "a list" : "an empty list");
        return;
    case JSON_STRING:
        buf_puts(out, json_string_length(value) ? "the text " : "an empty text");
        if (json_string_length(value))
            quote_short(out, json_string_value(value), json_string_length(value), 40);
        return;
    case JSON_INTEGER:
        buf_printf(out, "the number %" JSON_INTEGER_FORMAT, json_integer_value(value));
        return;
    case JSON_REAL:
        buf_printf(out, "the number %.17g", json_real_value(value));
        return;
    case JSON_TRUE:
        buf_puts(out, "true");
        return;
    case JSON_FALSE:
        buf_puts(out, "false");
        return;
    case JSON_NULL:
        buf_puts(out, "null");
        return;
    }
}

int field_expected(struct reader *r, const struct place *at, const char *what,
                   const json_t *found)
{
    struct buf text = {0};
    describe(&text, found);
    field_fail(r, at, "expected %s, found %s", what, text.data);
    buf_close(&text);
    return -1;
}

/* --- objects and lists ------------------------------------------------------------ */

static const struct field *find_row(const struct field_table *table, const char *key)
{
    for (size_t i = 0; table && i < table->count; i++) {
        if (strcmp(table->rows[i].key, key) == 0)
            return &table->rows[i];
    }
    return NULL;
}

/* For a suggestion all names count; told are those that are played. */
struct names {
    const char *known[MOST_NAMES];
    size_t count;
    struct buf played;
};

static void add_names(struct names *n, const struct field_table *table)
{
    for (size_t i = 0; table && i < table->count && n->count < MOST_NAMES; i++) {
        const struct field *row = &table->rows[i];
        if (row->rule == FIELD_IGNORED)
            continue;
        n->known[n->count++] = row->key;
        if (row->rule != FIELD_LATER)
            buf_printf(&n->played, "%s%s", n->played.len ? ", " : "", row->key);
    }
}

static int unknown_key(struct reader *r, const struct place *at,
                       const struct field_table *table, const struct field_table *more)
{
    struct names names = {0};
    add_names(&names, table);
    add_names(&names, more);
    const char *near = suggest_nearest(at->key, names.known, names.count);
    char *path = place_path(at);
    if (near)
        field_fail_at(r, path, JSON_KEY, "%s has no such key (did you mean \"%s\"?)",
                      table->noun, near);
    else
        field_fail_at(r, path, JSON_KEY, "%s has no such key, but these: %s", table->noun,
                      buf_text(&names.played));
    free(path);
    buf_close(&names.played);
    return -1;
}

static int not_yet(struct reader *r, const struct place *at)
{
    char *path = place_path(at);
    field_fail_at(r, path, JSON_KEY,
                  "\"%s\" is part of format 1 but this version does not play it yet",
                  at->key);
    free(path);
    return -1;
}

/* Every key must be a row of one table or the other. */
static int check_keys(struct reader *r, const struct place *at, const json_t *object,
                      const struct field_table *table, const struct field_table *more)
{
    struct place here = {.up = at};
    json_t *value;
    if (!json_is_object(object)) {
        char what[80];
        snprintf(what, sizeof what, "%s as an object in { }", table->noun);
        return field_expected(r, at, what, object);
    }
    json_object_foreach((json_t *)object, here.key, value)
    {
        const struct field *row = find_row(table, here.key);
        if (!row)
            row = find_row(more, here.key);
        if (!row)
            return unknown_key(r, &here, table, more);
        if (row->rule == FIELD_LATER)
            return not_yet(r, &here);
    }
    return 0;
}

int fields_read(struct reader *r, const struct place *at, const json_t *object,
                const struct field_table *table, void *out)
{
    if (check_keys(r, at, object, table, NULL) < 0)
        return -1;
    for (size_t i = 0; i < table->count; i++) {
        const struct field *row = &table->rows[i];
        const json_t *value = json_object_get(object, row->key);
        if (!value && row->rule == FIELD_MUST)
            return field_fail(r, at, "%s needs \"%s\": %s", table->noun, row->key,
                              row->help);
        if (!value || !row->read)
            continue;
        struct place here = {.up = at, .key = row->key};
        if (row->read(r, &here, value, (char *)out + row->member) < 0)
            return -1;
    }
    return 0;
}

static int none_picked(struct reader *r, const struct place *at,
                       const struct field_table *kinds)
{
    struct buf names = {0};
    for (size_t i = 0; i < kinds->count; i++) {
        if (kinds->rows[i].rule != FIELD_LATER)
            buf_printf(&names, "%s%s", names.len ? ", " : "", kinds->rows[i].key);
    }
    field_fail(r, at, "%s needs one of: %s", kinds->noun, buf_text(&names));
    buf_close(&names);
    return -1;
}

int fields_pick(struct reader *r, const struct place *at, const json_t *object,
                const struct field_table *kinds, const struct field_table *modifiers,
                const struct field **out)
{
    const struct field *picked = NULL;
    const char *key;
    json_t *value;
    if (check_keys(r, at, object, kinds, modifiers) < 0)
        return -1;
    json_object_foreach((json_t *)object, key, value)
    {
        const struct field *row = find_row(kinds, key);
        struct place here = {.up = at, .key = key};
        if (row && picked)
            return field_fail(r, &here, "%s can't have both \"%s\" and \"%s\"",
                              kinds->noun, picked->key, row->key);
        if (row)
            picked = row;
    }
    if (!picked)
        return none_picked(r, at, kinds);
    *out = picked;
    return 0;
}

static int expected_list(struct reader *r, const struct place *at, const json_t *list,
                         size_t least, size_t most)
{
    if (json_is_array(list) && json_array_size(list) > most)
        return field_fail(r, at, "has %zu elements, and %zu is the most that is allowed",
                          json_array_size(list), most);
    return field_expected(
        r, at, least ? "a list in [ ] that is not empty" : "a list in [ ]", list);
}

int fields_list(struct reader *r, const struct place *at, const json_t *list,
                size_t least, size_t most, size_t size, void *items, size_t *count,
                int (*read)(struct reader *r, const struct place *at, const json_t *value,
                            void *out))
{
    size_t n = json_array_size(list); /* 0 of what is no list */
    if (!json_is_array(list) || n < least || n > most)
        return expected_list(r, at, list, least, most);
    /* Zeroed elements are valid, so they can be the owner's before they are read. */
    char *elements = mem_alloc(n * size);
    memcpy(items, &elements, sizeof elements);
    *count = n;
    struct place here = {.up = at};
    for (; here.index < n; here.index++) {
        if (read(r, &here, json_array_get(list, here.index), elements + here.index * size)
            < 0)
            return -1;
    }
    return 0;
}
