/* SPDX-License-Identifier: MIT */
#include "report/reading.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "report/json.h"

#define FORMAT_VERSION 1
#define VALUE_MOST ((size_t)64 << 20) /* bytes of a submission, as jansson reads it */

struct scan {
    const char *path;
    FILE *file;
    struct json_place at;    /* of the next character */
    struct json_place begun; /* of the value that was read last */
    struct buf value;
    struct error *err;
};

static int refuse(const struct scan *s, const struct json_place *at, const char *what)
{
    return error_kind(s->err, ERROR_USAGE, "%s:%zu:%zu: %s", s->path, at->line,
                      at->column, what);
}

/* --- characters -------------------------------------------------------------------------------- */

static int next(struct scan *s)
{
    int c = getc(s->file);
    if (c == '\n') {
        s->at.line++;
        s->at.column = 1;
    } else if (c != EOF && (c & 0xC0) != 0x80) {
        s->at.column++;
    }
    return c;
}

static int peek(struct scan *s)
{
    int c = getc(s->file);
    if (c != EOF)
        ungetc(c, s->file);
    return c;
}

static int peek_word(struct scan *s)
{
    int c;
    while ((c = peek(s)) == ' ' || c == '\t' || c == '\n' || c == '\r')
        next(s);
    return c;
}

static int take(struct scan *s, char wanted, const char *what)
{
    struct json_place at = s->at;
    if (peek_word(s) != wanted) {
        at = s->at;
        return refuse(s, &at, what);
    }
    next(s);
    return 0;
}

/* --- values ------------------------------------------------------------------------------------ */

static void take_string(struct scan *s)
{
    int c;
    buf_putc(&s->value, (char)next(s));
    while ((c = next(s)) != EOF) {
        buf_putc(&s->value, (char)c);
        if (c == '"' || s->value.len > VALUE_MOST)
            return;
        if (c == '\\' && (c = next(s)) != EOF)
            buf_putc(&s->value, (char)c);
    }
}

/* The text of one value, whole or as much as there is of it: jansson tells what is wrong. */
static int take_value(struct scan *s)
{
    int c, depth = 0;
    buf_clear(&s->value);
    peek_word(s);
    s->begun = s->at;
    while ((c = peek(s)) != EOF && s->value.len <= VALUE_MOST) {
        if (!depth && (c == ',' || c == ']' || c == '}'))
            break;
        depth += (c == '[' || c == '{') - (c == ']' || c == '}');
        if (c == '"')
            take_string(s);
        else
            buf_putc(&s->value, (char)next(s));
        if (!depth && (c == ']' || c == '}' || c == '"'))
            break;
    }
    if (s->value.len > VALUE_MOST)
        return refuse(s, &s->begun, "this is too large for a report");
    return 0;
}

/* Where the value that was read last has the place. */
static struct json_place place_in(const struct scan *s, size_t offset)
{
    struct json_place in = json_line_column(buf_text(&s->value), s->value.len, offset);
    if (in.line == 1)
        in.column += s->begun.column - 1;
    in.line += s->begun.line - 1;
    return in;
}

static void without_files(struct report_submission *s)
{
    for (size_t i = 0; i < s->exercise_count; i++) {
        struct report_exercise *e = &s->exercises[i];
        e->text = e->text ? e->text : mem_text("");
        for (size_t k = 0; k < e->program_count; k++)
            if (!e->programs[k].text)
                e->programs[k].text = mem_text("");
    }
}

static int read_submission(struct scan *s, reading_visit *each, void *ctx)
{
    struct report_submission one = {0};
    size_t offset = 0;
    struct error why;
    if (take_value(s) < 0)
        return -1;
    int result = report_json_read_submission(&one, buf_text(&s->value), s->value.len,
                                             &offset, &why);
    if (result < 0) {
        const struct json_place at = place_in(s, offset);
        refuse(s, &at, why.text);
    } else {
        without_files(&one);
        result = each(ctx, &one, s->err);
    }
    report_submission_close(&one);
    return result;
}

static int read_submissions(struct scan *s, reading_visit *each, void *ctx)
{
    if (take(s, '[', "\"submissions\" is to be a list") < 0)
        return -1;
    while (peek_word(s) != ']') {
        if (read_submission(s, each, ctx) < 0)
            return -1;
        if (peek_word(s) == ',')
            next(s);
        else if (peek_word(s) != ']')
            return take(s, ']',
                        "the list of submissions goes on with \",\" or ends with "
                        "\"]\"");
    }
    next(s);
    return 0;
}

/* --- the document ------------------------------------------------------------------------------ */

static void read_limits(struct limits *limits, const json_t *object)
{
    for (int i = 0; i < LIMITS; i++)
        limits->value[i] = json_integer_value(
            json_object_get(object, limit_row((enum limit_kind)i)->name));
}

static char *text_of(const json_t *object, const char *key)
{
    return mem_text(json_string_value(json_object_get(object, key)));
}

static int read_head(struct reading *r, struct scan *s, const json_t *head)
{
    const struct json_place top = {1, 1};
    json_t *version = json_object_get(head, "sockgrade_report");
    if (!json_is_integer(version))
        return refuse(s, &top,
                      "this is no report of sockgrade: \"sockgrade_report\" is "
                      "missing");
    if (json_integer_value(version) != FORMAT_VERSION)
        return refuse(s, &top,
                      "this report is of another version of sockgrade; use that "
                      "one");
    r->isolation = text_of(head, "isolation");
    r->reason = text_of(head, "isolation_reason");
    r->head.seed = (uint64_t)json_integer_value(json_object_get(head, "seed"));
    r->head.isolation = r->isolation ? r->isolation : "none";
    r->head.isolation_reason = r->reason;
    read_limits(&r->head.limits, json_object_get(head, "limits"));
    return 0;
}

static int read_member(struct scan *s, json_t *head, reading_visit *each, void *ctx)
{
    json_error_t problem;
    if (take_value(s) < 0)
        return -1;
    json_t *key =
        json_loadb(buf_text(&s->value), s->value.len, JSON_DECODE_ANY, &problem);
    int result = json_is_string(key)
                     ? take(s, ':', "behind the name of a value stands \":\"")
                     : refuse(s, &s->begun,
                              "here is to be the name of a value, in "
                              "quotation marks");
    if (result == 0 && strcmp(json_string_value(key), "submissions") == 0) {
        result = read_submissions(s, each, ctx);
    } else if (result == 0 && take_value(s) == 0) {
        json_t *value =
            json_loadb(buf_text(&s->value), s->value.len, JSON_DECODE_ANY, &problem);
        result = value ? json_object_set_new(head, json_string_value(key), value)
                       : refuse(s, &s->begun, problem.text);
    } else {
        result = -1;
    }
    json_decref(key);
    return result;
}

static int read_members(struct scan *s, json_t *head, reading_visit *each, void *ctx)
{
    if (take(s, '{', "this is no report of sockgrade: no JSON object begins here") < 0)
        return -1;
    while (peek_word(s) != '}') {
        if (read_member(s, head, each, ctx) < 0)
            return -1;
        if (peek_word(s) == ',')
            next(s);
        else if (peek_word(s) != '}')
            return take(s, '}', "the report goes on with \",\" or ends with \"}\"");
    }
    next(s);
    if (peek_word(s) != EOF)
        return refuse(s, &s->at, "something stands behind the end of the report");
    return 0;
}

int reading_read(struct reading *r, const char *path, reading_visit *each, void *ctx,
                 struct error *err)
{
    struct scan s = {.path = path, .at = {1, 1}, .err = err};
    json_t *head = json_object();
    int result = -1;
    *r = (struct reading){0};
    s.file = fopen(path, "re");
    if (!s.file) {
        error_errno(err, "can't read the report %s", path);
        err->kind = ERROR_USAGE;
    } else {
        result = read_members(&s, head, each, ctx);
    }
    if (result == 0 && ferror(s.file))
        result = error_errno(err, "can't read the report %s", path);
    if (result == 0)
        result = read_head(r, &s, head);
    if (s.file)
        fclose(s.file);
    buf_close(&s.value);
    json_decref(head);
    return result;
}

void reading_close(struct reading *r)
{
    free(r->isolation);
    free(r->reason);
    *r = (struct reading){0};
}
