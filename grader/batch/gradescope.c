/* SPDX-License-Identifier: MIT */
#include "batch/gradescope.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/buf.h"
#include "base/timestamp.h"

/* Results of tests are nested as deep as their authors like: that is passed over. */
#define DEEPEST 5

struct level {
    bool map, value; /* value: the key has been read */
    char key[64];
};

/* folder: {submitters: [{name:, email:, sid:}], created_at:}: the document is read as a stream
 * of events, since it holds all that was ever tested. */
struct reading {
    struct gradescope *g;
    struct level levels[DEEPEST];
    size_t depth;
};

static struct gradescope_entry *last_entry(const struct reading *r)
{
    return r->g->count ? &r->g->entries[r->g->count - 1] : NULL;
}

static void add_entry(struct reading *r, const char *folder)
{
    struct gradescope *g = r->g;
    g->entries = mem_grow(g->entries, (g->count + 1) * sizeof *g->entries);
    g->entries[g->count++] = (struct gradescope_entry){.folder = mem_text(folder)};
}

static void add_person(struct gradescope_entry *e)
{
    e->people = mem_grow(e->people, (e->count + 1) * sizeof *e->people);
    e->people[e->count++] = (struct gradescope_person){0};
}

/* Ruby writes ":name". */
static bool is_key(const struct reading *r, size_t level, const char *key)
{
    const char *own = r->levels[level].key;
    return strcmp(own + (*own == ':'), key) == 0;
}

static bool among_people(const struct reading *r)
{
    return r->depth >= 3 && r->g->count && is_key(r, 1, "submitters");
}

/* "2026-11-20 22:59:01.123456789 Z": what Ruby writes has a space too many. */
static int64_t time_of(const char *text)
{
    char *plain = mem_text(text), *space = strrchr(plain, ' ');
    int64_t ms = 0;
    if (space && strchr("Z+-", space[1]))
        memmove(space, space + 1, strlen(space));
    if (timestamp_parse(plain, &ms) < 0)
        ms = 0;
    free(plain);
    return ms;
}

static void take_person(struct reading *r, const char *text)
{
    struct gradescope_entry *e = last_entry(r);
    struct gradescope_person *p = e->count ? &e->people[e->count - 1] : NULL;
    char **field = !p                      ? NULL
                   : is_key(r, 3, "name")  ? &p->name
                   : is_key(r, 3, "email") ? &p->email
                   : is_key(r, 3, "sid")   ? &p->number
                                           : NULL;
    if (field && !*field && *text && strcmp(text, "~") != 0)
        *field = mem_text(text);
}

static void take_value(struct reading *r, const char *text)
{
    if (r->depth == 4 && among_people(r) && r->levels[3].map)
        take_person(r, text);
    else if (r->depth == 2 && r->g->count && is_key(r, 1, "created_at"))
        last_entry(r)->at_ms = time_of(text);
}

static struct level *current(struct reading *r)
{
    return r->depth && r->depth <= DEEPEST ? &r->levels[r->depth - 1] : NULL;
}

static void take_scalar(struct reading *r, const char *text)
{
    struct level *l = current(r);
    bool key = l && l->map && !l->value;
    if (key)
        snprintf(l->key, sizeof l->key, "%s", text);
    else
        take_value(r, text);
    if (l && l->map)
        l->value = key;
    if (key && r->depth == 1)
        add_entry(r, text);
}

static void enter(struct reading *r, bool map)
{
    if (r->depth < DEEPEST)
        r->levels[r->depth] = (struct level){.map = map};
    r->depth++;
    if (map && r->depth == 4 && among_people(r))
        add_person(last_entry(r));
}

/* What has ended was a value, or an odd key. */
static void leave(struct reading *r)
{
    r->depth -= r->depth > 0;
    struct level *l = current(r);
    if (l && l->map)
        l->value = !l->value;
}

static void take_event(struct reading *r, const yaml_event_t *e)
{
    struct level *l = current(r);
    if (e->type == YAML_SCALAR_EVENT)
        take_scalar(r, (const char *)e->data.scalar.value);
    else if (e->type == YAML_MAPPING_START_EVENT || e->type == YAML_SEQUENCE_START_EVENT)
        enter(r, e->type == YAML_MAPPING_START_EVENT);
    else if (e->type == YAML_MAPPING_END_EVENT || e->type == YAML_SEQUENCE_END_EVENT)
        leave(r);
    else if (e->type == YAML_ALIAS_EVENT && l && l->map)
        l->value = !l->value;
}

static int read_events(struct reading *r, yaml_parser_t *parser, const char *path,
                       struct error *err)
{
    for (bool end = false; !end;) {
        yaml_event_t e;
        if (!yaml_parser_parse(parser, &e))
            return error_kind(err, ERROR_USAGE, "%s:%zu: this is no YAML: %s", path,
                              parser->problem_mark.line + 1,
                              parser->problem ? parser->problem : "it breaks off");
        take_event(r, &e);
        end = e.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&e);
    }
    return 0;
}

int gradescope_read(struct gradescope *g, const char *path, struct error *err)
{
    struct reading r = {.g = g};
    yaml_parser_t parser;
    *g = (struct gradescope){0};
    FILE *file = fopen(path, "re");
    if (!file || !yaml_parser_initialize(&parser)) {
        error_errno(err, "can't read %s", path);
        if (file)
            fclose(file);
        return -1;
    }
    yaml_parser_set_input_file(&parser, file);
    int status = read_events(&r, &parser, path, err);
    yaml_parser_delete(&parser);
    fclose(file);
    if (status < 0)
        gradescope_close(g);
    return status;
}

void gradescope_close(struct gradescope *g)
{
    for (size_t i = 0; i < g->count; i++) {
        struct gradescope_entry *e = &g->entries[i];
        for (size_t k = 0; k < e->count; k++) {
            free(e->people[k].name);
            free(e->people[k].email);
            free(e->people[k].number);
        }
        free(e->people);
        free(e->folder);
    }
    free(g->entries);
    *g = (struct gradescope){0};
}
