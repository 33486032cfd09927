/* SPDX-License-Identifier: MIT */
#include "script/part.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "script/stepcheck.h"

/* What is known of the programs on the way down the list. */
struct parts {
    bool runs[2];
    bool met[2];
    bool input_ended[2];
    int repeats;            /* that the step stands in */
    enum student_role last; /* named last */
};

int part_read(struct reader *r, const struct place *at, const json_t *value, char **out)
{
    const char *text = json_string_value(value);
    int role = text ? student_find(text) : -1;
    if (role != STUDENT_CLIENT && role != STUDENT_SERVER)
        return field_expected(r, at, "\"client\" or \"server\"", value);
    *out = mem_text(text);
    return 0;
}

bool parts_only(const struct step *s)
{
    return s->kind == STEP_RUN || s->kind == STEP_RELAY;
}

/* Says it at the step; always -1. */
#define wrong(r, s, ...) field_fail_at(r, (s)->path, JSON_VALUE, __VA_ARGS__)

static int check_run(struct reader *r, struct parts *parts, const struct step *s)
{
    if (parts->repeats)
        return wrong(r, s, "the %s is run once", s->name);
    if (parts->runs[s->part])
        return wrong(r, s, "an earlier step already runs the %s", s->name);
    parts->runs[s->part] = true;
    return 0;
}

/* The grader waits for the client, and goes to the server: once. */
static int check_meeting(struct reader *r, struct parts *parts, const struct step *s)
{
    bool accepts = s->kind == STEP_ACCEPT;
    if (accepts != (s->part == STUDENT_CLIENT))
        return wrong(r, s,
                     "a step can \"accept\" the client and \"connect\" to the server, "
                     "not the other way round");
    if (!parts->runs[s->part])
        return wrong(r, s, "no step before this one runs the %s", s->name);
    if (parts->met[s->part] || parts->repeats)
        return wrong(r, s, "there is one connection with the %s", s->name);
    parts->met[s->part] = true;
    return 0;
}

static int check_relay(struct reader *r, const struct parts *parts, const struct step *s)
{
    if (!s->from || !s->to || strcmp(s->from, s->to) == 0)
        return wrong(r, s, "\"relay\" needs \"from\" and \"to\": one the %s",
                     "client, the other the server");
    return parts->runs[STUDENT_CLIENT] && parts->runs[STUDENT_SERVER]
               ? 0
               : wrong(r, s, "no step before this one runs %s", "both programs");
}

/* Each has a standard input of its own. */
static int check_typing(struct reader *r, struct parts *parts, const struct step *s)
{
    if (s->kind != STEP_TYPE && s->kind != STEP_TYPE_EOF)
        return 0;
    if (parts->input_ended[s->part])
        return wrong(r, s, "an earlier step closed the %s's standard input",
                     student_name(s->part));
    parts->input_ended[s->part] = s->kind == STEP_TYPE_EOF;
    return 0;
}

/* The program that the step names, or the one named last. */
static int find_part(struct reader *r, const struct parts *parts, struct step *s)
{
    const char *own = s->kind == STEP_SIGNAL ? NULL : s->name;
    const char *name = s->kind == STEP_RELAY ? s->from : s->on ? s->on : own;
    int role = name ? student_find(name) : (int)parts->last;
    if (role != STUDENT_CLIENT && role != STUDENT_SERVER)
        return wrong(r, s, "\"%s\" is neither \"client\" nor \"server\"", name);
    s->part = (enum student_role)role;
    return 0;
}

static int check_steps(struct reader *r, struct parts *parts, struct step *steps,
                       size_t count);

/* Two processes walk the steps; what would go on side by side is not theirs to play. */
static int check_repeat(struct reader *r, struct parts *parts, const struct step *s)
{
    if (s->kind != STEP_REPEAT)
        return wrong(r, s, "with two programs, nothing can go on side by side");
    if (parts->repeats == STEPCHECK_DEEPEST)
        return wrong(r, s, "steps stand inside of steps more than %d deep",
                     STEPCHECK_DEEPEST);
    parts->repeats++;
    int status = check_steps(r, parts, s->tracks[0].steps, s->tracks[0].count);
    parts->repeats--;
    return status;
}

static int check_step(struct reader *r, struct parts *parts, struct step *s)
{
    if (s->track_count)
        return check_repeat(r, parts, s);
    if (s->kind == STEP_RELAY && !s->from)
        return check_relay(r, parts, s);
    if (find_part(r, parts, s) < 0)
        return -1;
    parts->last =
        s->kind == STEP_RELAY && s->to ? (enum student_role)student_find(s->to) : s->part;
    if (s->kind == STEP_RUN)
        return check_run(r, parts, s);
    if (s->kind == STEP_RELAY)
        return check_relay(r, parts, s);
    if (s->kind == STEP_ACCEPT || s->kind == STEP_CONNECT)
        return check_meeting(r, parts, s);
    if (!parts->runs[s->part])
        return wrong(r, s, "no step before this one runs the %s", student_name(s->part));
    return check_typing(r, parts, s);
}

static int check_steps(struct reader *r, struct parts *parts, struct step *steps,
                       size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (check_step(r, parts, &steps[i]) < 0)
            return -1;
    return 0;
}

static bool is_meeting(const struct step *s, const char *part)
{
    return (s->kind == STEP_ACCEPT || s->kind == STEP_CONNECT)
           && strcmp(s->name, part) == 0;
}

/* Where no step meets the program that is run here, the next one does. */
static void imply_meeting(struct test_case *c, size_t at)
{
    const struct step *run = &c->steps[at];
    for (size_t i = 0; i < c->step_count; i++)
        if (is_meeting(&c->steps[i], run->name))
            return;
    bool client = strcmp(run->name, student_name(STUDENT_CLIENT)) == 0;
    struct step implied = {.kind = client ? STEP_ACCEPT : STEP_CONNECT,
                           .name = mem_text(run->name),
                           .path = mem_text(run->path),
                           .explain = mem_text(run->explain),
                           .hint = mem_text(run->hint),
                           .patience_ms = run->patience_ms};
    c->steps = mem_grow(c->steps, (c->step_count + 1) * sizeof *c->steps);
    memmove(&c->steps[at + 2], &c->steps[at + 1],
            (c->step_count - at - 1) * sizeof *c->steps);
    c->steps[at + 1] = implied;
    c->step_count++;
}

int parts_check(struct reader *r, struct test_case *c)
{
    for (size_t i = 0; i < c->step_count; i++)
        if (c->steps[i].kind == STEP_RUN)
            imply_meeting(c, i);
    struct parts parts = {.last = STUDENT_SERVER};
    if (check_steps(r, &parts, c->steps, c->step_count) < 0)
        return -1;
    for (size_t i = 0; i < 2; i++)
        if (!parts.runs[i])
            return wrong(r, &c->steps[0], "no step of this case runs the %s",
                         student_name((enum student_role)i));
    return 0;
}
