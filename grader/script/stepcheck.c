/* SPDX-License-Identifier: MIT */
#include "script/stepcheck.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/suggest.h"
#include "script/part.h"
#include "script/step.h"

#define MOST_CONNECTIONS 1000
#define LONGEST_CASE_MS (INT64_C(60) * 60 * 1000)

/* A track does not see what the others beside it make. */
struct connections {
    const char *names[MOST_CONNECTIONS];
    bool hidden[MOST_CONNECTIONS];
    size_t count;
};

struct check {
    struct reader *r;
    enum student_role student;
    struct connections known;
    int depth;
    bool side_by_side; /* inside of a crowd, or of tracks */
};

static bool makes_connection(const struct step *s)
{
    return s->kind == STEP_ACCEPT || s->kind == STEP_CONNECT;
}

static bool needs_connection(const struct step *s)
{
    switch (s->kind) {
    case STEP_SEND:
    case STEP_EXPECT:
    case STEP_SILENCE:
    case STEP_HALF_CLOSE:
    case STEP_CLOSE:
    case STEP_RESET:
    case STEP_EXPECT_CLOSE:
    case STEP_EXPECT_RESET:
        return true;
    case STEP_ACCEPT:
    case STEP_CONNECT:
    case STEP_PRINTS:
    case STEP_STDERR:
    case STEP_EXITS:
    case STEP_TYPE:
    case STEP_TYPE_EOF:
    case STEP_SIGNAL:
    case STEP_CHECK:
    case STEP_REPEAT:
    case STEP_TOGETHER:
    case STEP_CROWD:
    case STEP_RUN:
    case STEP_RELAY:
        break;
    }
    return false;
}

/* What the steps do first with a connection. */
enum first { FIRST_NOTHING, FIRST_NEEDS, FIRST_MAKES };

static enum first first_of(const struct step *s)
{
    enum first first = makes_connection(s) || s->kind == STEP_CROWD ? FIRST_MAKES
                       : needs_connection(s)                        ? FIRST_NEEDS
                                                                    : FIRST_NOTHING;
    for (size_t t = 0; t < s->track_count && !first; t++)
        for (size_t i = 0; i < s->tracks[t].count && !first; i++)
            first = first_of(&s->tracks[t].steps[i]);
    return first;
}

static void imply(struct step **steps, size_t *count, const char *name,
                  enum student_role student)
{
    enum first first = FIRST_NOTHING;
    size_t at = 0;
    for (; at < *count && !(first = first_of(&(*steps)[at])); at++)
        ;
    if (first == FIRST_NEEDS) {
        struct step implied = {.kind =
                                   student == STUDENT_CLIENT ? STEP_ACCEPT : STEP_CONNECT,
                               .name = mem_text(name),
                               .path = mem_text((*steps)[at].path)};
        *steps = mem_grow(*steps, (*count + 1) * sizeof **steps);
        memmove(&(*steps)[at + 1], &(*steps)[at], (*count - at) * sizeof **steps);
        (*steps)[at] = implied;
        ++*count;
    }
}

/* Each client of a crowd has a connection of its own. */
static void imply_in_crowds(struct step *steps, size_t count, enum student_role student)
{
    for (size_t i = 0; i < count; i++)
        for (size_t t = 0; t < steps[i].track_count; t++) {
            struct step_list *track = &steps[i].tracks[t];
            if (steps[i].kind == STEP_CROWD)
                imply(&track->steps, &track->count, "client", student);
            imply_in_crowds(track->steps, track->count, student);
        }
}

void stepcheck_imply_connection(struct test_case *c, enum student_role student)
{
    imply(&c->steps, &c->step_count, "main", student);
    imply_in_crowds(c->steps, c->step_count, student);
}

static bool is_made(const struct connections *known, const char *name)
{
    for (size_t i = 0; i < known->count; i++)
        if (strcmp(known->names[i], name) == 0)
            return true;
    return false;
}

static bool is_known(const struct connections *known, const char *name)
{
    for (size_t i = 0; i < known->count; i++)
        if (!known->hidden[i] && strcmp(known->names[i], name) == 0)
            return true;
    return false;
}

static const char *nearest(const struct connections *known, const char *name)
{
    const char *seen[MOST_CONNECTIONS];
    for (size_t i = 0; i < known->count; i++)
        seen[i] = known->hidden[i] ? NULL : known->names[i];
    return suggest_nearest(name, seen, known->count);
}

static int fail_at_key(struct reader *r, const struct step *s, const char *key,
                       const char *sentence, const char *name)
{
    char *path = mem_printf("%s.%s", s->path, key);
    field_fail_at(r, path, JSON_VALUE, "%s \"%s\"", sentence, name);
    free(path);
    return -1;
}

static int check_known(const struct check *k, const struct step *s, const char *key,
                       const char *name)
{
    if (!name || is_known(&k->known, name))
        return 0;
    const char *near = nearest(&k->known, name);
    if (!near)
        return fail_at_key(k->r, s, key, "no step before this one makes a connection",
                           name);
    char *path = mem_printf("%s.%s", s->path, key);
    field_fail_at(
        k->r, path, JSON_VALUE,
        "no step before this one makes a connection \"%s\" (did you mean \"%s\"?)", name,
        near);
    free(path);
    return -1;
}

static int add_connection(struct check *k, const struct step *s)
{
    struct connections *known = &k->known;
    bool accepts = s->kind == STEP_ACCEPT;
    const char *key = accepts ? "accept" : "connect";
    if (accepts != (k->student == STUDENT_CLIENT))
        return field_fail_at(
            k->r, s->path, JSON_VALUE,
            accepts ? "the student's program is the server, so a step has to "
                      "\"connect\" to it"
                    : "the student's program is the client, so a step has to "
                      "\"accept\" it");
    if (is_made(known, s->name))
        return fail_at_key(k->r, s, key, "an earlier step already made the connection",
                           s->name);
    if (known->count == MOST_CONNECTIONS)
        return field_fail_at(k->r, s->path, JSON_VALUE,
                             "more than %d connections in a case", MOST_CONNECTIONS);
    known->hidden[known->count] = false;
    known->names[known->count++] = s->name;
    return 0;
}

static const char *key_of(enum step_kind kind)
{
    for (size_t i = 0; i < step_verbs.count; i++) {
        if (step_verbs.rows[i].id == (int)kind && step_verbs.rows[i].rule != FIELD_LATER)
            return step_verbs.rows[i].key;
    }
    return "";
}

static int check_steps(struct check *k, const struct step *steps, size_t count);

/* Of what the tracks make, one sees its own only; behind them all is seen, but for what
 * the clients of a crowd made. */
static int check_tracks(struct check *k, const struct step *s)
{
    struct connections *known = &k->known;
    size_t before = known->count;
    for (size_t t = 0; t < s->track_count; t++) {
        size_t own = known->count;
        if (check_steps(k, s->tracks[t].steps, s->tracks[t].count) < 0)
            return -1;
        for (size_t i = own; i < known->count; i++)
            known->hidden[i] = true;
    }
    if (s->kind == STEP_CROWD)
        known->count = before;
    for (size_t i = before; i < known->count; i++)
        known->hidden[i] = false;
    return 0;
}

static int check_nested(struct check *k, const struct step *s)
{
    bool side_by_side = s->kind != STEP_REPEAT;
    if (side_by_side && k->side_by_side)
        return field_fail_at(k->r, s->path, JSON_VALUE,
                             "\"%s\" can't stand inside of what goes on side by side",
                             key_of(s->kind));
    if (k->depth == STEPCHECK_DEEPEST)
        return field_fail_at(k->r, s->path, JSON_VALUE,
                             "steps stand inside of steps more than %d deep",
                             STEPCHECK_DEEPEST);
    bool before = k->side_by_side;
    k->side_by_side |= side_by_side;
    k->depth++;
    int result = check_tracks(k, s);
    k->depth--;
    k->side_by_side = before;
    return result;
}

static int check_step(struct check *k, const struct step *s)
{
    if (s->track_count)
        return check_nested(k, s);
    if (makes_connection(s))
        return add_connection(k, s);
    if (parts_only(s))
        return field_fail_at(k->r, s->path, JSON_VALUE,
                             "there is only one program in this exercise; two take "
                             "\"student\": \"both\"");
    if (s->on && !needs_connection(s))
        return fail_at_key(k->r, s, "on",
                           "there is only one program in this exercise, not", s->on);
    if (s->kind != STEP_SIGNAL && check_known(k, s, key_of(s->kind), s->name) < 0)
        return -1;
    return check_known(k, s, "on", s->on);
}

static int check_steps(struct check *k, const struct step *steps, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (check_step(k, &steps[i]) < 0)
            return -1;
    return 0;
}

struct typing {
    struct reader *r;
    const struct test_case *test;
    const struct step *eof;
};

static bool may_type(void *ctx, const struct step *s)
{
    struct typing *t = ctx;
    if (s->kind != STEP_TYPE && s->kind != STEP_TYPE_EOF)
        return true;
    if (t->test->input || t->eof) {
        field_fail_at(t->r, s->path, JSON_VALUE,
                      t->test->input
                          ? "\"stdin\" is already all that the program's standard input "
                            "has, so nothing can be typed"
                          : "an earlier step closed the program's standard input");
        return false;
    }
    if (s->kind == STEP_TYPE_EOF)
        t->eof = s;
    return true;
}

/* All that is typed comes through the one standard input. */
static int check_typing(struct reader *r, const struct test_case *c)
{
    struct typing t = {r, c, NULL};
    return exercise_each_step(c, may_type, &t) ? 0 : -1;
}

int stepcheck_patience(struct reader *r, const struct place *at,
                       const struct test_case *c)
{
    int64_t total_ms = exercise_case_patience_ms(c);
    if (total_ms <= LONGEST_CASE_MS)
        return 0;
    return field_fail(r, at,
                      "with the patience of each step, this case could take %" PRId64
                      " minutes, and 60 is the most that is allowed",
                      (total_ms + 59999) / 60000);
}

int stepcheck_case(struct reader *r, const struct place *at, const struct test_case *c,
                   enum student_role student)
{
    struct check *k = mem_alloc(sizeof *k);
    *k = (struct check){.r = r, .student = student};
    int result = check_steps(k, c->steps, c->step_count);
    free(k);
    return result < 0 || check_typing(r, c) < 0 ? -1 : stepcheck_patience(r, at, c);
}
