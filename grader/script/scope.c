/* SPDX-License-Identifier: MIT */
#include "script/scopeparts.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/quote.h"
#include "base/suggest.h"
#include "script/luaworld.h"
#include "script/template.h"

#define MOST_NAMES 64 /* that are looked at for a suggestion */

static struct scope_entry *find_own(const struct scope *s, const char *name, size_t len)
{
    for (size_t i = 0; i < s->count; i++) {
        if (strlen(s->entries[i].name) == len
            && memcmp(s->entries[i].name, name, len) == 0)
            return &s->entries[i];
    }
    return NULL;
}

static struct scope_entry *find(const struct scope *s, const char *name, size_t len)
{
    struct scope_entry *e = find_own(s, name, len);
    return e || !s->below ? e : find_own(s->below, name, len);
}

static struct scope *bottom_of(struct scope *s)
{
    return s->below ? s->below : s;
}

static struct scope_entry *put(struct scope *s, const char *name, const char *text,
                               size_t len)
{
    struct scope_entry *e = find_own(s, name, strlen(name));
    if (!e) {
        if (s->count == s->size) {
            s->size = s->size ? s->size * 2 : 4;
            s->entries = mem_grow(s->entries, s->size * sizeof *s->entries);
        }
        e = &s->entries[s->count++];
        *e = (struct scope_entry){.name = mem_text(name)};
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
    struct scope_entry *e = put(s, name, digits, (size_t)len);
    e->is_number = true;
    e->number = number;
}

/* What a layer has is no longer true in Lua; what stood below it is again. */
static int hide_layer(struct scope *bottom, struct error *err)
{
    struct scope *shown = bottom->shown;
    bottom->shown = NULL;
    for (size_t i = 0; shown && i < shown->count; i++) {
        struct scope_entry *e = &shown->entries[i];
        struct scope_entry *below = find_own(bottom, e->name, strlen(e->name));
        e->synced = false;
        if (below)
            below->synced = false;
        else if (luaworld_unset(bottom->lua, e->name, err) < 0)
            return -1;
    }
    return 0;
}

/* Tells Lua of one layer; of the names in it that `above` has too, it hears there. */
static int sync_layer(struct scope *s, const struct scope *above, struct luaworld *lua,
                      struct error *err)
{
    for (size_t i = 0; i < s->count; i++) {
        struct scope_entry *e = &s->entries[i];
        int result = 0;
        if (e->synced || (above && find_own(above, e->name, strlen(e->name))))
            continue;
        if (e->is_number)
            result = luaworld_set_integer(lua, e->name, e->number, err);
        else
            result = luaworld_set_text(lua, e->name, e->text, e->len, err);
        if (result < 0)
            return error_prefix(err, "%s", e->name);
        e->synced = true;
    }
    return 0;
}

/* Brings Lua into being, and up to date. */
static int sync_lua(struct scope *s, struct error *err)
{
    struct scope *bottom = bottom_of(s), *layer = s->below ? s : NULL;
    if (!bottom->lua)
        bottom->lua = luaworld_new();
    if (bottom->shown != layer && hide_layer(bottom, err) < 0)
        return -1;
    bottom->shown = layer;
    if (sync_layer(bottom, layer, bottom->lua, err) < 0)
        return -1;
    return layer ? sync_layer(layer, NULL, bottom->lua, err) : 0;
}

int scope_eval(struct scope *s, const char *lua, size_t len, struct luaworld_result **out,
               struct error *err)
{
    struct scope *bottom = bottom_of(s);
    *out = &bottom->result;
    return sync_lua(s, err) < 0 ? -1 : luaworld_eval(bottom->lua, lua, len, *out, err);
}

int scope_load_functions(struct scope *s, const char *text, struct error *err)
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

int scope_put_result(const struct luaworld_result *r, struct buf *out, struct error *err)
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
    for (const struct scope *layer = s; layer; layer = layer->below)
        for (size_t i = 0; i < layer->count && count < MOST_NAMES; i++)
            names[count++] = layer->entries[i].name;
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
    const struct scope_entry *e = is_name ? find(s, part->text, part->len) : NULL;
    if (e) {
        buf_append(out, e->text, e->len);
        return 0;
    }
    struct luaworld_result *result;
    if (scope_eval(s, part->text, part->len, &result, err) < 0)
        return -1;
    if (is_name && result->kind == LUAWORLD_NIL)
        return unknown_name(s, part->text, part->len, err);
    return scope_put_result(result, out, err);
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
    struct luaworld_result *result;
    scope_set_text(s, "message", message, len);
    if (scope_eval(s, lua, strlen(lua), &result, err) < 0)
        return blame(err, lua, strlen(lua));
    *out = result->truth;
    return 0;
}

void scope_mark_drawn(struct scope *s, const char *name)
{
    find_own(s, name, strlen(name))->drawn = true;
}

struct scope *scope_layer(struct scope *below, const char *label)
{
    struct scope *s = mem_alloc(sizeof *s);
    assert(!below->below);
    *s = (struct scope){.below = below,
                        .exercise = below->exercise,
                        .test = below->test,
                        .seed = below->seed,
                        .label = mem_text(label)};
    return s;
}

void scope_keep(struct scope *layer)
{
    for (size_t i = 0; i < layer->count; i++) {
        const struct scope_entry *e = &layer->entries[i];
        if (e->drawn)
            continue;
        if (e->is_number)
            scope_set_number(layer->below, e->name, e->number);
        else
            scope_set_text(layer->below, e->name, e->text, e->len);
    }
}

void scope_free(struct scope *s)
{
    if (!s)
        return;
    if (s->below && s->below->shown == s)
        hide_layer(s->below, NULL);
    for (size_t i = 0; i < s->count; i++) {
        free(s->entries[i].name);
        free(s->entries[i].text);
    }
    free(s->entries);
    free(s->label);
    luaworld_free(s->lua);
    buf_close(&s->result.text);
    free(s);
}

void scope_each_value(const struct scope *s,
                      void (*each)(void *ctx, const char *name, const char *text,
                                   size_t len),
                      void *ctx)
{
    const struct scope *all = s->below ? s->below : s;
    for (size_t i = 0; i < all->count; i++) {
        const struct scope_entry *e = &all->entries[i];
        if (e->drawn && s != all)
            e = find(s, e->name, strlen(e->name));
        if (e->drawn)
            each(ctx, e->name, e->text, e->len);
    }
}
