/* SPDX-License-Identifier: MIT */
#include "report/json.h"

#include <jansson.h>
#include <string.h>

#include "report/document.h"
#include "report/json_table.h"
#include "report/writer.h"

#define FORMAT_VERSION 1

/* --- values ---------------------------------------------------------------------------------- */

static json_t *text_of(const char *text)
{
    return document_text(text ? text : "");
}

static json_t *lines_of(char *const *lines, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, text_of(lines[i]));
    return list;
}

static json_t *values_of(const struct report_value *list, size_t count)
{
    json_t *values = json_object();
    for (size_t i = 0; i < count; i++)
        json_object_set_new(values, list[i].name, text_of(list[i].text));
    return values;
}

static json_t *source_of(const struct report_case *c, const char *path)
{
    return json_pack("{s:o, s:i}", "file", text_of(c->path ? c->path : path), "line",
                     c->line);
}

/* --- objects --------------------------------------------------------------------------------- */

static json_t *object_of(const struct json_shape *shape, const void *from,
                         const char *path);

static json_t *items_of(const struct json_shape *shape, const char *items, size_t count,
                        const char *path)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, object_of(shape, items + i * shape->size, path));
    return list;
}

static size_t count_of(const struct json_row *row, const char *from)
{
    return *(const size_t *)(const void *)(from + row->count_at);
}

static bool is_nothing(const struct json_row *row, const void *from)
{
    const void *member = (const char *)from + row->at;
    switch (row->form) {
    case JSON_FORM_TEXT: {
        const char *text = *(char *const *)member;
        return !text || (!*text && row->empty == EMPTY_LEFT_OUT);
    }
    case JSON_FORM_BOOL:
        return !*(const bool *)member;
    case JSON_FORM_INT:
    case JSON_FORM_SOURCE:
        return !*(const int *)member;
    case JSON_FORM_LONG:
        return !*(const int64_t *)member;
    case JSON_FORM_SEED:
        return !*((const bool *)from + row->count_at);
    case JSON_FORM_NUMBER:
    case JSON_FORM_MS:
        return *(const double *)member == 0;
    case JSON_FORM_LINES:
    case JSON_FORM_VALUES:
    case JSON_FORM_ITEMS:
        return !count_of(row, from);
    case JSON_FORM_RESULT:
    case JSON_FORM_VISIBILITY:
        return false;
    }
    return false;
}

/* path: of the file that the lines of cases are of. */
static json_t *value_of(const struct json_row *row, const void *from, const char *path)
{
    const void *member = (const char *)from + row->at;
    switch (row->form) {
    case JSON_FORM_TEXT:
        return text_of(*(char *const *)member);
    case JSON_FORM_LINES:
        return lines_of(*(char **const *)member, count_of(row, from));
    case JSON_FORM_BOOL:
        return json_boolean(*(const bool *)member);
    case JSON_FORM_INT:
        return json_integer(*(const int *)member);
    case JSON_FORM_LONG:
        return json_integer((json_int_t) * (const int64_t *)member);
    case JSON_FORM_NUMBER:
        return document_number(*(const double *)member);
    case JSON_FORM_MS:
        return json_real(report_ms(*(const double *)member));
    case JSON_FORM_SEED:
        return json_integer((json_int_t) * (const uint64_t *)member);
    case JSON_FORM_RESULT:
        return json_string(result_name(*(const enum result *)member));
    case JSON_FORM_VISIBILITY:
        return json_string(visibility_name(*(const enum visibility *)member));
    case JSON_FORM_SOURCE:
        return source_of(from, path);
    case JSON_FORM_VALUES:
        return values_of(*(struct report_value *const *)member, count_of(row, from));
    case JSON_FORM_ITEMS:
        return items_of(row->items, *(char *const *)member, count_of(row, from), path);
    }
    return NULL;
}

static json_t *object_of(const struct json_shape *shape, const void *from,
                         const char *path)
{
    json_t *object = json_object();
    if (shape == &json_shape_exercise)
        path = ((const struct report_exercise *)from)->path;
    for (size_t i = 0; i < shape->count; i++) {
        const struct json_row *row = &shape->rows[i];
        bool nothing = row->empty != EMPTY_STANDS && is_nothing(row, from);
        if (!nothing)
            json_object_set_new(object, row->key, value_of(row, from, path));
        else if (row->empty == EMPTY_NULL)
            json_object_set_new(object, row->key, json_null());
    }
    return object;
}

/* --- parts on one line ------------------------------------------------------------------------- */

static int append(const char *data, size_t len, void *ctx)
{
    buf_append(ctx, data, len);
    return 0;
}

static void put(json_t *value, size_t flags, struct buf *out)
{
    json_dump_callback(value, append, out, flags | JSON_REAL_PRECISION(12));
    json_decref(value);
}

void report_json_write_case(const struct report_case *c, const char *path,
                            struct buf *out)
{
    put(object_of(&json_shape_case, c, path), JSON_COMPACT, out);
}

void report_json_write_exercise(const struct report_exercise *e, struct buf *out)
{
    put(object_of(&json_shape_exercise, e, NULL), JSON_COMPACT, out);
}

void report_json_write_submission(const struct report_submission *s, struct buf *out)
{
    put(object_of(&json_shape_submission, s, NULL), JSON_COMPACT, out);
}

/* --- the document ------------------------------------------------------------------------------ */

/* Appended as it stands inside of what is indented so far: strings hold no newline. */
static void put_indented(json_t *value, const char *indent, struct buf *out)
{
    struct buf text = {0};
    put(value, JSON_INDENT(2), &text);
    for (const char *at = buf_text(&text); *at;) {
        size_t len = strcspn(at, "\n");
        buf_append(out, at, len);
        at += len;
        if (*at++ == '\n')
            buf_printf(out, "\n%s", indent);
        else
            break;
    }
    buf_close(&text);
}

static json_t *limits_of(const struct limits *l)
{
    json_t *limits = json_object();
    for (int i = 0; i < LIMITS; i++)
        if (l->value[i])
            json_object_set_new(limits, limit_row((enum limit_kind)i)->name,
                                json_integer((json_int_t)l->value[i]));
    return limits;
}

static void put_head(const struct report *r, struct buf *out)
{
    json_t *limits = limits_of(&r->limits);
    json_t *head =
        json_pack("{s:i, s:s, s:I, s:s, s:o}", "sockgrade_report", FORMAT_VERSION,
                  "version", SOCKGRADE_VERSION, "seed", (json_int_t)r->seed, "isolation",
                  r->isolation, "isolation_reason",
                  r->isolation_reason ? text_of(r->isolation_reason) : json_null());
    if (json_object_size(limits))
        json_object_set(head, "limits", limits);
    json_decref(limits);
    put(head, JSON_INDENT(2), out);
    buf_cut(out, out->len - strlen("\n}"));
    buf_puts(out, ",\n  \"submissions\": [");
}

/* --- the writer ---------------------------------------------------------------------------------- */

static int begin(struct writing *w, struct error *err)
{
    (void)err;
    put_head(w->head, w->out);
    return 0;
}

static int submission(struct writing *w, const struct report_submission *s,
                      struct error *err)
{
    (void)err;
    buf_puts(w->out, w->written ? ",\n    " : "\n    ");
    put_indented(object_of(&json_shape_submission, s, NULL), "    ", w->out);
    return 0;
}

static int end(struct writing *w, struct error *err)
{
    (void)err;
    buf_puts(w->out, w->written ? "\n  ]\n}\n" : "]\n}\n");
    return 0;
}

const struct writer writer_json = {
    .name = "json",
    .suffix = "json",
    .summary = "all that is known; report.schema.json describes it",
    .begin = begin,
    .submission = submission,
    .end = end,
};

void report_json_write(const struct report *r, struct buf *out)
{
    struct writing w = {.head = r, .out = out};
    writer_write(&writer_json, &w, NULL);
}
