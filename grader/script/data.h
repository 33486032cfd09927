/* SPDX-License-Identifier: MIT
 *
 * Reads what the grader sends: a text, or an object of one kind.
 */
#ifndef SCRIPT_DATA_H
#define SCRIPT_DATA_H

#include "script/exercise.h"
#include "script/field.h"
#include "script/scope.h"

extern const struct field_table data_kinds;

int data_read(struct reader *r, const struct place *at, const json_t *value,
              struct data *out);

/* Appends the bytes that are sent. */
int data_expand(const struct data *d, struct scope *s, struct buf *out,
                struct error *err);

/* [text, times]: what it comes to is limited. */
int read_repeated(struct reader *r, const struct place *at, const json_t *value,
                  char **text, size_t *len, int64_t *times);

/* "bytes", a number of pieces, or a list of lengths. */
int pieces_read(struct reader *r, const struct place *at, const json_t *value,
                struct pieces *out);

#endif
