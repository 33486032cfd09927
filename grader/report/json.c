/* SPDX-License-Identifier: MIT */
#include "report/json.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/quote.h"
#include "report/writer.h"

#define FORMAT_VERSION 1

/* Microseconds are enough, and read better. */
static json_t *milliseconds(double ms)
{
    return json_real(round(ms * 1000) / 1000);
}

/* The names of files are bytes; JSON knows only UTF-8. */
static json_t *name_of(const char *file)
{
    json_t *name = file ? json_string(file) : json_null();
    struct buf shown = {0};
    if (name)
        return name;
    quote_line(&shown, file, strlen(file));
    name = json_string(buf_text(&shown));
    buf_close(&shown);
    return name;
}

static json_t *names_of(char *const *names, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, name_of(names[i]));
    return list;
}

static json_t *source_of(const struct report_case *c, const char *path)
{
    return c->line ? json_pack("{s:o, s:i}", "file", name_of(path), "line", c->line)
                   : json_null();
}

static json_t *values_of(const struct report_case *c)
{
    json_t *values = json_object();
    for (size_t i = 0; i < c->value_count; i++)
        json_object_set_new(values, c->values[i].name, json_string(c->values[i].text));
    return values;
}

static json_t *lines_of(char *const *lines, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_string(lines[i]));
    return list;
}

static json_t *transcript_of(const struct report_case *c)
{
    json_t *list = json_array();
    for (size_t i = 0; i < c->event_count; i++) {
        const struct report_event *e = &c->events[i];
        json_array_append_new(list, json_pack("{s:o, s:s, s:s?, s:s, s:s}", "time_ms",
                                              milliseconds(e->time_ms), "from", e->from,
                                              "connection", e->connection, "kind",
                                              e->kind, "text", e->text));
    }
    return list;
}

static json_t *case_of(const struct report_case *c, const char *path)
{
    json_t *document = json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:s?, s:s?, s:s?, s:o, s:s?, s:b, s:s, s:I, s:I, s:o, "
        "s:o, s:s?, s:s?, s:s?, s:s?, s:o, s:o, s:o, s:o}",
        "id", c->id, "title", c->title, "result", result_name(c->result), "code", c->code,
        "message", c->message, "hint", c->hint, "expected", c->expected, "received",
        c->received, "source", source_of(c, c->path ? c->path : path), "waits", c->waits,
        "advice", c->advice, "visibility", visibility_name(c->visibility), "points",
        (json_int_t)c->points, "max_points", (json_int_t)c->max_points, "duration_ms",
        milliseconds(c->duration_ms), "cpu_ms", milliseconds(c->cpu_ms), "newline",
        c->newline, "stdout", c->out, "stderr", c->err, "process", c->process, "values",
        values_of(c), "notes", lines_of(c->notes, c->note_count), "sockets",
        lines_of(c->sockets, c->socket_count), "transcript", transcript_of(c));
    if (c->program)
        json_object_set_new(document, "program", json_string(c->program));
    return document;
}

static json_t *programs_of(const struct report_exercise *e)
{
    json_t *list = json_array();
    for (size_t i = 0; i < e->program_count; i++) {
        const struct report_program *p = &e->programs[i];
        json_array_append_new(list, json_pack("{s:s, s:o, s:s?}", "part", p->part, "path",
                                              name_of(p->path), "language", p->language));
    }
    return list;
}

static json_t *exercise_of(const struct report_exercise *e)
{
    json_t *cases = json_array();
    for (size_t i = 0; i < e->case_count; i++)
        json_array_append_new(cases, case_of(&e->cases[i], e->path));
    json_t *document = json_pack(
        "{s:s, s:s, s:o, s:o, s:s?, s:s, s:I, s:I, s:o, s:o, s:o}", "id", e->id, "title",
        e->title, "path", name_of(e->path), "cell",
        e->cell ? json_integer(e->cell) : json_null(), "language", e->language, "result",
        result_name(e->result), "points", (json_int_t)e->points, "max_points",
        (json_int_t)e->max_points, "duration_ms", milliseconds(e->duration_ms), "cpu_ms",
        milliseconds(e->cpu_ms), "cases", cases);
    if (e->program_count)
        json_object_set_new(document, "programs", programs_of(e));
    if (e->seeded)
        json_object_set_new(document, "seed", json_integer((json_int_t)e->seed));
    return document;
}

static json_t *submission_of(const struct report_submission *s)
{
    json_t *exercises = json_array();
    for (size_t i = 0; i < s->exercise_count; i++)
        json_array_append_new(exercises, exercise_of(&s->exercises[i]));
    return json_pack("{s:o, s:o, s:s?, s:o, s:o, s:o}", "id", name_of(s->id), "path",
                     name_of(s->path), "language", s->language, "exercises", exercises,
                     "missing", names_of(s->missing, s->missing_count), "unknown",
                     names_of(s->unknown, s->unknown_count));
}

static int append(const char *data, size_t len, void *ctx)
{
    buf_append(ctx, data, len);
    return 0;
}

#define STYLE (JSON_INDENT(2) | JSON_REAL_PRECISION(12))

/* Appends it as it stands `depth` levels deep; takes it over. */
static void dump_indented(json_t *document, size_t depth, struct buf *out)
{
    struct buf text = {0};
    json_dump_callback(document, append, &text, STYLE);
    json_decref(document);
    for (char *line = text.data, *end; line; line = end ? end + 1 : NULL) {
        end = strchr(line, '\n');
        for (size_t i = 0; i < depth; i++)
            buf_puts(out, "  ");
        buf_append(out, line, end ? (size_t)(end - line) + 1 : strlen(line));
    }
    buf_close(&text);
}

static int begin(struct writing *w, struct error *err)
{
    const struct report *r = w->head;
    json_t *document =
        json_pack("{s:i, s:s, s:I, s:s, s:s?}", "sockgrade_report", FORMAT_VERSION,
                  "version", SOCKGRADE_VERSION, "seed", (json_int_t)r->seed, "isolation",
                  r->isolation, "isolation_reason", r->isolation_reason);
    (void)err;
    dump_indented(document, 0, w->out);
    w->out->len -= 2; /* the end of the object, in a line of its own */
    buf_puts(w->out, ",\n  \"submissions\": [");
    return 0;
}

static int submission(struct writing *w, const struct report_submission *s,
                      struct error *err)
{
    (void)err;
    buf_puts(w->out, w->written ? ",\n" : "\n");
    dump_indented(submission_of(s), 2, w->out);
    return 0;
}

static int end(struct writing *w, struct error *err)
{
    (void)err;
    buf_puts(w->out, w->written ? "\n  ]\n}\n" : "]\n}\n");
    return 0;
}

void report_json_write(const struct report *r, struct buf *out)
{
    struct writing w = {.head = r, .out = out};
    writer_write(&writer_json, &w, NULL);
}

const struct writer writer_json = {
    .name = "json",
    .suffix = "json",
    .summary = "all that is known; report.schema.json describes it",
    .begin = begin,
    .submission = submission,
    .end = end,
};

void report_json_write_case(const struct report_case *c, const char *path,
                            struct buf *out)
{
    json_t *document = case_of(c, path);
    json_dump_callback(document, append, out, JSON_COMPACT | JSON_REAL_PRECISION(12));
    json_decref(document);
}

void report_json_write_exercise(const struct report_exercise *e, struct buf *out)
{
    json_t *document = exercise_of(e);
    json_object_set_new(document, "text", e->text ? json_string(e->text) : json_null());
    for (size_t i = 0; i < e->program_count; i++)
        if (e->programs[i].text)
            json_object_set_new(json_array_get(json_object_get(document, "programs"), i),
                                "text", json_string(e->programs[i].text));
    json_dump_callback(document, append, out, JSON_COMPACT | JSON_REAL_PRECISION(12));
    json_decref(document);
}

/* --- reading back ------------------------------------------------------------------------------ */

static char *text_of(const json_t *object, const char *key)
{
    return mem_text(json_string_value(json_object_get(object, key)));
}

static double number_of(const json_t *object, const char *key)
{
    return json_number_value(json_object_get(object, key));
}

static enum result result_of(const json_t *document)
{
    const char *name = json_string_value(json_object_get(document, "result"));
    for (int r = RESULT_PASS; name && r <= RESULT_ERROR; r++)
        if (strcmp(name, result_name((enum result)r)) == 0)
            return (enum result)r;
    return RESULT_ERROR;
}

static enum visibility visibility_of(const json_t *document)
{
    const char *name = json_string_value(json_object_get(document, "visibility"));
    for (int v = 0; name && v < VISIBILITIES; v++)
        if (strcmp(name, visibility_name((enum visibility)v)) == 0)
            return (enum visibility)v;
    return VISIBILITY_HIDDEN;
}

static char **read_lines(const json_t *document, const char *key, size_t *count)
{
    json_t *list = json_object_get(document, key), *item;
    char **lines = mem_alloc(json_array_size(list) * sizeof *lines);
    size_t i;
    json_array_foreach(list, i, item) lines[(*count)++] =
        mem_text(json_string_value(item));
    return lines;
}

static void read_lists(struct report_case *c, const json_t *document)
{
    json_t *values = json_object_get(document, "values");
    json_t *events = json_object_get(document, "transcript"), *item;
    const char *name;
    size_t i;
    c->values = mem_alloc(json_object_size(values) * sizeof *c->values);
    json_object_foreach(values, name, item) c->values[c->value_count++] =
        (struct report_value){.name = mem_text(name),
                              .text = mem_text(json_string_value(item))};
    c->notes = read_lines(document, "notes", &c->note_count);
    c->sockets = read_lines(document, "sockets", &c->socket_count);
    c->events = mem_alloc(json_array_size(events) * sizeof *c->events);
    json_array_foreach(events, i, item) c->events[c->event_count++] =
        (struct report_event){
            .time_ms = number_of(item, "time_ms"),
            .from = text_of(item, "from"),
            .connection = text_of(item, "connection"),
            .kind = text_of(item, "kind"),
            .text = text_of(item, "text"),
        };
}

static void read_case(struct report_case *c, const json_t *document)
{
    *c = (struct report_case){
        .id = text_of(document, "id"),
        .title = text_of(document, "title"),
        .result = result_of(document),
        .code = text_of(document, "code"),
        .message = text_of(document, "message"),
        .hint = text_of(document, "hint"),
        .expected = text_of(document, "expected"),
        .received = text_of(document, "received"),
        .line = (int)number_of(json_object_get(document, "source"), "line"),
        .program = text_of(document, "program"),
        .waits = text_of(document, "waits"),
        .advice = json_is_true(json_object_get(document, "advice")),
        .visibility = visibility_of(document),
        .points = (int64_t)number_of(document, "points"),
        .max_points = (int64_t)number_of(document, "max_points"),
        .duration_ms = number_of(document, "duration_ms"),
        .cpu_ms = number_of(document, "cpu_ms"),
        .newline = text_of(document, "newline"),
        .out = text_of(document, "stdout"),
        .err = text_of(document, "stderr"),
        .process = text_of(document, "process"),
    };
    if (json_is_object(json_object_get(document, "source")))
        c->path = text_of(json_object_get(document, "source"), "file");
    read_lists(c, document);
}

static json_t *load(const char *text, size_t len, struct error *err)
{
    json_error_t problem;
    json_t *document = json_loadb(text, len, 0, &problem);
    if (!document)
        error_set(err, "can't read a result: %s", problem.text);
    return document;
}

int report_json_read_case(struct report_case *c, const char *text, size_t len,
                          struct error *err)
{
    json_t *document = load(text, len, err);
    if (!document)
        return -1;
    read_case(c, document);
    json_decref(document);
    return 0;
}

static void read_exercise_lists(struct report_exercise *e, const json_t *document)
{
    json_t *programs = json_object_get(document, "programs");
    json_t *cases = json_object_get(document, "cases"), *item;
    size_t i;
    e->programs = mem_alloc(json_array_size(programs) * sizeof *e->programs);
    json_array_foreach(programs, i, item) e->programs[e->program_count++] =
        (struct report_program){.part = text_of(item, "part"),
                                .path = text_of(item, "path"),
                                .language = text_of(item, "language"),
                                .text = text_of(item, "text")};
    e->cases = mem_alloc(json_array_size(cases) * sizeof *e->cases);
    json_array_foreach(cases, i, item) read_case(&e->cases[e->case_count++], item);
}

int report_json_read_exercise(struct report_exercise *e, const char *text, size_t len,
                              struct error *err)
{
    json_t *document = load(text, len, err);
    if (!document)
        return -1;
    *e = (struct report_exercise){
        .id = text_of(document, "id"),
        .title = text_of(document, "title"),
        .path = text_of(document, "path"),
        .language = text_of(document, "language"),
        .cell = (int)number_of(document, "cell"),
        .text = text_of(document, "text"),
        .result = result_of(document),
        .points = (int64_t)number_of(document, "points"),
        .max_points = (int64_t)number_of(document, "max_points"),
        .duration_ms = number_of(document, "duration_ms"),
        .cpu_ms = number_of(document, "cpu_ms"),
    };
    e->seeded = json_is_integer(json_object_get(document, "seed"));
    e->seed = (uint64_t)json_integer_value(json_object_get(document, "seed"));
    e->score = (double)e->points;
    e->max_score = (double)e->max_points;
    read_exercise_lists(e, document);
    json_decref(document);
    return 0;
}
