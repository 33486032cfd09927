/* SPDX-License-Identifier: MIT */
#include "cli/handedin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "batch/intake.h"
#include "batch/work.h"
#include "cli/assigned.h"
#include "cli/say.h"

/* The program of one exercise. */
struct opened {
    struct submission program, server;
    char *unclear;
};

struct handed {
    struct assigned_work what;
    struct intake intake;
    struct work *works;
    struct leftover rest;
    size_t count;
    struct opened *opened; /* of each exercise of the assignment */
};

/* A folder is all of the attempt, a file is one of its pieces. */
static int list(struct handed *h, const struct handedin_order *order, struct error *err)
{
    struct stat st;
    if (stat(order->path, &st) < 0) {
        error_errno(err, "can't read %s", order->path);
        err->kind = ERROR_USAGE;
        return -1;
    }
    const char *slash = strrchr(order->path, '/');
    struct attempt_in *a =
        student_attempt(intake_student(&h->intake, order->student), order->path);
    if (!S_ISDIR(st.st_mode))
        attempt_piece(a, order->path, slash ? (size_t)(slash + 1 - order->path) : 0);
    return intake_list(&h->intake, a, err);
}

/* A program that is not there is one that has a problem. */
static void be_absent(struct submission *program, const char *path, const char *id,
                      const char *why)
{
    program->path = mem_text(path);
    program->file = mem_text(path);
    snprintf(program->problem, sizeof program->problem,
             "Nothing that was handed in is for %s: %s.", id, why);
}

static struct opened *opened_new(size_t count)
{
    struct opened *list = mem_alloc((count + 1) * sizeof *list);
    for (size_t i = 0; i < count; i++)
        list[i] = (struct opened){SUBMISSION_EMPTY, SUBMISSION_EMPTY, NULL};
    return list;
}

static int open_works(struct handed *h, struct error *err)
{
    const struct assignment *a = &h->what.assignment;
    const struct attempt_in *attempt = h->intake.students[0].attempts;
    work_find(a, attempt, &h->works, &h->count, &h->rest);
    h->opened = opened_new(a->count);
    for (size_t i = 0; i < h->count; i++) {
        struct opened *o = &h->opened[h->works[i].exercise];
        if (h->works[i].absent)
            be_absent(&o->program, attempt->path,
                      a->list[h->works[i].exercise].exercise->id, h->works[i].problem);
        else if (work_open(&h->works[i], a->list[h->works[i].exercise].exercise,
                           &o->program, &o->server, &o->unclear, err)
                 < 0)
            return -1;
    }
    for (size_t i = 0; i < a->count; i++)
        if (!h->opened[i].program.path)
            be_absent(&h->opened[i].program, attempt->path, a->list[i].exercise->id,
                      "name the program after it");
    return 0;
}

static void close_all(struct handed *h)
{
    for (size_t i = 0; h->opened && i < h->what.assignment.count; i++) {
        submission_close(&h->opened[i].program);
        submission_close(&h->opened[i].server);
        free(h->opened[i].unclear);
    }
    for (size_t i = 0; i < h->count; i++)
        work_close(&h->works[i]);
    free(h->opened);
    free(h->works);
    leftover_close(&h->rest);
    intake_close(&h->intake);
    assigned_close(&h->what);
}

/* What the user asked for goes first. */
static void take_limits(struct grade *g, const struct assignment *a)
{
    for (int i = 0; i < LIMITS; i++)
        if (!g->order.limits.value[i])
            g->order.limits.value[i] = a->limits.value[i];
}

static int grade(struct grade *g, struct handed *h)
{
    const struct assignment *a = &h->what.assignment;
    const struct student *who = &h->intake.students[0];
    struct program *programs = mem_alloc(a->count * sizeof *programs);
    struct report_submission *out = mem_alloc(sizeof *out);
    for (size_t i = 0; i < a->count; i++) {
        struct opened *o = &h->opened[i];
        programs[i] = (struct program){.exercise = a->list[i].exercise,
                                       .submission = &o->program,
                                       .server = o->server.path ? &o->server : NULL,
                                       .unclear = o->unclear};
    }
    *out = (struct report_submission){
        .id = mem_text(who->key),
        .path = mem_text(who->attempts[0].path),
        .whole = true,
        .unknown = h->rest.lines,
        .unknown_count = h->rest.count,
    };
    h->rest = (struct leftover){0};
    take_limits(g, a);
    if (!g->seed_text)
        g->seed = assignment_seed(a, who->key);
    g->assignment = a;
    g->student = who;
    int status = grade_run(g, programs, a->count, out);
    free(programs);
    return status;
}

int handedin_check(struct grade *g, const struct handedin_order *order)
{
    struct handed h = {0};
    struct error err;
    if (assigned_open(&h.what, order->assignment, &err) < 0)
        return say_error(&err);
    int status = list(&h, order, &err) < 0 || open_works(&h, &err) < 0 ? say_error(&err)
                                                                       : grade(g, &h);
    close_all(&h);
    return status;
}
