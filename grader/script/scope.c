/* SPDX-License-Identifier: MIT */
#include "script/scope.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/quote.h"
#include "base/suggest.h"
#include "script/draw.h"
#include "script/luaworld.h"
#include "script/random.h"
#include "script/template.h"

#define MOST_NAMES 64 /* that are looked at for a suggestion */

struct entry {
    char *name;
    bool is_number;
    int64_t number;
    char *text; /* also of a number */
    size_t len;
    bool drawn;  /* a value of the script */
    bool synced; /* Lua knows it */
};

struct scope {
    struct entry *entries;
    size_t count, size;
    struct luaworld
        *lua; /* NULL until something needs it: most templates are plain names */
    struct luaworld_result result;
};

static struct entry *find(const struct scope *s, const char *name, size_t len)
{
    for (size_t i = 0; i < s->count; i++) {
        if (strlen(s->entries[i].name) == len
            && memcmp(s->entries[i].name, name, len) == 0)
            return &s->entries[i];
    }
    return NULL;
}

static struct entry *put(struct scope *s, const char *name, const char *text, size_t len)
{
    struct entry *e = find(s, name, strlen(name));
    if (!e) {
        if (s->count == s->size) {
            s->size = s->size ? s->size * 2 : 16;
            s->entries = mem_grow(s->entries, s->size * sizeof *s->entries);
        }
        e = &s->entries[s->count++];
        *e = (struct entry){.name = mem_text(name)};
    }
    free(e->text);
    e->text = mem_copy(text, len);
    e->len = len;
    e->is_number = false;
    e->synced = false;
    return e;
}

void scope_set_text(struct scope *s, const char *name, const char *text, size_t len)
{
    put(s, name, text, len);
}

void scope_set_number(struct scope *s, const char *name, int64_t number)
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%" PRId64, number);
    struct entry *e = put(s, name, digits, (size_t)len);
    e->is_number = true;
    e->number = number;
}

/* Brings Lua into being, and up to date. */
static int sync_lua(struct scope *s, struct error *err)
{
    if (!s->lua)
        s->lua = luaworld_new();
    for (size_t i = 0; i < s->count; i++) {
        struct entry *e = &s->entries[i];
        int result = 0;
        if (!e->synced && e->is_number)
            result = luaworld_set_integer(s->lua, e->name, e->number, err);
        else if (!e->synced)
            result = luaworld_set_text(s->lua, e->name, e->text, e->len, err);
        if (result < 0)
            return error_prefix(err, "%s", e->name);
        e->synced = true;
    }
    return 0;
}

static int load_functions(struct scope *s, const char *text, struct error *err)
{
    if (!text || !*text)
        return 0;
    if (sync_lua(s, err) < 0 || luaworld_run(s->lua, text, strlen(text), err) < 0)
        return error_prefix(err, "functions");
    return 0;
}

static int put_real(double real, struct buf *out, struct error *err)
{
    if (!isfinite(real))
        return error_kind(err, ERROR_EXERCISE, "gives no finite number");
    if (real == trunc(real) && fabs(real) < 0x1p63)
        buf_printf(out, "%.0f", real == 0 ? 0.0 : real); /* not "-0" */
    else
        buf_printf(out, "%.14g", real);
    return 0;
}

static int put_result(const struct luaworld_result *r, struct buf *out, struct error *err)
{
    switch (r->kind) {
    case LUAWORLD_NIL:
        return error_kind(err, ERROR_EXERCISE, "gives nil: is a name in it wrong?");
    case LUAWORLD_TRUTH:
        buf_puts(out, r->truth ? "true" : "false");
        return 0;
    case LUAWORLD_INTEGER:
        buf_printf(out, "%" PRId64, r->integer);
        return 0;
    case LUAWORLD_REAL:
        return put_real(r->real, out, err);
    case LUAWORLD_STRING:
        buf_append(out, r->text.data, r->text.len);
        return 0;
    case LUAWORLD_OTHER:
        break;
    }
    return error_kind(err, ERROR_EXERCISE,
                      "gives a %s where a text or a number is needed", r->type_name);
}

static int unknown_name(const struct scope *s, const char *name, size_t len,
                        struct error *err)
{
    const char *names[MOST_NAMES];
    size_t count = 0;
    for (; count < s->count && count < MOST_NAMES; count++)
        names[count] = s->entries[count].name;
    char *word = mem_copy(name, len);
    const char *near = suggest_nearest(word, names, count);
    free(word);
    if (near)
        return error_kind(err, ERROR_EXERCISE,
                          "nothing has this name here (did you mean \"%s\"?)", near);
    return error_kind(err, ERROR_EXERCISE, "nothing has this name here");
}

static int expand_expression(struct scope *s, const struct template_part *part,
                             struct buf *out, struct error *err)
{
    bool is_name = template_is_name(part->text, part->len);
    const struct entry *e = is_name ? find(s, part->text, part->len) : NULL;
    if (e) {
        buf_append(out, e->text, e->len);
        return 0;
    }
    if (sync_lua(s, err) < 0)
        return -1;
    if (luaworld_eval(s->lua, part->text, part->len, &s->result, err) < 0)
        return -1;
    if (is_name && s->result.kind == LUAWORLD_NIL)
        return unknown_name(s, part->text, part->len, err);
    return put_result(&s->result, out, err);
}

/* Puts "{{expression}}" in front of what went wrong in it. */
static int blame(struct error *err, const char *expression, size_t len)
{
    struct buf shown = {0};
    quote_safe_text(&shown, expression, len < 100 ? len : 100);
    error_prefix(err, "{{%s%s}}", shown.data, len < 100 ? "" : "...");
    buf_close(&shown);
    return -1;
}

int scope_expand(struct scope *s, const char *template, size_t len, struct buf *out,
                 struct error *err)
{
    struct template_part part;
    size_t at = 0, before = out->len;
    for (;;) {
        switch (template_next(template, len, &at, &part)) {
        case TEMPLATE_END:
            buf_append(out, "", 0);
            return 0;
        case TEMPLATE_UNMATCHED:
            error_kind(err, ERROR_EXERCISE, "{{ without its }}");
            goto failed;
        case TEMPLATE_PART:
            break;
        }
        if (!part.is_expression) {
            buf_append(out, part.text, part.len);
        } else if (expand_expression(s, &part, out, err) < 0) {
            blame(err, part.text, part.len);
            goto failed;
        }
    }
failed:
    out->len = before;
    buf_append(out, "", 0);
    return -1;
}

int scope_test(struct scope *s, const char *lua, const char *message, size_t len,
               bool *out, struct error *err)
{
    scope_set_text(s, "message", message, len);
    if (sync_lua(s, err) < 0
        || luaworld_eval(s->lua, lua, strlen(lua), &s->result, err) < 0)
        return blame(err, lua, strlen(lua));
    *out = s->result.truth;
    return 0;
}

static int compute_value(struct scope *s, const struct value *v, struct error *err)
{
    struct buf text = {0};
    int result = -1;
    if (sync_lua(s, err) < 0
        || luaworld_eval(s->lua, v->text, strlen(v->text), &s->result, err) < 0
        || put_result(&s->result, &text, err) < 0)
        goto done;
    const struct luaworld_result *r = &s->result;
    if (r->kind == LUAWORLD_INTEGER)
        scope_set_number(s, v->name, r->integer);
    else if (r->kind == LUAWORLD_REAL && r->real == trunc(r->real)
             && fabs(r->real) < 0x1p63)
        scope_set_number(s, v->name, (int64_t)r->real);
    else
        scope_set_text(s, v->name, text.data, text.len);
    result = 0;
done:
    buf_close(&text);
    return result;
}

static void draw_by_chance(struct scope *s, const struct value *v, struct random *r)
{
    struct buf text = {0};
    int64_t number = 0;
    draw_value(v, r, &text, &number);
    if (v->kind == VALUE_INT)
        scope_set_number(s, v->name, number);
    else
        scope_set_text(s, v->name, buf_text(&text), text.len);
    buf_close(&text);
}

static const struct value *find_value(const struct value *values, size_t count,
                                      const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(values[i].name, name) == 0)
            return &values[i];
    }
    return NULL;
}

static int draw_one(struct scope *s, const struct exercise *e, const struct test_case *c,
                    uint64_t seed, const struct value *v, struct error *err)
{
    const char *names[] = {e->id, c->id, v->name};
    struct random r = random_named(seed, names, 3);
    if (v->kind != VALUE_LUA)
        draw_by_chance(s, v, &r);
    else if (compute_value(s, v, err) < 0)
        return error_prefix(err, "values.%s", v->name);
    find(s, v->name, strlen(v->name))->drawn = true;
    return 0;
}

/* A case's value of the same name stands in for the exercise's, at its place. */
static int draw_all(struct scope *s, const struct exercise *e, const struct test_case *c,
                    uint64_t seed, struct error *err)
{
    for (size_t i = 0; i < e->value_count; i++) {
        const struct value *own =
            find_value(c->values, c->value_count, e->values[i].name);
        if (draw_one(s, e, c, seed, own ? own : &e->values[i], err) < 0)
            return -1;
    }
    for (size_t i = 0; i < c->value_count; i++) {
        if (!find_value(e->values, e->value_count, c->values[i].name)
            && draw_one(s, e, c, seed, &c->values[i], err) < 0)
            return -1;
    }
    return 0;
}

struct scope *scope_new(const struct exercise *e, const struct test_case *c,
                        uint64_t seed, struct error *err)
{
    struct scope *s = mem_alloc(sizeof *s);
    scope_set_number(s, "port", exercise_port(e, c, seed));
    scope_set_text(s, "case", c->id, strlen(c->id));
    if (load_functions(s, e->functions, err) == 0 && draw_all(s, e, c, seed, err) == 0)
        return s;
    scope_free(s);
    return NULL;
}

void scope_free(struct scope *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->count; i++) {
        free(s->entries[i].name);
        free(s->entries[i].text);
    }
    free(s->entries);
    luaworld_free(s->lua);
    buf_close(&s->result.text);
    free(s);
}

void scope_each_value(const struct scope *s,
                      void (*each)(void *ctx, const char *name, const char *text,
                                   size_t len),
                      void *ctx)
{
    for (size_t i = 0; i < s->count; i++) {
        if (s->entries[i].drawn)
            each(ctx, s->entries[i].name, s->entries[i].text, s->entries[i].len);
    }
}
