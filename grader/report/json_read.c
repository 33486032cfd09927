/* SPDX-License-Identifier: MIT */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "report/json.h"
#include "report/json_table.h"

/* Where in the document the reading is, for errors. */
struct json_at {
    struct buf path;
    struct error *err;
};

static int wrong(const struct json_at *p, const char *wanted)
{
    return error_set(p->err, "can't read a result: %s%s%s", buf_text(&p->path),
                     p->path.len ? ": " : "", wanted);
}

static char *copy(const json_t *string)
{
    return mem_copy(json_string_value(string), json_string_length(string));
}

/* --- values ---------------------------------------------------------------------------------- */

static int read_lines(const json_t *value, char ***lines, size_t *count,
                      const struct json_at *p)
{
    json_t *item;
    size_t i;
    *lines = mem_alloc(json_array_size(value) * sizeof **lines);
    json_array_foreach(value, i, item)
    {
        if (!json_is_string(item))
            return wrong(p, "every item is a text");
        (*lines)[(*count)++] = copy(item);
    }
    return 0;
}

static int read_values(json_t *value, struct report_value **list, size_t *count,
                       const struct json_at *p)
{
    const char *name;
    json_t *item;
    *list = mem_alloc(json_object_size(value) * sizeof **list);
    json_object_foreach(value, name, item)
    {
        if (!json_is_string(item))
            return wrong(p, "every value is a text");
        (*list)[(*count)++] =
            (struct report_value){.name = mem_text(name), .text = copy(item)};
    }
    return 0;
}

static int read_source(const json_t *value, struct report_case *c,
                       const struct json_at *p)
{
    json_t *file = json_object_get(value, "file"), *line = json_object_get(value, "line");
    if (!json_is_string(file) || !json_is_integer(line) || json_integer_value(line) < 1
        || json_integer_value(line) > INT32_MAX)
        return wrong(p, "it has a \"file\" and a \"line\" from 1");
    c->path = copy(file);
    c->line = (int)json_integer_value(line);
    return 0;
}

static const char *result_at(int i)
{
    return i <= RESULT_ERROR ? result_name((enum result)i) : NULL;
}

static const char *visibility_at(int i)
{
    return i < VISIBILITIES ? visibility_name((enum visibility)i) : NULL;
}

static int read_word(const json_t *value, const char *(*at)(int), int *out,
                     const struct json_at *p)
{
    const char *word = json_string_value(value), *name;
    for (int i = 0; word && (name = at(i)); i++)
        if (strcmp(name, word) == 0) {
            *out = i;
            return 0;
        }
    return wrong(p, "this word is not known");
}

/* --- objects --------------------------------------------------------------------------------- */

static int read_object(const struct json_shape *shape, json_t *object, void *into,
                       struct json_at *p);

static int read_items(const struct json_row *row, const json_t *value, char **items,
                      size_t *count, struct json_at *p)
{
    size_t i, before = p->path.len;
    json_t *item;
    *items = mem_alloc(json_array_size(value) * row->items->size);
    json_array_foreach(value, i, item)
    {
        buf_printf(&p->path, "[%zu]", i);
        if (read_object(row->items, item, *items + (*count)++ * row->items->size, p) < 0)
            return -1;
        buf_cut(&p->path, before);
    }
    return 0;
}

/* What JSON must have where the form stands, and how that is asked for. */
#define IS(type) (1U << JSON_##type)

static const struct {
    unsigned types;
    const char *wanted;
} forms[] = {
    [JSON_FORM_TEXT] = {IS(STRING), "this is to be a text"},
    [JSON_FORM_LINES] = {IS(ARRAY), "this is to be a list of texts"},
    [JSON_FORM_BOOL] = {IS(TRUE) | IS(FALSE), "this is to be true or false"},
    [JSON_FORM_INT] = {IS(INTEGER), "this is to be a whole number"},
    [JSON_FORM_LONG] = {IS(INTEGER), "this is to be a whole number"},
    [JSON_FORM_SEED] = {IS(INTEGER), "this is to be a whole number"},
    [JSON_FORM_NUMBER] = {IS(INTEGER) | IS(REAL), "this is to be a number"},
    [JSON_FORM_MS] = {IS(INTEGER) | IS(REAL), "this is to be a number"},
    [JSON_FORM_RESULT] = {IS(STRING), "this is to be a result, such as \"pass\""},
    [JSON_FORM_VISIBILITY] = {IS(STRING), "this is to be a word, such as \"visible\""},
    [JSON_FORM_SOURCE] = {IS(OBJECT), "this is to be an object"},
    [JSON_FORM_VALUES] = {IS(OBJECT), "this is to be an object"},
    [JSON_FORM_ITEMS] = {IS(ARRAY), "this is to be a list of objects"},
};

static bool fits(const json_t *value, enum json_form form)
{
    return forms[form].types >> json_typeof(value) & 1;
}

static int read_value(const struct json_row *row, json_t *value, char *into,
                      struct json_at *p)
{
    void *member = into + row->at;
    size_t *count = (size_t *)(void *)(into + row->count_at);
    if (!fits(value, row->form))
        return wrong(p, forms[row->form].wanted);
    switch (row->form) {
    case JSON_FORM_TEXT:
        *(char **)member = copy(value);
        return 0;
    case JSON_FORM_LINES:
        return read_lines(value, member, count, p);
    case JSON_FORM_BOOL:
        *(bool *)member = json_is_true(value);
        return 0;
    case JSON_FORM_INT:
        *(int *)member = (int)json_integer_value(value);
        return 0;
    case JSON_FORM_LONG:
        *(int64_t *)member = json_integer_value(value);
        return 0;
    case JSON_FORM_SEED:
        *(uint64_t *)member = (uint64_t)json_integer_value(value);
        *((bool *)into + row->count_at) = true;
        return 0;
    case JSON_FORM_NUMBER:
    case JSON_FORM_MS:
        *(double *)member = json_number_value(value);
        return 0;
    case JSON_FORM_RESULT:
        return read_word(value, result_at, member, p);
    case JSON_FORM_VISIBILITY:
        return read_word(value, visibility_at, member, p);
    case JSON_FORM_SOURCE:
        return read_source(value, (struct report_case *)(void *)into, p);
    case JSON_FORM_VALUES:
        return read_values(value, member, count, p);
    case JSON_FORM_ITEMS:
        return read_items(row, value, member, count, p);
    }
    return 0;
}

static int read_member(const struct json_row *row, const json_t *object, char *into,
                       struct json_at *p)
{
    json_t *value = json_object_get(object, row->key);
    if (!value && row->empty == EMPTY_LEFT_OUT)
        return 0;
    if (!value) {
        char *missing = mem_printf("\"%s\" is missing", row->key);
        wrong(p, missing);
        free(missing);
        return -1;
    }
    if (row->empty == EMPTY_NULL && json_is_null(value))
        return 0;
    size_t before = p->path.len;
    json_path_key(&p->path, row->key);
    if (read_value(row, value, into, p) < 0)
        return -1;
    buf_cut(&p->path, before);
    return 0;
}

static int read_object(const struct json_shape *shape, json_t *object, void *into,
                       struct json_at *p)
{
    if (!json_is_object(object))
        return wrong(p, "this is to be an object");
    for (size_t i = 0; i < shape->count; i++)
        if (read_member(&shape->rows[i], object, into, p) < 0)
            return -1;
    return 0;
}

static int read_text(const struct json_shape *shape, const char *text, size_t len,
                     void *into, size_t *offset, struct error *err)
{
    json_error_t problem;
    struct json_at p = {.err = err};
    size_t nowhere;
    memset(into, 0, shape->size);
    offset = offset ? offset : &nowhere;
    json_t *object = json_loadb(text, len, 0, &problem);
    if (!object) {
        *offset = (size_t)problem.position;
        return error_set(err, "can't read a result: %s", problem.text);
    }
    int result = read_object(shape, object, into, &p);
    if (result < 0)
        json_find(text, len, buf_text(&p.path), JSON_VALUE, offset);
    buf_close(&p.path);
    json_decref(object);
    return result;
}

int report_json_read_case(struct report_case *c, const char *text, size_t len,
                          struct error *err)
{
    return read_text(&json_shape_case, text, len, c, NULL, err);
}

int report_json_read_exercise(struct report_exercise *e, const char *text, size_t len,
                              struct error *err)
{
    return read_text(&json_shape_exercise, text, len, e, NULL, err);
}

int report_json_read_submission(struct report_submission *s, const char *text, size_t len,
                                size_t *offset, struct error *err)
{
    return read_text(&json_shape_submission, text, len, s, offset, err);
}
