/* SPDX-License-Identifier: MIT
 *
 * Where a value stands in JSON text. jansson keeps no positions, so the text is scanned
 * again, only when there is an error to point at. Any bytes may be scanned; text that is
 * not JSON is merely not found in.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>

struct buf;

/* Both from 1. Columns count characters (UTF-8), as editors do. */
struct json_place {
    size_t line, column;
};

struct json_place json_line_column(const char *text, size_t len, size_t offset);

enum json_part { JSON_VALUE, JSON_KEY };

/* Finds what path leads to: "cases[0].steps[3].expect", odd keys as world.hosts["a.b"];
 * "" is the whole text. *offset is where the value (or, with JSON_KEY, its key) begins.
 * False when it is not there: *offset is then that of the nearest value around it. */
bool json_find(const char *text, size_t len, const char *path, enum json_part part,
               size_t *offset);

/* Appends one more key to such a path. */
void json_path_key(struct buf *path, const char *key);

#endif
