/* SPDX-License-Identifier: MIT
 *
 * What a template can see while one case is played: the values drawn from the seed, what
 * was captured, and port, client.ip, client.port, client.name, machine, case. Holds the
 * closed Lua world (string, math, table, utf8; an instruction and a memory limit).
 */
#ifndef SCRIPT_SCOPE_H
#define SCRIPT_SCOPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "script/exercise.h"

struct scope;

/* Draws the values of the exercise and the case (the same seed and case id give the same
 * values, whichever cases run) and loads the functions. NULL on error (ERROR_EXERCISE, the
 * text names the value or "functions"). */
struct scope *scope_new(const struct exercise *e, const struct test_case *c,
                        uint64_t seed, struct error *err);
void scope_free(struct scope *s);

/* A layer above the bottom: what is set in it hides what has the same name below, which it
 * must not outlive. A track that plays side by side with others has one. */
struct scope *scope_layer(struct scope *below, const char *label);

/* What was set in the layer, drawn values aside, is set below it as well. */
void scope_keep(struct scope *layer);

/* A number between the two, both included, from the seed: another one for each label. */
int64_t scope_between(const struct scope *s, const char *label, int64_t low,
                      int64_t high);

/* Draws all values anew, into this layer: other ones for each label. */
int scope_draw(struct scope *s, const char *label, struct error *err);

/* Numbers and texts that the conversation contributes; name may be "client.ip". */
void scope_set_text(struct scope *s, const char *name, const char *text, size_t len);
void scope_set_number(struct scope *s, const char *name, int64_t number);

/* Appends the template with its {{ }} replaced. An integral number prints without a
 * fraction. Errors (ERROR_EXERCISE) quote the expression. */
int scope_expand(struct scope *s, const char *template, size_t len, struct buf *out,
                 struct error *err);

/* Evaluates a Lua predicate with `message` bound to the bytes. */
int scope_test(struct scope *s, const char *lua, const char *message, size_t len,
               bool *out, struct error *err);

/* Calls each(ctx, name, text, len) for every drawn value, in the order of the script. */
void scope_each_value(const struct scope *s,
                      void (*each)(void *ctx, const char *name, const char *text,
                                   size_t len),
                      void *ctx);

#endif
