/* SPDX-License-Identifier: MIT */
#include "script/loader.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "script/field.h"
#include "script/limitfield.h"
#include "script/luaworld.h"
#include "script/syntax.h"
#include "script/template.h"
#include "script/testcase.h"
#include "script/value.h"

#define LONGEST_FILE ((size_t)4 << 20)
#define DEFAULT_PATIENCE_MS 10000
#define MOST_HOSTS 1000

/* --- the world around the program ------------------------------------------------ */

static int read_host(struct reader *r, const struct place *at, const json_t *value,
                     struct host *h)
{
    h->name = mem_text(at->key);
    if (!*at->key)
        return field_fail(r, at, "the name of a host must not be empty");
    if (check_template(r, at, h->name, strlen(h->name)) < 0)
        return -1;
    return read_template(r, at, value, &h->address);
}

static int read_hosts(struct reader *r, const struct place *at, const json_t *value,
                      void *out)
{
    struct world *w = out;
    struct place here = {.up = at};
    json_t *address;
    if (!json_is_object(value))
        return field_expected(r, at, "an object: host name -> address", value);
    if (json_object_size(value) > MOST_HOSTS)
        return field_fail(r, at, "more than %d hosts", MOST_HOSTS);
    w->hosts = mem_alloc(json_object_size(value) * sizeof *w->hosts);
    json_object_foreach((json_t *)value, here.key, address)
    {
        if (read_host(r, &here, address, &w->hosts[w->host_count++]) < 0)
            return -1;
    }
    return 0;
}

static int read_open(struct reader *r, const struct place *at, const json_t *value,
                     void *out)
{
    struct world *w = out;
    return read_template(r, at, value, &w->open);
}

/* A name with templates in it shows only when it is used whether it is one. */
static int read_machine(struct reader *r, const struct place *at, const json_t *value,
                        void *out)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789-.";
    struct world *w = out;
    if (read_template(r, at, value, &w->machine) < 0)
        return -1;
    size_t len = strlen(w->machine);
    if (template_has_expression(w->machine, len)
        || (len && len <= 64 && strspn(w->machine, allowed) == len))
        return 0;
    return field_expected(
        r, at, "the name of a computer (letters, digits, - and ., at most 64)", value);
}

static const struct field world_rows[] = {
    {"hosts", 0, FIELD_MAY, read_hosts, 0, "host name -> address"},
    {"open", 0, FIELD_MAY, read_open, 0, "the ports that the grader has open"},
    {"any_host", 0, FIELD_MAY, read_bool, offsetof(struct world, any_host),
     "true: every name and address leads to the grader"},
    {"machine", 0, FIELD_MAY, read_machine, 0, "the name of the machine"},
};

static const struct field_table world_keys = {"the world", world_rows,
                                              FIELD_COUNT(world_rows)};

static int read_world(struct reader *r, const struct place *at, const json_t *value,
                      void *out)
{
    struct draft *d = out;
    return fields_read(r, at, value, &world_keys, &d->exercise.world);
}

/* --- top level -------------------------------------------------------------------- */

static int read_format(struct reader *r, const struct place *at, const json_t *value,
                       void *out)
{
    int64_t version;
    (void)out;
    return read_integer(r, at, value, 1, 1, "1, the only version of the format",
                        &version);
}

static int read_student(struct reader *r, const struct place *at, const json_t *value,
                        void *out)
{
    struct draft *d = out;
    const char *text = json_string_value(value);
    int role = text ? student_find(text) : -1;
    if (role < 0)
        return field_expected(r, at, "\"client\", \"server\" or \"both\"", value);
    d->exercise.student = (enum student_role)role;
    return 0;
}

static int read_port(struct reader *r, const struct place *at, const json_t *value,
                     void *out)
{
    struct draft *d = out;
    const char *text = json_string_value(value);
    int64_t port = 0;
    d->exercise.port = PORT_ANY;
    if (text && strcmp(text, "any") == 0)
        return 0;
    if (read_integer(r, at, value, 1, 65535, "a number from 1 to 65535, or \"any\"",
                     &port)
        < 0)
        return -1;
    d->exercise.port = (int)port;
    return 0;
}

static int read_protocol(struct reader *r, const struct place *at, const json_t *value,
                         void *out)
{
    struct draft *d = out;
    const char *text = json_string_value(value);
    if (!text || (strcmp(text, "tcp") != 0 && strcmp(text, "udp") != 0))
        return field_expected(r, at, "\"tcp\" or \"udp\"", value);
    if (*text == 'u' && d->exercise.student == STUDENT_BOTH)
        return field_fail(r, at, "two programs of a student are played by tcp only");
    d->exercise.protocol = *text == 't' ? PROTOCOL_TCP : PROTOCOL_UDP;
    return 0;
}

static int read_values(struct reader *r, const struct place *at, const json_t *value,
                       void *out)
{
    struct draft *d = out;
    return values_read(r, at, value, &d->exercise.values, &d->exercise.value_count);
}

static int read_functions(struct reader *r, const struct place *at, const json_t *value,
                          void *out)
{
    struct error why;
    if (read_text(r, at, value, out) < 0)
        return -1;
    const char *text = *(char **)out;
    if (!r->lua)
        r->lua = luaworld_new();
    if (luaworld_check(r->lua, LUAWORLD_FUNCTIONS, text, strlen(text), &why) == 0)
        return 0;
    return field_fail(r, at, "this is not a Lua text: %s", why.text);
}

static int read_hints(struct reader *r, const struct place *at, const json_t *value,
                      void *out)
{
    struct draft *d = out;
    struct exercise *e = &d->exercise;
    struct place here = {.up = at};
    json_t *text;
    if (!json_is_object(value))
        return field_expected(r, at, "an object: verdict code -> one sentence", value);
    e->hints = mem_alloc(json_object_size(value) * sizeof *e->hints);
    json_object_foreach((json_t *)value, here.key, text)
    {
        struct code_hint *hint = &e->hints[e->hint_count++];
        hint->code = mem_text(here.key);
        if (!*here.key || here.key[strspn(here.key, "abcdefghijklmnopqrstuvwxyz-")])
            return field_fail(r, &here,
                              "a verdict code is made of small letters and -, such as "
                              "\"wrong-message\"");
        if (read_text(r, &here, text, &hint->text) < 0)
            return -1;
    }
    return 0;
}

/* Cases come last: they inherit from what stands above, wherever the file has it. */
static const struct field rows[] = {
    {"$schema", 0, FIELD_IGNORED, NULL, 0, "for editors"},
    {"sockgrade", 0, FIELD_MUST, read_format, 0, "the version of the format, 1"},
    {"id", 0, FIELD_MUST, read_id, offsetof(struct draft, exercise.id),
     "small letters, digits and -"},
    {"title", 0, FIELD_MUST, read_text, offsetof(struct draft, exercise.title),
     "what the exercise is, in a few words"},
    {"set", 0, FIELD_MAY, read_text, offsetof(struct draft, exercise.set),
     "the set of exercises it belongs to"},
    {"task", 0, FIELD_MAY, read_text, offsetof(struct draft, exercise.task),
     "what the student is asked, in Markdown"},
    {"origin", 0, FIELD_MAY, read_text, offsetof(struct draft, exercise.origin),
     "title and section of the text it comes from"},
    {"student", 0, FIELD_MUST, read_student, 0, "\"client\", \"server\" or \"both\""},
    {"port", 0, FIELD_MUST, read_port, 0, "the port, from 1 to 65535, or \"any\""},
    {"protocol", 0, FIELD_MAY, read_protocol, 0, "\"tcp\" or \"udp\""},
    {"args", 0, FIELD_MAY, case_read_args, offsetof(struct draft, inherited),
     "what the program is started with"},
    {"env", 0, FIELD_MAY, case_read_env, offsetof(struct draft, inherited),
     "name of a variable -> text"},
    {"world", 0, FIELD_MAY, read_world, 0, "what the program finds around it"},
    {"values", 0, FIELD_MAY, read_values, 0, "random values"},
    {"functions", 0, FIELD_MAY, read_functions,
     offsetof(struct draft, exercise.functions),
     "Lua text that defines functions for templates"},
    {"newline", 0, FIELD_MAY, case_read_newline, offsetof(struct draft, inherited),
     "\"either\", \"never\" or \"always\""},
    {"patience", 0, FIELD_MAY, case_read_patience, offsetof(struct draft, inherited),
     "how long the program may sleep or compute per step, such as \"10s\""},
    {"limits", 0, FIELD_MAY, limitfield_read, offsetof(struct draft, exercise.limits),
     "name of a limit -> value"},
    {"hints", 0, FIELD_MAY, read_hints, 0, "verdict code -> one sentence"},
    {"stdin", 0, FIELD_MAY, case_read_stdin, offsetof(struct draft, inherited),
     "all that its standard input has"},
    {"cases", 0, FIELD_MUST, cases_read, 0, "a list of cases"},
};

static const struct field_table exercise_keys = {"an exercise", rows, FIELD_COUNT(rows)};

static void settle_inherited(struct draft *d)
{
    for (size_t i = 0; i < d->inherited.arg_count; i++)
        free(d->inherited.args[i]);
    free(d->inherited.args);
    for (size_t i = 0; i < d->inherited.env_count; i++)
        free(d->inherited.env[i]);
    free(d->inherited.env);
    free(d->inherited.input);
}

static void fill_empty(char **text)
{
    if (!*text)
        *text = mem_text("");
}

static int read_exercise(struct reader *r, const json_t *root, struct exercise *out)
{
    struct draft d = {.inherited.patience_ms = DEFAULT_PATIENCE_MS};
    int result = fields_read(r, NULL, root, &exercise_keys, &d);
    settle_inherited(&d);
    if (result < 0) {
        exercise_close(&d.exercise);
        return -1;
    }
    d.exercise.path = mem_text(r->file);
    fill_empty(&d.exercise.set);
    fill_empty(&d.exercise.task);
    fill_empty(&d.exercise.origin);
    *out = d.exercise;
    return 0;
}

int loader_read_text(struct exercise *out, const char *path, const char *text, size_t len,
                     struct error *err)
{
    if (len > LONGEST_FILE)
        return error_kind(err, ERROR_EXERCISE, "%s: is longer than 4 MiB", path);
    json_t *root = syntax_parse(path, text, len, "exercise", err);
    if (!root)
        return -1;
    struct reader reader = {.file = path, .text = text, .len = len, .err = err};
    int result = read_exercise(&reader, root, out);
    luaworld_free(reader.lua);
    json_decref(root);
    return result;
}

int loader_read_file(struct exercise *out, const char *path, struct error *err)
{
    struct buf text = {0};
    int result = file_read(&text, "the exercise ", path, LONGEST_FILE, err);
    if (result < 0 && err)
        err->kind = ERROR_EXERCISE;
    else if (result == 0)
        result = loader_read_text(out, path, buf_text(&text), text.len, err);
    buf_close(&text);
    return result;
}
