/* SPDX-License-Identifier: MIT */
#include "script/exercise.h"

#include <stdlib.h>
#include <string.h>

#include "script/random.h"

/* Below what systems give to clients (ip(7), ip_local_port_range; RFC 6335). */
#define ANY_PORT_LOW 10240
#define ANY_PORT_HIGH 19999

static void texts_close(char **texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(texts[i]);
    free(texts);
}

static void values_close(struct value *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(values[i].name);
        free(values[i].text);
        texts_close(values[i].choices, values[i].choice_count);
    }
    free(values);
}

static void match_close(struct match *m)
{
    for (size_t i = 0; i < m->item_count; i++)
        match_close(&m->items[i]);
    free(m->items);
    free(m->text);
}

static void step_close(struct step *s)
{
    free(s->on);
    free(s->name);
    free(s->explain);
    free(s->hint);
    free(s->save);
    free(s->from);
    free(s->data.text);
    free(s->pieces.lengths);
    match_close(&s->match);
    free(s->check);
    free(s->path);
}

static void case_close(struct test_case *c)
{
    free(c->id);
    free(c->title);
    free(c->needs);
    values_close(c->values, c->value_count);
    texts_close(c->args, c->arg_count);
    texts_close(c->env, c->env_count);
    free(c->input);
    for (size_t i = 0; i < c->step_count; i++)
        step_close(&c->steps[i]);
    free(c->steps);
}

static void world_close(struct world *w)
{
    for (size_t i = 0; i < w->host_count; i++) {
        free(w->hosts[i].name);
        free(w->hosts[i].address);
    }
    free(w->hosts);
}

void exercise_close(struct exercise *e)
{
    for (size_t i = 0; i < e->case_count; i++)
        case_close(&e->cases[i]);
    free(e->cases);
    for (size_t i = 0; i < e->hint_count; i++) {
        free(e->hints[i].code);
        free(e->hints[i].text);
    }
    free(e->hints);
    values_close(e->values, e->value_count);
    world_close(&e->world);
    free(e->functions);
    free(e->path);
    free(e->id);
    free(e->title);
    free(e->set);
    free(e->task);
    free(e->origin);
    *e = (struct exercise){0};
}

int exercise_port(const struct exercise *e, const struct test_case *c, uint64_t seed)
{
    const char *const names[] = {"any port", c->id};
    struct random r = random_named(seed, names, 2);
    return e->port != PORT_ANY ? e->port
                               : (int)random_between(&r, ANY_PORT_LOW, ANY_PORT_HIGH);
}

const struct test_case *exercise_find_case(const struct exercise *e, const char *id)
{
    for (size_t i = 0; i < e->case_count; i++) {
        if (strcmp(e->cases[i].id, id) == 0)
            return &e->cases[i];
    }
    return NULL;
}

bool exercise_case_types(const struct test_case *c)
{
    bool types = c->input != NULL;
    for (size_t i = 0; i < c->step_count; i++)
        types |= c->steps[i].kind == STEP_TYPE || c->steps[i].kind == STEP_TYPE_EOF;
    return types;
}

int64_t exercise_case_patience_ms(const struct test_case *c)
{
    int64_t total_ms = 0;
    for (size_t i = 0; i < c->step_count; i++)
        total_ms += c->steps[i].patience_ms ? c->steps[i].patience_ms : c->patience_ms;
    return total_ms;
}
