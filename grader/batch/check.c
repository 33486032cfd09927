/* SPDX-License-Identifier: MIT */
#include "batch/check.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/processors.h"
#include "batch/answer.h"
#include "batch/job.h"
#include "batch/pair.h"
#include "batch/playorder.h"
#include "run/build.h"
#include "run/cgroup.h"
#include "run/child.h"
#include "run/inplace.h"

#define MOST 64 /* cases side by side */

struct check {
    struct job *jobs;
    size_t count;
    enum stage_kind stage;
    bool proven;        /* something has been run on it */
    bool doubted;       /* and something could not: tried again when nothing else runs */
    struct error doubt; /* why */
    struct error refused; /* why the stage before this one did not work; "": it did */
    bool stage_fixed;
    size_t running, most;
    struct check_means means;
    struct cgroups own;
    struct slot *played; /* in place: its answer is there */
    struct answer answer;
    struct leaving { /* workers that have answered */
        pid_t pid;
        struct cgroup cgroups[2];
    } * leaving;
    size_t leaving_count;
};

static int play_in_place(struct check *c, struct slot *s, struct attempt_order *attempt,
                         struct error *err)
{
    struct answer_order order = {.attempt = attempt};
    if (inplace_run(answer_in_place, &order, err) < 0)
        return -1;
    s->pid = 0;
    c->played = s;
    c->answer = order.answer;
    return 0;
}

static int play_beside(struct slot *s, child_body *body, void *order, struct error *err)
{
    s->pid = child_start(body, order, &s->fd, err);
    return s->pid < 0 ? -1 : 0;
}

static void slot_start(struct check *c, struct slot *s)
{
    struct pair_order order;
    struct error err;
    size_t count = playorder_make(&order, &c->means, c->stage, s);
    buf_clear(&s->answer);
    s->stage = c->stage;
    int status = count == 2 ? play_beside(s, pair_body, &order, &err)
                 : c->means.in_place && stage_isolates(c->stage)
                     ? play_in_place(c, s, &order.parts[0], &err)
                     : play_beside(s, answer_body, &order.parts[0], &err);
    spare_close(&order.parts[0].spare);
    if (status < 0) {
        playorder_end(s->cgroups);
        slot_fails(s, &err);
        return;
    }
    s->state = SLOT_RUNNING;
    c->running++;
}

static bool may_step_down(const struct check *c, enum stage_kind tried,
                          const struct error *err)
{
    return err->kind == ERROR_STAGE && !c->stage_fixed && !c->proven
           && tried != STAGE_NONE;
}

/* The whole stage is missing, and the caller leaves the choice to us: the next one is tried.
 * Told is why the best one does not work. */
static void step_down(struct check *c, const struct error *err)
{
    if (!c->refused.text[0])
        c->refused = *err;
    c->stage = (enum stage_kind)(c->stage + 1);
    if (!stage_isolates(c->stage))
        c->most = 1; /* fixed ports: one at a time */
}

/* Several workers may find out at once; and the others that run may work, and be what keeps
 * this one from it. */
static void take_error(struct check *c, struct slot *s, const struct error *err)
{
    if (!may_step_down(c, s->stage, err)) {
        slot_fails(s, err);
        return;
    }
    s->state = SLOT_WAITING;
    if (s->stage != c->stage)
        return;
    c->doubted = true;
    c->doubt = *err;
}

/* True while it is open whether the stage works. */
static bool in_doubt(struct check *c)
{
    if (c->doubted && c->running)
        return true;
    if (c->doubted && !c->proven)
        step_down(c, &c->doubt);
    c->doubted = false;
    return false;
}

/* The worker of a slot needs no more attention; it is tidying up. */
static void let_go(struct check *c, struct slot *s)
{
    close(s->fd);
    c->running--;
    c->leaving = mem_grow(c->leaving, (c->leaving_count + 1) * sizeof *c->leaving);
    c->leaving[c->leaving_count++] =
        (struct leaving){s->pid, {s->cgroups[0], s->cgroups[1]}};
}

static void reap_all(struct check *c)
{
    const struct buf said = {.len = 1};
    for (size_t i = 0; i < c->leaving_count; i++) {
        child_reap(c->leaving[i].pid, &said, NULL);
        playorder_end(c->leaving[i].cgroups);
    }
    free(c->leaving);
}

static void slot_answered(struct check *c, struct slot *s, struct answer *answer)
{
    c->proven |= answer->judged && s->stage == c->stage;
    if (!answer->judged)
        take_error(c, s, &answer->err);
    else if (!slot_take(s, answer))
        slot_start(c, s);
}

static void slot_played(struct check *c, struct slot *s)
{
    struct answer answer = c->answer;
    c->played = NULL;
    c->running--;
    playorder_end(s->cgroups);
    slot_answered(c, s, &answer);
}

static void slot_ended(struct check *c, struct slot *s)
{
    struct error err;
    if (!s->answer.len) {
        c->running--;
        close(s->fd);
        child_reap(s->pid, &s->answer, &err);
        playorder_end(s->cgroups);
        slot_fails(s, &err);
        return;
    }
    let_go(c, s);
    struct answer answer;
    answer_read(&answer, &s->answer);
    slot_answered(c, s, &answer);
}

/* Skips every case whose need has failed, also one that was started on the chance. */
static void skip_in_vain(struct check *c, struct job *j)
{
    for (size_t i = 0; i < j->count; i++) {
        struct slot *s = &j->slots[i];
        if (s->result.result == RESULT_SKIPPED || !job_lacks_need(j, s))
            continue;
        if (s->state == SLOT_RUNNING) {
            kill(s->pid, SIGKILL);
            let_go(c, s);
        }
        job_skip(j, s);
    }
}

/* --- building ---------------------------------------------------------------------------- */

static bool is_to_be_built(const struct submission *s)
{
    return s && s->program_fd < 0 && s->language && (s->language->build || s->commands);
}

static int build_program(struct check *c, const struct check_order *o,
                         struct submission *s, struct error *err)
{
    bool to_be_built = is_to_be_built(s);
    const char *path = o->exercise->path;
    int status = build_run(s, c->stage, path, err);
    while (status < 0 && may_step_down(c, c->stage, err)) {
        step_down(c, err);
        status = build_run(s, c->stage, path, err);
    }
    c->proven |= status == 0 && to_be_built;
    return status;
}

static int build(struct check *c, const struct check_order *o, struct error *err)
{
    int status = build_program(c, o, o->submission, err);
    return status == 0 && o->server ? build_program(c, o, o->server, err) : status;
}

/* What keeps a program from being built keeps every case from being judged. */
static void job_begin(struct check *c, struct job *j)
{
    const struct check_order *o = j->order;
    struct error err;
    j->begun = true;
    j->began_ns = clock_now_ns();
    if (o->unclear) {
        error_set(&err, "%s", o->unclear);
        job_fails(j, &err);
    } else if (build(c, o, &err) < 0) {
        job_fails(j, &err);
    } else {
        job_judge(j);
    }
}

/* A build that fails tells of the stage only when nothing else is tried on it. */
static bool may_begin(const struct check *c, const struct job *j)
{
    return c->proven || !c->running
           || (!is_to_be_built(j->order->submission)
               && !is_to_be_built(j->order->server));
}

/* --- all of it --------------------------------------------------------------------------- */

/* Starts what may start, in order. A case whose need is still open runs on the chance that it
 * passes. */
static void start_more(struct check *c)
{
    if (in_doubt(c))
        return;
    for (size_t i = 0; i < c->count && c->running < c->most; i++) {
        struct job *j = &c->jobs[i];
        if (!j->begun && !may_begin(c, j))
            return;
        if (!j->begun)
            job_begin(c, j);
        for (size_t k = 0; k < j->count && c->running < c->most; k++)
            if (j->slots[k].state == SLOT_WAITING)
                slot_start(c, &j->slots[k]);
    }
}

static nfds_t list_running(struct check *c, struct pollfd *fds, struct slot **owners)
{
    nfds_t n = 0;
    for (size_t i = 0; i < c->count; i++)
        for (size_t k = 0; k < c->jobs[i].count && n < MOST; k++)
            if (c->jobs[i].slots[k].state == SLOT_RUNNING) {
                owners[n] = &c->jobs[i].slots[k];
                fds[n] = (struct pollfd){.fd = owners[n]->fd, .events = POLLIN};
                n++;
            }
    return n;
}

static void wait_for_any(struct check *c)
{
    struct pollfd fds[MOST];
    struct slot *owners[MOST];
    if (c->played) {
        slot_played(c, c->played);
        return;
    }
    nfds_t n = list_running(c, fds, owners);
    if (!n || poll(fds, n, -1) <= 0)
        return;
    for (nfds_t i = 0; i < n; i++)
        if (fds[i].revents && owners[i]->state == SLOT_RUNNING
            && child_hear(owners[i]->fd, &owners[i]->answer))
            slot_ended(c, owners[i]);
}

/* Tidies up behind what has come in; true when there is nothing left to be done. */
static bool settle(struct check *c)
{
    bool all = true;
    for (size_t i = 0; i < c->count; i++) {
        struct job *j = &c->jobs[i];
        if (!j->whole)
            skip_in_vain(c, j);
        bool done = j->begun && job_is_done(j);
        if (done && !j->ended_ns)
            j->ended_ns = clock_now_ns();
        all &= done;
    }
    return all;
}

static void play_all(struct check *c)
{
    c->most = c->means.most ? c->means.most : processors_count();
    if (!stage_isolates(c->stage))
        c->most = 1;
    if (c->most > MOST)
        c->most = MOST;
    while (!settle(c)) {
        start_more(c);
        wait_for_any(c);
    }
}

static int open_jobs(struct check *c, const struct check_order *orders, size_t count,
                     struct error *err)
{
    c->jobs = mem_alloc(count * sizeof *c->jobs);
    int status = 0;
    for (; status == 0 && c->count < count; c->count++)
        status = job_open(&c->jobs[c->count], &orders[c->count], err);
    return status;
}

struct check *check_new(const struct check_means *means)
{
    struct check *c = mem_alloc(sizeof *c);
    *c = (struct check){.own = CGROUPS_NONE};
    if (means)
        c->means = *means;
    return c;
}

int check_run(struct check *c, const struct check_order *orders, size_t count,
              struct report_exercise *out, enum stage_kind *stage, struct error *refused,
              struct error *err)
{
    c->stage = orders->stage;
    c->stage_fixed = orders->stage_fixed;
    memset(out, 0, count * sizeof *out);
    int status = open_jobs(c, orders, count, err);
    if (status < 0)
        return status;
    if (!c->means.cgroups) {
        cgroups_open(&c->own, NULL);
        c->means.cgroups = &c->own;
    }
    play_all(c);
    for (size_t i = 0; i < count; i++) {
        if (status == 0)
            status = job_script_error(&c->jobs[i], err);
        job_hand_over(&c->jobs[i], &out[i]);
    }
    *stage = c->stage;
    *refused = c->refused;
    return status;
}

void check_free(struct check *c)
{
    reap_all(c);
    for (size_t i = 0; i < c->count; i++)
        job_close(&c->jobs[i]);
    free(c->jobs);
    cgroups_close(&c->own);
    free(c);
}
