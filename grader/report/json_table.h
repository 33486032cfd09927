/* SPDX-License-Identifier: MIT
 *
 * What the report's structs are called in JSON, a row each member: writing and reading both
 * follow these tables (reports/report.schema.json says the same to others).
 */
#ifndef REPORT_JSON_TABLE_H
#define REPORT_JSON_TABLE_H

#include <stddef.h>

enum json_form {
    JSON_FORM_TEXT,       /* char *; bytes that are not UTF-8 are escaped */
    JSON_FORM_LINES,      /* char **: an array of texts */
    JSON_FORM_BOOL,       /* bool */
    JSON_FORM_INT,        /* int */
    JSON_FORM_LONG,       /* int64_t or uint64_t, up to 2^53 - 1 */
    JSON_FORM_NUMBER,     /* double */
    JSON_FORM_MS,         /* double, to microseconds */
    JSON_FORM_RESULT,     /* enum result, by its name */
    JSON_FORM_VISIBILITY, /* enum visibility, by its name */
    JSON_FORM_SOURCE,     /* line and path of a struct report_case: {"file", "line"} */
    JSON_FORM_SEED,       /* uint64_t, and at count_at a bool: there is one */
    JSON_FORM_VALUES,     /* struct report_value *: an object */
    JSON_FORM_ITEMS,      /* structs: an array of objects */
};

/* How nothing looks: NULL, 0, false or an empty list. */
enum json_empty {
    EMPTY_STANDS,   /* like any value; a text is never NULL */
    EMPTY_NULL,     /* null */
    EMPTY_LEFT_OUT, /* there is no such key */
};

struct json_shape;

struct json_row {
    const char *key;
    enum json_form form;
    enum json_empty empty;
    size_t at;       /* of the member in its struct */
    size_t count_at; /* of a list: of its size_t count */
    const struct json_shape *items;
};

struct json_shape {
    const struct json_row *rows;
    size_t count, size; /* rows; bytes of the struct */
};

extern const struct json_shape json_shape_case, json_shape_exercise,
    json_shape_submission;

#endif
