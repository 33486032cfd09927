/* SPDX-License-Identifier: MIT */
#include "script/stepcheck.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/suggest.h"
#include "script/step.h"

#define MOST_CONNECTIONS 1000
#define LONGEST_CASE_MS (INT64_C(60) * 60 * 1000)

struct connections {
    const char *names[MOST_CONNECTIONS];
    size_t count;
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
        break;
    }
    return false;
}

void stepcheck_imply_connection(struct test_case *c, enum student_role student)
{
    size_t at = 0;
    while (at < c->step_count && !makes_connection(&c->steps[at])
           && !needs_connection(&c->steps[at]))
        at++;
    if (at == c->step_count || makes_connection(&c->steps[at]))
        return;
    struct step implied = {.kind =
                               student == STUDENT_CLIENT ? STEP_ACCEPT : STEP_CONNECT};
    implied.name = mem_text("main");
    implied.path = mem_text(c->steps[at].path);
    c->steps = mem_grow(c->steps, (c->step_count + 1) * sizeof *c->steps);
    memmove(&c->steps[at + 1], &c->steps[at], (c->step_count - at) * sizeof *c->steps);
    c->steps[at] = implied;
    c->step_count++;
}

static bool is_known(const struct connections *known, const char *name)
{
    for (size_t i = 0; i < known->count; i++) {
        if (strcmp(known->names[i], name) == 0)
            return true;
    }
    return false;
}

static int fail_at_key(struct reader *r, const struct step *s, const char *key,
                       const char *sentence, const char *name)
{
    char *path = mem_printf("%s.%s", s->path, key);
    field_fail_at(r, path, JSON_VALUE, "%s \"%s\"", sentence, name);
    free(path);
    return -1;
}

static int check_known(struct reader *r, const struct connections *known,
                       const struct step *s, const char *key, const char *name)
{
    if (!name || is_known(known, name))
        return 0;
    const char *near = suggest_nearest(name, known->names, known->count);
    if (!near)
        return fail_at_key(r, s, key, "no step before this one makes a connection", name);
    char *path = mem_printf("%s.%s", s->path, key);
    field_fail_at(
        r, path, JSON_VALUE,
        "no step before this one makes a connection \"%s\" (did you mean \"%s\"?)", name,
        near);
    free(path);
    return -1;
}

static int add_connection(struct reader *r, struct connections *known,
                          const struct step *s, enum student_role student)
{
    bool accepts = s->kind == STEP_ACCEPT;
    const char *key = accepts ? "accept" : "connect";
    if (accepts != (student == STUDENT_CLIENT))
        return field_fail_at(
            r, s->path, JSON_VALUE,
            accepts ? "the student's program is the server, so a step has to "
                      "\"connect\" to it"
                    : "the student's program is the client, so a step has to "
                      "\"accept\" it");
    if (is_known(known, s->name))
        return fail_at_key(r, s, key, "an earlier step already made the connection",
                           s->name);
    if (known->count == MOST_CONNECTIONS)
        return field_fail_at(r, s->path, JSON_VALUE, "more than %d connections in a case",
                             MOST_CONNECTIONS);
    known->names[known->count++] = s->name;
    return 0;
}

static const char *key_of_name(enum step_kind kind)
{
    for (size_t i = 0; i < step_verbs.count; i++) {
        if (step_verbs.rows[i].id == (int)kind && step_verbs.rows[i].rule != FIELD_LATER)
            return step_verbs.rows[i].key;
    }
    return "";
}

static int check_step(struct reader *r, struct connections *known, const struct step *s,
                      enum student_role student)
{
    if (makes_connection(s))
        return add_connection(r, known, s, student);
    if (s->kind != STEP_SIGNAL
        && check_known(r, known, s, key_of_name(s->kind), s->name) < 0)
        return -1;
    return check_known(r, known, s, "on", s->on);
}

/* All that is typed comes through the one standard input. */
static int check_typing(struct reader *r, const struct test_case *c)
{
    const struct step *eof = NULL;
    for (size_t i = 0; i < c->step_count; i++) {
        const struct step *s = &c->steps[i];
        if (s->kind != STEP_TYPE && s->kind != STEP_TYPE_EOF)
            continue;
        if (c->input)
            return field_fail_at(r, s->path, JSON_VALUE,
                                 "\"stdin\" is already all that the program's standard "
                                 "input has, so nothing can be typed");
        if (eof)
            return field_fail_at(r, s->path, JSON_VALUE,
                                 "an earlier step closed the program's standard input");
        if (s->kind == STEP_TYPE_EOF)
            eof = s;
    }
    return 0;
}

static int check_patience(struct reader *r, const struct place *at,
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
    struct connections *known = mem_alloc(sizeof *known);
    int result = 0;
    for (size_t i = 0; i < c->step_count && result == 0; i++)
        result = check_step(r, known, &c->steps[i], student);
    free(known);
    return result < 0 || check_typing(r, c) < 0 ? -1 : check_patience(r, at, c);
}
