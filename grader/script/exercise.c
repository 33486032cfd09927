/* SPDX-License-Identifier: MIT */
#include "script/exercise.h"

#include <stdlib.h>
#include <string.h>

#include "script/pack.h"

#include "script/random.h"

/* Below what systems give to clients (ip(7), ip_local_port_range; RFC 6335). */
#define ANY_PORT_LOW 10240
#define ANY_PORT_HIGH 19999

static const char *const student_names[] = {
    [STUDENT_CLIENT] = "client",
    [STUDENT_SERVER] = "server",
    [STUDENT_BOTH] = "both",
};

const char *student_name(enum student_role role)
{
    return student_names[role];
}

int student_find(const char *name)
{
    for (size_t i = 0; i < sizeof student_names / sizeof *student_names; i++)
        if (strcmp(student_names[i], name) == 0)
            return (int)i;
    return -1;
}

static const char *const visibilities[] = {
    [VISIBILITY_VISIBLE] = "visible",
    [VISIBILITY_HIDDEN] = "hidden",
    [VISIBILITY_AFTER_DUE_DATE] = "after_due_date",
    [VISIBILITY_AFTER_PUBLISHED] = "after_published",
};

const char *visibility_name(enum visibility v)
{
    return visibilities[v];
}

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
    pack_close(&m->pack);
}

static void steps_close(struct step *steps, size_t count);

static void step_close(struct step *s)
{
    for (size_t i = 0; i < s->track_count; i++)
        steps_close(s->tracks[i].steps, s->tracks[i].count);
    free(s->tracks);
    free(s->on);
    free(s->name);
    free(s->explain);
    free(s->hint);
    free(s->save);
    free(s->from);
    free(s->to);
    free(s->data.text);
    pack_close(&s->data.pack);
    free(s->pieces.lengths);
    match_close(&s->match);
    free(s->check);
    free(s->path);
}

static void steps_close(struct step *steps, size_t count)
{
    for (size_t i = 0; i < count; i++)
        step_close(&steps[i]);
    free(steps);
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
    steps_close(c->steps, c->step_count);
}

static void world_close(struct world *w)
{
    for (size_t i = 0; i < w->host_count; i++) {
        free(w->hosts[i].name);
        free(w->hosts[i].address);
    }
    free(w->hosts);
    free(w->open);
    free(w->machine);
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

static bool each_of(const struct step *steps, size_t count,
                    bool (*each)(void *ctx, const struct step *s), void *ctx)
{
    for (size_t i = 0; i < count; i++) {
        const struct step *s = &steps[i];
        if (!each(ctx, s))
            return false;
        for (size_t t = 0; t < s->track_count; t++)
            if (!each_of(s->tracks[t].steps, s->tracks[t].count, each, ctx))
                return false;
    }
    return true;
}

bool exercise_each_step(const struct test_case *c,
                        bool (*each)(void *ctx, const struct step *s), void *ctx)
{
    return each_of(c->steps, c->step_count, each, ctx);
}

static bool types_nothing(void *ctx, const struct step *s)
{
    const enum student_role *part = ctx;
    return (s->kind != STEP_TYPE && s->kind != STEP_TYPE_EOF) || s->part != *part;
}

bool exercise_case_types(const struct test_case *c, enum student_role part)
{
    return c->input != NULL || !exercise_each_step(c, types_nothing, &part);
}

#define MOST_CONNECTIONS 1000000
#define ENDLESS_MS (INT64_MAX / 20000)

static int64_t patience_of(const struct step *steps, size_t count, int64_t usual_ms)
{
    int64_t total_ms = 0;
    for (size_t i = 0; i < count; i++) {
        const struct step *s = &steps[i];
        int64_t own_ms = s->patience_ms ? s->patience_ms : usual_ms;
        if (s->track_count)
            own_ms = 0;
        for (size_t t = 0; t < s->track_count; t++)
            own_ms += patience_of(s->tracks[t].steps, s->tracks[t].count, usual_ms);
        total_ms += s->kind == STEP_REPEAT ? own_ms * s->times : own_ms;
        if (total_ms > ENDLESS_MS)
            return ENDLESS_MS;
    }
    return total_ms;
}

int64_t exercise_case_patience_ms(const struct test_case *c)
{
    return patience_of(c->steps, c->step_count, c->patience_ms);
}

static int64_t connections_of(const struct step *steps, size_t count)
{
    int64_t total = 0;
    for (size_t i = 0; i < count; i++) {
        const struct step *s = &steps[i];
        int64_t own = s->kind == STEP_ACCEPT || s->kind == STEP_CONNECT;
        for (size_t t = 0; t < s->track_count; t++)
            own += connections_of(s->tracks[t].steps, s->tracks[t].count);
        bool many = s->kind == STEP_REPEAT || s->kind == STEP_CROWD;
        total += many ? own * s->times : own;
        if (total > MOST_CONNECTIONS)
            return MOST_CONNECTIONS;
    }
    return total;
}

int64_t exercise_case_connections(const struct test_case *c)
{
    return connections_of(c->steps, c->step_count);
}
