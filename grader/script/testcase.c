/* SPDX-License-Identifier: MIT */
#include "script/testcase.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/suggest.h"
#include "script/limitfield.h"
#include "script/step.h"
#include "script/udpcheck.h"
#include "script/value.h"

#define MOST_CASES 1000
#define MOST_ARGS 1000
#define MOST_POINTS 1000000

/* --- settings that are inherited ------------------------------------------------- */

static const char *const newline_modes[] = {
    [NEWLINE_EITHER] = "either", [NEWLINE_NEVER] = "never", [NEWLINE_ALWAYS] = "always"};

int case_read_newline(struct reader *r, const struct place *at, const json_t *value,
                      void *out)
{
    struct test_case *c = out;
    const char *text = json_string_value(value);
    for (size_t i = 0; text && i < FIELD_COUNT(newline_modes); i++) {
        if (strcmp(text, newline_modes[i]) == 0) {
            c->newline = (enum newline_mode)i;
            return 0;
        }
    }
    return field_expected(r, at, "\"either\", \"never\" or \"always\"", value);
}

int case_read_patience(struct reader *r, const struct place *at, const json_t *value,
                       void *out)
{
    struct test_case *c = out;
    return read_patience(r, at, value, &c->patience_ms);
}

int case_read_args(struct reader *r, const struct place *at, const json_t *value,
                   void *out)
{
    struct test_case *c = out;
    return fields_list(r, at, value, 0, MOST_ARGS, sizeof *c->args, &c->args,
                       &c->arg_count, read_template);
}

static int read_variable(struct reader *r, const struct place *at, const json_t *value,
                         char **out)
{
    char *text = NULL;
    if (!*at->key || strchr(at->key, '='))
        return field_fail(r, at,
                          "the name of a variable must not be empty or hold \"=\"");
    int result = read_template(r, at, value, &text);
    if (result == 0)
        *out = mem_printf("%s=%s", at->key, text);
    free(text);
    return result;
}

int case_read_env(struct reader *r, const struct place *at, const json_t *value,
                  void *out)
{
    struct test_case *c = out;
    struct place here = {.up = at};
    json_t *text;
    if (!json_is_object(value))
        return field_expected(r, at, "an object: name of a variable -> its text", value);
    c->env = mem_alloc(json_object_size(value) * sizeof *c->env);
    json_object_foreach((json_t *)value, here.key, text)
    {
        if (read_variable(r, &here, text, &c->env[c->env_count++]) < 0)
            return -1;
    }
    return 0;
}

int case_read_stdin(struct reader *r, const struct place *at, const json_t *value,
                    void *out)
{
    struct test_case *c = out;
    return read_bytes(r, at, value, &c->input, &c->input_len);
}

static char **copy_texts(char *const *texts, size_t count)
{
    char **copy = mem_alloc(count * sizeof *copy);
    for (size_t i = 0; i < count; i++)
        copy[i] = mem_text(texts[i]);
    return copy;
}

static void inherit(struct test_case *c, const json_t *object,
                    const struct test_case *from)
{
    c->newline = from->newline;
    c->patience_ms = from->patience_ms;
    if (!json_object_get(object, "args")) {
        c->args = copy_texts(from->args, from->arg_count);
        c->arg_count = from->arg_count;
    }
    if (!json_object_get(object, "env")) {
        c->env = copy_texts(from->env, from->env_count);
        c->env_count = from->env_count;
    }
    if (from->input && !json_object_get(object, "stdin")) {
        c->input = mem_copy(from->input, from->input_len);
        c->input_len = from->input_len;
    }
}

/* --- what a case has of its own --------------------------------------------------- */

int read_id(struct reader *r, const struct place *at, const json_t *value, void *out)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
    const char *text = json_string_value(value);
    size_t len = text ? json_string_length(value) : 0;
    if (!len || len > 100 || strspn(text, allowed) != len)
        return field_expected(r, at, "an id of small letters, digits and -", value);
    return read_text(r, at, value, out);
}

static int read_points(struct reader *r, const struct place *at, const json_t *value,
                       void *out)
{
    return read_integer(r, at, value, 0, MOST_POINTS, "a number of points from 0", out);
}

static int read_visibility(struct reader *r, const struct place *at, const json_t *value,
                           void *out)
{
    struct test_case *c = out;
    const char *text = json_string_value(value);
    for (int i = 0; text && i < VISIBILITIES; i++) {
        if (strcmp(text, visibility_name((enum visibility)i)) != 0)
            continue;
        c->visibility = (enum visibility)i;
        return 0;
    }
    return field_expected(r, at,
                          "\"visible\", \"hidden\", \"after_due_date\" or "
                          "\"after_published\"",
                          value);
}

static int read_case_values(struct reader *r, const struct place *at, const json_t *value,
                            void *out)
{
    struct test_case *c = out;
    return values_read(r, at, value, &c->values, &c->value_count);
}

/* The steps come last and are read by cases_read, which knows the student's role. */
static const struct field rows[] = {
    {"id", 0, FIELD_MUST, read_id, offsetof(struct test_case, id),
     "small letters, digits and -; no other case has it"},
    {"title", 0, FIELD_MAY, read_text, offsetof(struct test_case, title),
     "what is tested, in a few words"},
    {"points", 0, FIELD_MAY, read_points, offsetof(struct test_case, points),
     "1 unless it says otherwise"},
    {"advice", 0, FIELD_MAY, read_bool, offsetof(struct test_case, advice),
     "true: never costs points"},
    {"visibility", 0, FIELD_MAY, read_visibility, 0, "who may see it"},
    {"needs", 0, FIELD_MAY, read_id, offsetof(struct test_case, needs),
     "id of a case without which this one is skipped"},
    {"newline", 0, FIELD_MAY, case_read_newline, 0,
     "\"either\", \"never\" or \"always\""},
    {"patience", 0, FIELD_MAY, case_read_patience, 0, "such as \"10s\""},
    {"args", 0, FIELD_MAY, case_read_args, 0, "what the program is started with"},
    {"env", 0, FIELD_MAY, case_read_env, 0, "name of a variable -> text"},
    {"limits", 0, FIELD_MAY, limitfield_read, offsetof(struct test_case, limits),
     "name of a limit -> value"},
    {"values", 0, FIELD_MAY, read_case_values, 0, "random values of this case"},
    {"steps", 0, FIELD_MUST, NULL, 0, "a list of steps"},
    {"stdin", 0, FIELD_MAY, case_read_stdin, 0, "all that its standard input has"},
};

const struct field_table case_keys = {"a case", rows, FIELD_COUNT(rows)};

static int finish_points(struct reader *r, const struct place *at, const json_t *object,
                         struct test_case *c)
{
    if (!json_object_get(object, "points"))
        c->points = c->advice ? 0 : 1;
    if (!c->advice || !c->points)
        return 0;
    struct place here = {.up = at, .key = "points"};
    return field_fail(r, &here, "advice never costs points, so there can be none to win");
}

struct saves {
    struct reader *r;
    const struct value *values;
    size_t count;
};

static bool check_save(void *ctx, const struct step *s)
{
    const struct saves *saves = ctx;
    for (size_t v = 0; s->save && v < saves->count; v++) {
        if (strcmp(s->save, saves->values[v].name) != 0)
            continue;
        char *path = mem_printf("%s.save", s->path);
        field_fail_at(saves->r, path, JSON_VALUE, "\"%s\" is already the name of a value",
                      s->save);
        free(path);
        return false;
    }
    return true;
}

/* Saved messages and drawn values share one world of names. */
static int check_saves(struct reader *r, const struct test_case *c,
                       const struct value *values, size_t count)
{
    struct saves saves = {r, values, count};
    return exercise_each_step(c, check_save, &saves) ? 0 : -1;
}

/* The ids of the cases before this one. */
static int check_ids(struct reader *r, const struct place *at, const struct exercise *e,
                     const struct test_case *c)
{
    const char *ids[MOST_CASES];
    size_t count = 0;
    bool found = !c->needs;
    struct place here = {.up = at, .key = "id"};
    for (; &e->cases[count] != c; count++) {
        ids[count] = e->cases[count].id;
        if (strcmp(ids[count], c->id) == 0)
            return field_fail(r, &here, "an earlier case already has the id \"%s\"",
                              c->id);
        found = found || strcmp(ids[count], c->needs) == 0;
    }
    if (found)
        return 0;
    here.key = "needs";
    const char *near = suggest_nearest(c->needs, ids, count);
    if (near)
        return field_fail(
            r, &here, "no case before this one has the id \"%s\" (did you mean \"%s\"?)",
            c->needs, near);
    return field_fail(r, &here, "no case before this one has the id \"%s\"", c->needs);
}

static int read_case(struct reader *r, const struct place *at, const json_t *object,
                     const struct draft *d, struct test_case *c)
{
    const struct exercise *e = &d->exercise;
    inherit(c, object, &d->inherited);
    c->limits = e->limits;
    if (fields_read(r, at, object, &case_keys, c) < 0
        || finish_points(r, at, object, c) < 0 || check_ids(r, at, e, c) < 0)
        return -1;
    if (!c->title)
        c->title = mem_text(c->id);
    struct place here = {.up = at, .key = "steps"};
    if (steps_read(r, &here, json_object_get(object, "steps"), e->student, c) < 0)
        return -1;
    if (e->protocol == PROTOCOL_UDP && udpcheck_case(r, c) < 0)
        return -1;
    return check_saves(r, c, e->values, e->value_count) < 0
                   || check_saves(r, c, c->values, c->value_count) < 0
               ? -1
               : 0;
}

int cases_read(struct reader *r, const struct place *at, const json_t *list, void *out)
{
    struct draft *d = out;
    struct exercise *e = &d->exercise;
    struct place here = {.up = at};
    size_t count = json_array_size(list);
    if (!count)
        return field_expected(r, at, "a list of at least one case in [ ]", list);
    if (count > MOST_CASES)
        return field_fail(r, at, "more than %d cases", MOST_CASES);
    e->cases = mem_alloc(count * sizeof *e->cases);
    for (; here.index < count; here.index++) {
        e->case_count = here.index + 1;
        if (read_case(r, &here, json_array_get(list, here.index), d,
                      &e->cases[here.index])
            < 0)
            return -1;
    }
    return 0;
}
