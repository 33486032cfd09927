/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "script/draw.h"
#include "script/random.h"
#include "script/scopeparts.h"

static int compute_value(struct scope *s, const struct value *v, struct error *err)
{
    struct buf text = {0};
    struct luaworld_result *r;
    int result = -1;
    if (scope_eval(s, v->text, strlen(v->text), &r, err) < 0
        || scope_put_result(r, &text, err) < 0)
        goto done;
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

/* What a moment has drawn depends on the seed and its label alone, whatever ran before. */
static int draw_one(struct scope *s, const char *moment, const struct value *v,
                    struct error *err)
{
    const char *names[] = {s->exercise->id, s->test->id, v->name, moment};
    struct random r = random_named(s->seed, names, moment ? 4 : 3);
    if (v->kind != VALUE_LUA)
        draw_by_chance(s, v, &r);
    else if (compute_value(s, v, err) < 0)
        return error_prefix(err, "values.%s", v->name);
    scope_mark_drawn(s, v->name);
    return 0;
}

/* A case's value of the same name stands in for the exercise's, at its place. */
static int draw_all(struct scope *s, const char *moment, struct error *err)
{
    const struct exercise *e = s->exercise;
    const struct test_case *c = s->test;
    for (size_t i = 0; i < e->value_count; i++) {
        const struct value *own =
            find_value(c->values, c->value_count, e->values[i].name);
        if (draw_one(s, moment, own ? own : &e->values[i], err) < 0)
            return -1;
    }
    for (size_t i = 0; i < c->value_count; i++) {
        if (!find_value(e->values, e->value_count, c->values[i].name)
            && draw_one(s, moment, &c->values[i], err) < 0)
            return -1;
    }
    return 0;
}

int scope_draw(struct scope *s, const char *label, struct error *err)
{
    char *moment = mem_printf("%s/%s", s->label ? s->label : "", label);
    int result = draw_all(s, moment, err);
    free(moment);
    return result;
}

struct scope *scope_new(const struct exercise *e, const struct test_case *c,
                        uint64_t seed, struct error *err)
{
    struct scope *s = mem_alloc(sizeof *s);
    *s = (struct scope){.exercise = e, .test = c, .seed = seed};
    scope_set_number(s, "port", exercise_port(e, c, seed));
    scope_set_text(s, "case", c->id, strlen(c->id));
    if (scope_load_functions(s, e->functions, err) == 0 && draw_all(s, NULL, err) == 0)
        return s;
    scope_free(s);
    return NULL;
}

int64_t scope_between(const struct scope *s, const char *label, int64_t low, int64_t high)
{
    const char *names[] = {s->exercise->id, s->test->id, label, s->label};
    struct random r = random_named(s->seed, names, s->label ? 4 : 3);
    return random_between(&r, low, high);
}
