/* SPDX-License-Identifier: MIT
 *
 * The machinery under the loader: a JSON object is read by a table with one row per key.
 * A place is the way from the root down to where one is reading; it is turned into a path
 * and a position only when there is an error to tell. All readers return 0, or -1 with
 * the error filled.
 */
#ifndef SCRIPT_FIELD_H
#define SCRIPT_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "base/error.h"
#include "base/json.h"

struct luaworld;

struct reader {
    const char *file;
    const char *text;
    size_t len;
    struct luaworld *lua; /* for compiling only; NULL until needed */
    struct error *err;
};

/* One step of the way down; lives on the stack of whoever reads there. */
struct place {
    const struct place *up; /* NULL at the root */
    const char *key;        /* NULL: an element of a list */
    size_t index;
};

char *place_path(const struct place *at); /* "cases[0].steps[3]", on the heap */

enum field_rule {
    FIELD_MAY,     /* may be there */
    FIELD_MUST,    /* must be there */
    FIELD_LATER,   /* is part of format 1, but this version does not play it yet */
    FIELD_IGNORED, /* is nothing to us */
};

struct field {
    const char *key;
    int id; /* of a kind: its enum value */
    enum field_rule rule;
    int (*read)(struct reader *r, const struct place *at, const json_t *value, void *out);
    size_t member; /* where in the struct read() writes; 0: it gets the whole struct */
    const char *help;
};

struct field_table {
    const char *noun; /* "a case" */
    const struct field *rows;
    size_t count;
};

/* --- errors: each returns -1 ------------------------------------------------------ */

int field_fail(struct reader *r, const struct place *at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same by a path as text, or at the key instead of the value. */
int field_fail_at(struct reader *r, const char *path, enum json_part part,
                  const char *format, ...) __attribute__((format(printf, 4, 5)));

/* "expected WHAT, found the number 7". */
int field_expected(struct reader *r, const struct place *at, const char *what,
                   const json_t *found);

/* --- objects and lists ------------------------------------------------------------ */

/* Reads every row that is present, in the order of the table. */
int fields_read(struct reader *r, const struct place *at, const json_t *object,
                const struct field_table *table, void *out);

/* Finds the one key that is a row of kinds; any other key must be one of modifiers (which
 * may be NULL). Reads nothing. */
int fields_pick(struct reader *r, const struct place *at, const json_t *object,
                const struct field_table *kinds, const struct field_table *modifiers,
                const struct field **out);

/* Makes room for the elements of a list of least..most: *items gets zeroed elements of
 * `size` bytes, *count their number, and each is read into its element. */
int fields_list(struct reader *r, const struct place *at, const json_t *list,
                size_t least, size_t most, size_t size, void *items, size_t *count,
                int (*read)(struct reader *r, const struct place *at, const json_t *value,
                            void *out));

/* --- single values ---------------------------------------------------------------- */

/* Copies a text without NUL; template: one whose {{ }} are Lua. out is a char **. */
int read_text(struct reader *r, const struct place *at, const json_t *value, void *out);
int read_template(struct reader *r, const struct place *at, const json_t *value,
                  void *out);
int read_bool(struct reader *r, const struct place *at, const json_t *value, void *out);
int read_true(struct reader *r, const struct place *at, const json_t *value, void *out);
int read_connection(struct reader *r, const struct place *at, const json_t *value,
                    void *out);

/* "500ms", "10s", "2m" into an int64_t of milliseconds. */
int read_patience(struct reader *r, const struct place *at, const json_t *value,
                  void *out);

/* A whole number of low..high; `what` describes it in the error. */
int read_integer(struct reader *r, const struct place *at, const json_t *value,
                 int64_t low, int64_t high, const char *what, int64_t *out);

/* Copies a template that may hold NUL. */
int read_bytes(struct reader *r, const struct place *at, const json_t *value, char **text,
               size_t *len);

/* Digits in pairs, white space between them as one likes, into bytes. */
int read_hex(struct reader *r, const struct place *at, const json_t *value, char **bytes,
             size_t *len);

/* Whether the expressions of a template, or one Lua expression, compile. */
int check_template(struct reader *r, const struct place *at, const char *text,
                   size_t len);
int check_lua(struct reader *r, const struct place *at, const char *expression,
              size_t len);

#define FIELD_COUNT(array) (sizeof(array) / sizeof(array)[0])

#endif
