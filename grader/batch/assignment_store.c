/* SPDX-License-Identifier: MIT
 *
 * What a journal keeps of an assignment. It was valid when it was written: what can't be read
 * back is damaged.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "batch/assignment.h"

/* --- writing ------------------------------------------------------------------------ */

static json_t *case_of(const struct assigned *a, const struct test_case *c)
{
    enum visibility v = c->visibility;
    for (size_t i = 0; i < a->hidden_count; i++)
        if (strcmp(a->hidden[i], c->id) == 0)
            v = VISIBILITY_HIDDEN;
    return json_pack("{s:s, s:s, s:I, s:b, s:s}", "id", c->id, "title", c->title,
                     "points", (json_int_t)c->points, "advice", c->advice, "visibility",
                     visibility_name(v));
}

static json_t *assigned_of(const struct assigned *a)
{
    const struct exercise *e = a->exercise;
    json_t *cases = json_array();
    for (size_t i = 0; i < e->case_count; i++)
        json_array_append_new(cases, case_of(a, &e->cases[i]));
    return json_pack("{s:s, s:s, s:s, s:f, s:o}", "id", e->id, "title", e->title,
                     "student", student_name(e->student), "points", a->points, "cases",
                     cases);
}

static json_t *late_of(const struct lateness *l)
{
    return json_pack("{s:I, s:I, s:f, s:f, s:I}", "deadline_ms",
                     (json_int_t)l->deadline_ms, "grace_ms", (json_int_t)l->grace_ms,
                     "percent_per_day", l->percent_per_day, "most_percent",
                     l->most_percent, "closes_ms", (json_int_t)l->closes_ms);
}

static json_t *limits_of(const struct limits *l)
{
    json_t *object = json_object();
    for (int i = 0; i < LIMITS; i++)
        if (l->value[i])
            json_object_set_new(object, limit_row((enum limit_kind)i)->name,
                                json_integer((json_int_t)l->value[i]));
    return object;
}

static int append(const char *data, size_t len, void *ctx)
{
    buf_append(ctx, data, len);
    return 0;
}

void assignment_store(const struct assignment *a, struct buf *out)
{
    json_t *exercises = json_array();
    for (size_t i = 0; i < a->count; i++)
        json_array_append_new(exercises, assigned_of(&a->list[i]));
    json_t *seed =
        a->seed_fixed ? json_integer((json_int_t)a->seed) : json_string("student");
    json_t *document =
        json_pack("{s:s, s:s, s:s, s:o, s:o, s:o, s:o}", "id", a->id, "title", a->title,
                  "attempts", attempts_name(a->attempts), "limits", limits_of(&a->limits),
                  "seed", seed, "late", late_of(&a->late), "exercises", exercises);
    json_dump_callback(document, append, out, JSON_COMPACT | JSON_REAL_PRECISION(15));
    json_decref(document);
}

/* --- reading back ------------------------------------------------------------------- */

static const char *word_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

static int64_t whole_of(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

static double real_of(const json_t *object, const char *key)
{
    return json_number_value(json_object_get(object, key));
}

static enum visibility visibility_of(const char *name)
{
    for (int v = 0; v < VISIBILITIES; v++)
        if (strcmp(name, visibility_name((enum visibility)v)) == 0)
            return (enum visibility)v;
    return VISIBILITY_HIDDEN;
}

static void restore_case(struct test_case *c, const json_t *from)
{
    *c = (struct test_case){
        .id = mem_text(word_of(from, "id")),
        .title = mem_text(word_of(from, "title")),
        .points = whole_of(from, "points"),
        .advice = json_is_true(json_object_get(from, "advice")),
        .visibility = visibility_of(word_of(from, "visibility")),
    };
}

static void restore_exercise(struct exercise *e, const json_t *from)
{
    json_t *cases = json_object_get(from, "cases"), *item;
    size_t i;
    int student = student_find(word_of(from, "student"));
    *e = (struct exercise){
        .id = mem_text(word_of(from, "id")),
        .title = mem_text(word_of(from, "title")),
        .set = mem_text(""),
        .student = student < 0 ? STUDENT_CLIENT : (enum student_role)student,
        .cases = mem_alloc(json_array_size(cases) * sizeof *e->cases),
        .case_count = json_array_size(cases),
    };
    json_array_foreach(cases, i, item) restore_case(&e->cases[i], item);
}

static struct lateness restore_late(const json_t *from)
{
    return (struct lateness){.deadline_ms = whole_of(from, "deadline_ms"),
                             .grace_ms = whole_of(from, "grace_ms"),
                             .percent_per_day = real_of(from, "percent_per_day"),
                             .most_percent = real_of(from, "most_percent"),
                             .closes_ms = whole_of(from, "closes_ms")};
}

static struct limits restore_limits(const json_t *from)
{
    struct limits l = {0};
    for (int i = 0; i < LIMITS; i++)
        l.value[i] = whole_of(from, limit_row((enum limit_kind)i)->name);
    return l;
}

static void restore_all(struct assignment *a, const json_t *from)
{
    json_t *list = json_object_get(from, "exercises"), *item;
    json_t *seed = json_object_get(from, "seed");
    int attempts = attempts_find(word_of(from, "attempts"));
    size_t i;
    *a = (struct assignment){
        .id = mem_text(word_of(from, "id")),
        .title = mem_text(word_of(from, "title")),
        .attempts = attempts < 0 ? ATTEMPTS_LAST : (enum attempts)attempts,
        .seed_fixed = json_is_integer(seed),
        .seed = (uint64_t)json_integer_value(seed),
        .limits = restore_limits(json_object_get(from, "limits")),
        .late = restore_late(json_object_get(from, "late")),
        .count = json_array_size(list),
        .list = mem_alloc(json_array_size(list) * sizeof *a->list),
        .own = mem_alloc(json_array_size(list) * sizeof *a->own),
    };
    json_array_foreach(list, i, item)
    {
        restore_exercise(&a->own[i], item);
        a->list[i] =
            (struct assigned){.exercise = &a->own[i], .points = real_of(item, "points")};
    }
}

int assignment_restore(struct assignment *a, const char *text, size_t len,
                       struct error *err)
{
    json_error_t problem;
    json_t *document = json_loadb(text, len, 0, &problem);
    if (!document)
        return error_set(err, "can't read the assignment back: %s", problem.text);
    if (!*word_of(document, "id") || !json_object_get(document, "exercises")) {
        json_decref(document);
        return error_set(err, "what is kept of the assignment is not one");
    }
    restore_all(a, document);
    json_decref(document);
    return 0;
}
