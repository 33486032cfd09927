/* SPDX-License-Identifier: MIT
 *
 * The loader of an assignment's file: one table for each object in it.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/suggest.h"
#include "batch/assignfield.h"
#include "batch/assignment.h"
#include "script/field.h"
#include "script/limitfield.h"
#include "script/syntax.h"
#include "script/testcase.h"

#define LONGEST_FILE ((size_t)1 << 20)
#define MOST_EXERCISES 500
#define MOST_PATTERNS 100
#define MOST_CASES 1000

/* The reader of an assignment knows where its exercises come from. */
struct finding {
    struct reader reader; /* first: the rows get a pointer to it */
    assignment_finder *find;
    void *ctx;
    struct assignment *a;
};

static struct finding *finding_of(struct reader *r)
{
    return (struct finding *)(void *)r;
}

/* --- one exercise ------------------------------------------------------------------- */

static bool is_path(const char *name)
{
    size_t len = strlen(name);
    return strchr(name, '/') || (len > 5 && strcmp(name + len - 5, ".json") == 0);
}

/* A file stands beside the assignment, wherever the command is run. */
static char *located(const char *assignment, const char *name)
{
    const char *slash = strrchr(assignment, '/');
    if (name[0] == '/' || !slash || !is_path(name))
        return mem_text(name);
    return mem_printf("%.*s/%s", (int)(slash - assignment), assignment, name);
}

static bool is_given_before(const struct assignment *a, const struct assigned *one)
{
    for (const struct assigned *before = a->list; before < one; before++)
        if (strcmp(before->exercise->id, one->exercise->id) == 0)
            return true;
    return false;
}

static int read_exercise(struct reader *r, const struct place *at, const json_t *value,
                         void *out)
{
    struct finding *f = finding_of(r);
    struct assigned *one = out;
    struct error why = {0};
    char *name = NULL;
    if (read_text(r, at, value, &name) < 0)
        return -1;
    char *place = located(r->file, name);
    one->exercise = *name ? f->find(f->ctx, place, &why) : NULL;
    free(place);
    free(name);
    if (!one->exercise)
        return field_fail(r, at, "%s",
                          *why.text ? why.text : "an exercise's id must not be empty");
    if (is_given_before(f->a, one))
        return field_fail(r, at, "the exercise \"%s\" is given already",
                          one->exercise->id);
    one->points = assignment_case_points(one->exercise);
    return 0;
}

static int read_pattern(struct reader *r, const struct place *at, const json_t *value,
                        void *out)
{
    if (read_text(r, at, value, out) < 0)
        return -1;
    const char *text = *(char **)out;
    if (*text && *text != '/' && strncmp(text, "../", 3) != 0)
        return 0;
    return field_expected(
        r, at, "a pattern for names of what was handed in, such as \"ex2*.py\"", value);
}

static int read_patterns(struct reader *r, const struct place *at, const json_t *value,
                         char ***items, size_t *count)
{
    return fields_list(r, at, value, 1, MOST_PATTERNS, sizeof **items, items, count,
                       read_pattern);
}

static int one_program_only(struct reader *r, const struct place *at,
                            const struct assigned *a)
{
    if (a->exercise->student != STUDENT_BOTH)
        return 0;
    return field_fail(r, at,
                      "\"%s\" takes two programs: say \"server\" and \"client\" instead",
                      a->exercise->id);
}

static int two_programs_only(struct reader *r, const struct place *at,
                             const struct assigned *a)
{
    if (a->exercise->student == STUDENT_BOTH)
        return 0;
    return field_fail(r, at, "\"%s\" takes one program: say \"files\" instead",
                      a->exercise->id);
}

static int read_files(struct reader *r, const struct place *at, const json_t *value,
                      void *out)
{
    struct assigned *a = out;
    if (one_program_only(r, at, a) < 0)
        return -1;
    return read_patterns(r, at, value, &a->patterns, &a->pattern_count);
}

static int read_server(struct reader *r, const struct place *at, const json_t *value,
                       void *out)
{
    struct assigned *a = out;
    if (two_programs_only(r, at, a) < 0)
        return -1;
    return read_patterns(r, at, value, &a->server_patterns, &a->server_pattern_count);
}

static int read_client(struct reader *r, const struct place *at, const json_t *value,
                       void *out)
{
    struct assigned *a = out;
    if (two_programs_only(r, at, a) < 0)
        return -1;
    return read_patterns(r, at, value, &a->client_patterns, &a->client_pattern_count);
}

static int hide_all(struct assigned *a)
{
    a->hidden_count = a->exercise->case_count;
    a->hidden = mem_alloc(a->hidden_count * sizeof *a->hidden);
    for (size_t i = 0; i < a->hidden_count; i++)
        a->hidden[i] = mem_text(a->exercise->cases[i].id);
    return 0;
}

static int unknown_case(struct reader *r, const struct place *at,
                        const struct exercise *e, const char *id)
{
    const char **ids = mem_alloc(e->case_count * sizeof *ids);
    struct buf all = {0};
    for (size_t i = 0; i < e->case_count; i++) {
        ids[i] = e->cases[i].id;
        buf_printf(&all, "%s%s", i ? ", " : "", ids[i]);
    }
    const char *near = suggest_nearest(id, ids, e->case_count);
    if (near)
        field_fail(r, at, "\"%s\" has no such case (did you mean \"%s\"?)", e->id, near);
    else
        field_fail(r, at, "\"%s\" has no such case, but these: %s", e->id,
                   buf_text(&all));
    buf_close(&all);
    free(ids);
    return -1;
}

static int check_hidden(struct reader *r, const struct place *at,
                        const struct assigned *a)
{
    struct place here = {.up = at};
    for (; here.index < a->hidden_count; here.index++)
        if (!exercise_find_case(a->exercise, a->hidden[here.index]))
            return unknown_case(r, &here, a->exercise, a->hidden[here.index]);
    return 0;
}

static int read_hidden(struct reader *r, const struct place *at, const json_t *value,
                       void *out)
{
    struct assigned *a = out;
    if (json_is_true(value))
        return hide_all(a);
    if (!json_is_array(value))
        return field_expected(r, at, "a list of the ids of cases, or true for all",
                              value);
    if (fields_list(r, at, value, 0, MOST_CASES, sizeof *a->hidden, &a->hidden,
                    &a->hidden_count, read_text)
        < 0)
        return -1;
    return check_hidden(r, at, a);
}

/* The exercise comes first: the others ask it what they may say. */
static const struct field assigned_rows[] = {
    {"exercise", 0, FIELD_MUST, read_exercise, 0,
     "the id of an exercise, or the path of its file"},
    {"points", 0, FIELD_MAY, assignfield_points, offsetof(struct assigned, points),
     "what it gives; else the points of its cases"},
    {"files", 0, FIELD_MAY, read_files, 0, "patterns of its program's name"},
    {"server", 0, FIELD_MAY, read_server, 0, "patterns of the server's name"},
    {"client", 0, FIELD_MAY, read_client, 0, "patterns of the client's name"},
    {"hidden", 0, FIELD_MAY, read_hidden, 0, "cases that students don't see"},
};

static const struct field_table assigned_keys = {
    "an exercise of an assignment", assigned_rows, FIELD_COUNT(assigned_rows)};

static int read_assigned(struct reader *r, const struct place *at, const json_t *value,
                         void *out)
{
    if (json_is_string(value))
        return read_exercise(r, at, value, out);
    return fields_read(r, at, value, &assigned_keys, out);
}

static int read_exercises(struct reader *r, const struct place *at, const json_t *value,
                          void *out)
{
    struct assignment *a = out;
    return fields_list(r, at, value, 1, MOST_EXERCISES, sizeof *a->list, &a->list,
                       &a->count, read_assigned);
}

/* --- lateness ----------------------------------------------------------------------- */

static const struct field late_rows[] = {
    {"grace", 0, FIELD_MAY, assignfield_grace, offsetof(struct lateness, grace_ms),
     "how much later costs nothing yet"},
    {"percent_per_day", 0, FIELD_MAY, assignfield_percent,
     offsetof(struct lateness, percent_per_day), "taken off for each begun day"},
    {"most_percent", 0, FIELD_MAY, assignfield_percent,
     offsetof(struct lateness, most_percent), "never more than this is taken off"},
    {"closes", 0, FIELD_MAY, assignfield_moment, offsetof(struct lateness, closes_ms),
     "what comes later counts nothing"},
};

static const struct field_table late_keys = {"a rule for what comes late", late_rows,
                                             FIELD_COUNT(late_rows)};

static int read_late(struct reader *r, const struct place *at, const json_t *value,
                     void *out)
{
    struct assignment *a = out;
    struct lateness *l = &a->late;
    struct place closes = {.up = at, .key = "closes"};
    if (fields_read(r, at, value, &late_keys, l) < 0)
        return -1;
    if (!l->deadline_ms && (l->grace_ms || l->closes_ms))
        return field_fail(r, at, "nothing can be late without a \"deadline\"");
    if (l->closes_ms && l->closes_ms < l->deadline_ms + l->grace_ms)
        return field_fail(r, &closes,
                          "this is too early: it closes when the deadline, and the grace "
                          "after it, are over");
    return 0;
}

/* --- top level ---------------------------------------------------------------------- */

static int read_format(struct reader *r, const struct place *at, const json_t *value,
                       void *out)
{
    int64_t version;
    (void)out;
    return read_integer(r, at, value, 1, 1, "1, the only version of the format",
                        &version);
}

static int read_title(struct reader *r, const struct place *at, const json_t *value,
                      void *out)
{
    if (read_text(r, at, value, out) < 0)
        return -1;
    return **(char **)out ? 0 : field_expected(r, at, "a title", value);
}

static const char *const attempt_words[] = {
    [ATTEMPTS_LAST] = "last", [ATTEMPTS_BEST] = "best", [ATTEMPTS_ALL] = "all"};

const char *attempts_name(enum attempts attempts)
{
    return attempt_words[attempts];
}

int attempts_find(const char *name)
{
    for (size_t i = 0; i < FIELD_COUNT(attempt_words); i++)
        if (strcmp(name, attempt_words[i]) == 0)
            return (int)i;
    return -1;
}

static int read_attempts(struct reader *r, const struct place *at, const json_t *value,
                         void *out)
{
    struct assignment *a = out;
    const char *text = json_string_value(value);
    int found = text ? attempts_find(text) : -1;
    if (found < 0)
        return field_expected(r, at, "\"last\", \"best\" or \"all\"", value);
    a->attempts = (enum attempts)found;
    return 0;
}

static int read_seed(struct reader *r, const struct place *at, const json_t *value,
                     void *out)
{
    struct assignment *a = out;
    const char *text = json_string_value(value);
    int64_t seed;
    if (text && strcmp(text, "student") == 0)
        return 0;
    if (read_integer(r, at, value, 0, INT64_MAX, "\"student\" or a whole number from 0",
                     &seed)
        < 0)
        return -1;
    a->seed_fixed = true;
    a->seed = (uint64_t)seed;
    return 0;
}

/* The deadline comes before what is late of it. */
static const struct field rows[] = {
    {"$schema", 0, FIELD_IGNORED, NULL, 0, "for editors"},
    {"sockgrade_assignment", 0, FIELD_MUST, read_format, 0,
     "the version of the format, 1"},
    {"id", 0, FIELD_MUST, read_id, offsetof(struct assignment, id),
     "small letters, digits and -"},
    {"title", 0, FIELD_MAY, read_title, offsetof(struct assignment, title),
     "as gradebooks show it; else the id"},
    {"exercises", 0, FIELD_MUST, read_exercises, 0,
     "a list of ids of exercises, or objects with \"exercise\""},
    {"deadline", 0, FIELD_MAY, assignfield_moment,
     offsetof(struct assignment, late.deadline_ms),
     "such as \"2026-11-20T23:59:00+01:00\""},
    {"late", 0, FIELD_MAY, read_late, 0, "what coming late costs"},
    {"attempts", 0, FIELD_MAY, read_attempts, 0, "\"last\", \"best\" or \"all\""},
    {"limits", 0, FIELD_MAY, limitfield_read, offsetof(struct assignment, limits),
     "name of a limit -> value"},
    {"seed", 0, FIELD_MAY, read_seed, 0, "\"student\" or a number"},
};

static const struct field_table assignment_keys = {"an assignment", rows,
                                                   FIELD_COUNT(rows)};

static int read_text_of(struct assignment *a, const char *path, const struct buf *text,
                        assignment_finder *find, void *ctx, struct error *err)
{
    json_t *root = syntax_parse(path, buf_text(text), text->len, "assignment", err);
    if (!root)
        return -1;
    struct finding f = {
        .reader = {.file = path, .text = buf_text(text), .len = text->len, .err = err},
        .find = find,
        .ctx = ctx,
        .a = a};
    *a = (struct assignment){.late.most_percent = 100};
    int result = fields_read(&f.reader, NULL, root, &assignment_keys, a);
    json_decref(root);
    if (result < 0)
        assignment_close(a);
    else if (!a->title)
        a->title = mem_text(a->id);
    return result;
}

int assignment_read(struct assignment *a, const char *path, assignment_finder *find,
                    void *ctx, struct error *err)
{
    struct buf text = {0};
    int result = file_read(&text, "the assignment ", path, LONGEST_FILE, err);
    if (result < 0 && err)
        err->kind = ERROR_EXERCISE;
    else if (text.len > LONGEST_FILE)
        result = error_kind(err, ERROR_EXERCISE, "%s: is longer than 1 MiB", path);
    else if (result == 0)
        result = read_text_of(a, path, &text, find, ctx, err);
    buf_close(&text);
    return result;
}
