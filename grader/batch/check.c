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
#include "batch/allowance.h"
#include "batch/answer.h"
#include "batch/pair.h"
#include "judge/judge.h"
#include "judge/naming.h"
#include "run/build.h"
#include "run/cgroup.h"
#include "run/child.h"

enum slot_state { SLOT_WAITING, SLOT_RUNNING, SLOT_DONE };

/* One case on its way. */
struct slot {
    const struct test_case *test;
    enum slot_state state;
    enum wanted_mode mode;
    enum stage_kind stage; /* that it was started on */
    pid_t pid;
    int fd;
    struct cgroup cgroups[2]; /* one a program; CGROUP_NONE where there are none */
    struct buf answer;
    struct report_case first; /* the bare play, while the second is on */
    struct rank first_rank;
    bool second_play;
    struct report_case result;
    bool has_error;
    struct error err;
};

struct check {
    const struct check_order *order;
    enum stage_kind stage;
    bool proven;        /* something has been run on it */
    bool doubted;       /* and something could not: tried again when nothing else runs */
    struct error doubt; /* why */
    struct error refused; /* why the stage before this one did not work; "": it did */
    struct slot *slots;
    size_t count;
    size_t running, most;
    struct cgroups cgroups;
    struct leaving { /* workers that have answered */
        pid_t pid;
        struct cgroup cgroups[2];
    } * leaving;
    size_t leaving_count;
};

static void slot_fails(struct slot *s, const struct error *err)
{
    s->has_error = true;
    s->err = *err;
    s->state = SLOT_DONE;
    report_unjudged(&s->result, s->test, RESULT_ERROR, err->text);
}

/* Exact limits where the system lets us set them. What a program writes to its files lies in
 * memory too; it has a limit of its own. Without, what is seen now and then has to do. */
static void make_cgroup(struct check *c, struct cgroup *cgroup,
                        const struct limits *limits)
{
    const struct cgroup_limits most = {
        .memory_bytes = limits->value[LIMIT_MEMORY] + limits->value[LIMIT_DISK],
        .processes = limits->value[LIMIT_PROCESSES],
    };
    if (c->cgroups.home >= 0 && cgroup_make(cgroup, &c->cgroups, &most, NULL))
        *cgroup = CGROUP_NONE;
}

static void remove_cgroups(struct cgroup cgroups[2])
{
    for (size_t i = 0; i < 2; i++)
        cgroup_remove(&cgroups[i], NULL);
}

/* The order for one of its programs. */
static void fill_order(struct check *c, struct slot *s, size_t part,
                       struct attempt_order *out)
{
    struct check_order own = *c->order;
    own.submission = part == STUDENT_SERVER ? own.server : own.submission;
    *out = (struct attempt_order){
        .exercise = own.exercise,
        .test = s->test,
        .submission = own.submission,
        .stage = c->stage,
        .mode = s->mode,
        .seed = own.seed,
    };
    allowance_of(&own, s->test, &out->limits);
    make_cgroup(c, &s->cgroups[part], &out->limits);
    out->cgroup = s->cgroups[part].procs < 0 ? NULL : &s->cgroups[part];
}

static void slot_start(struct check *c, struct slot *s)
{
    struct pair_order order;
    struct error err;
    size_t count = c->order->server ? 2 : 1;
    s->cgroups[0] = s->cgroups[1] = CGROUP_NONE;
    for (size_t i = 0; i < count; i++)
        fill_order(c, s, i, &order.parts[i]);
    buf_clear(&s->answer);
    s->stage = c->stage;
    s->pid = count == 1 ? child_start(answer_body, &order.parts[0], &s->fd, &err)
                        : child_start(pair_body, &order, &s->fd, &err);
    if (s->pid < 0) {
        remove_cgroups(s->cgroups);
        slot_fails(s, &err);
        return;
    }
    s->state = SLOT_RUNNING;
    c->running++;
}

static bool wants_second_play(const struct slot *s, const struct rank *rank)
{
    return !rank->passed && rank->text_sent && s->mode == WANTED_BARE
           && s->test->newline == NEWLINE_EITHER;
}

/* Reported is the play that passed, or the one that got further. */
static void choose(struct slot *s, struct report_case *now, const struct rank *rank)
{
    bool second = !s->second_play || rank->passed || rank->step > s->first_rank.step;
    s->result = second ? *now : s->first;
    report_case_close(second ? &s->first : now);
    s->first = (struct report_case){0};
    s->state = SLOT_DONE;
}

static void take_judged(struct check *c, struct slot *s, struct answer *a)
{
    if (!wants_second_play(s, &a->rank)) {
        choose(s, &a->outcome, &a->rank);
        return;
    }
    s->first = a->outcome;
    s->first_rank = a->rank;
    s->second_play = true;
    s->mode = WANTED_LINES;
    slot_start(c, s);
}

static bool may_step_down(const struct check *c, enum stage_kind tried,
                          const struct error *err)
{
    return err->kind == ERROR_STAGE && !c->order->stage_fixed && !c->proven
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
        remove_cgroups(c->leaving[i].cgroups);
    }
    free(c->leaving);
}

static void slot_ended(struct check *c, struct slot *s)
{
    struct error err;
    if (!s->answer.len) {
        c->running--;
        close(s->fd);
        child_reap(s->pid, &s->answer, &err);
        remove_cgroups(s->cgroups);
        slot_fails(s, &err);
        return;
    }
    let_go(c, s);
    struct answer answer;
    answer_read(&answer, &s->answer);
    c->proven |= answer.judged && s->stage == c->stage;
    if (answer.judged)
        take_judged(c, s, &answer);
    else
        take_error(c, s, &answer.err);
}

static const struct slot *slot_needed(const struct check *c, const struct slot *s)
{
    for (size_t i = 0; s->test->needs && i < c->count; i++)
        if (strcmp(c->slots[i].test->id, s->test->needs) == 0)
            return &c->slots[i];
    return NULL;
}

static bool is_passed(const struct slot *s)
{
    return s->state == SLOT_DONE && s->result.result == RESULT_PASS;
}

/* The case that failed is the reason, however many in between were not played either. */
static void skip(const struct check *c, struct slot *s)
{
    const struct slot *needed = slot_needed(c, s);
    while (needed->result.result == RESULT_SKIPPED)
        needed = slot_needed(c, needed);
    char *why =
        mem_printf("Not played, since the case \"%s\" did not pass.", needed->test->id);
    report_case_close(&s->first);
    report_case_close(&s->result);
    report_unjudged(&s->result, s->test, RESULT_SKIPPED, why);
    free(why);
    s->state = SLOT_DONE;
}

static bool lacks_need(const struct check *c, const struct slot *s)
{
    const struct slot *needed = slot_needed(c, s);
    return needed && needed->state == SLOT_DONE && !is_passed(needed);
}

/* Skips every case whose need has failed, also one that was started on the chance. */
static void skip_in_vain(struct check *c)
{
    for (size_t i = 0; i < c->count; i++) {
        struct slot *s = &c->slots[i];
        if (s->result.result == RESULT_SKIPPED || !lacks_need(c, s))
            continue;
        if (s->state == SLOT_RUNNING) {
            kill(s->pid, SIGKILL);
            let_go(c, s);
        }
        skip(c, s);
    }
}

/* Starts what may start. A case whose need is still open runs on the chance that it passes. */
static void start_more(struct check *c)
{
    if (in_doubt(c))
        return;
    for (size_t i = 0; i < c->count && c->running < c->most; i++)
        if (c->slots[i].state == SLOT_WAITING)
            slot_start(c, &c->slots[i]);
}

static void wait_for_any(struct check *c)
{
    struct pollfd fds[64];
    struct slot *owners[64];
    nfds_t n = 0;
    for (size_t i = 0; i < c->count && n < 64; i++)
        if (c->slots[i].state == SLOT_RUNNING) {
            owners[n] = &c->slots[i];
            fds[n++] = (struct pollfd){.fd = c->slots[i].fd, .events = POLLIN};
        }
    if (!n || poll(fds, n, -1) <= 0)
        return;
    for (nfds_t i = 0; i < n; i++)
        if (fds[i].revents && owners[i]->state == SLOT_RUNNING
            && child_hear(owners[i]->fd, &owners[i]->answer))
            slot_ended(c, owners[i]);
}

static bool all_done(const struct check *c)
{
    for (size_t i = 0; i < c->count; i++)
        if (c->slots[i].state != SLOT_DONE)
            return false;
    return true;
}

static void play_all(struct check *c)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    c->most = !stage_isolates(c->stage) ? 1 : processors < 1 ? 1 : (size_t)processors;
    if (c->most > 64)
        c->most = 64;
    while (!all_done(c)) {
        start_more(c);
        wait_for_any(c);
        skip_in_vain(c);
    }
    reap_all(c);
}

/* A program that can't be run gets the same verdict in every case. */
static bool judge_program(struct check *c, const struct submission *s, const char *part)
{
    struct verdict verdict = {0};
    bool judged = judge_submission(s, c->order->exercise, &verdict);
    if (part && verdict.code == CODE_NO_PROGRAM)
        naming_tell_file(&verdict, (enum student_role)student_find(part), s->file);
    else if (part)
        naming_tell(&verdict, (enum student_role)student_find(part));
    for (size_t i = 0; judged && i < c->count; i++) {
        struct report_case *result = &c->slots[i].result;
        report_judged(result, c->slots[i].test, &verdict, NULL);
        result->program = mem_text(part);
        result->path = part ? mem_text(s->path) : NULL;
        c->slots[i].state = SLOT_DONE;
    }
    verdict_close(&verdict);
    return judged;
}

static bool judge_all(struct check *c)
{
    const struct check_order *o = c->order;
    if (!o->server)
        return judge_program(c, o->submission, NULL);
    return judge_program(c, o->server, student_name(STUDENT_SERVER))
           || judge_program(c, o->submission, student_name(STUDENT_CLIENT));
}

static int fill_slots(struct check *c, struct error *err)
{
    const struct exercise *e = c->order->exercise;
    c->slots = mem_alloc(e->case_count * sizeof *c->slots);
    for (size_t i = 0; i < e->case_count; i++) {
        const struct test_case *test = &e->cases[i];
        if (c->order->only_case && strcmp(c->order->only_case, test->id) != 0)
            continue;
        c->slots[c->count++] = (struct slot){
            .test = test,
            .mode = test->newline == NEWLINE_ALWAYS ? WANTED_LINES : WANTED_BARE,
        };
    }
    if (c->count)
        return 0;
    return error_kind(err, ERROR_USAGE, "exercise %s has no case \"%s\"", e->id,
                      c->order->only_case);
}

/* Our own failure to read the script at play time concerns the whole exercise. */
static int script_errors(const struct check *c, struct error *err)
{
    for (size_t i = 0; i < c->count; i++)
        if (c->slots[i].has_error && c->slots[i].err.kind == ERROR_EXERCISE) {
            *err = c->slots[i].err;
            return error_prefix(err, "%s: case %s", c->order->exercise->path,
                                c->slots[i].test->id);
        }
    return 0;
}

static char *text_of_cell(const struct submission *s)
{
    struct buf text = {0};
    if (!s->cell)
        return NULL;
    submission_source(s, &text);
    return buf_take(&text, NULL);
}

static struct report_program describe(const struct submission *s, enum student_role part)
{
    return (struct report_program){.part = mem_text(student_name(part)),
                                   .path = mem_text(s->path),
                                   .language =
                                       s->language ? mem_text(s->language->name) : NULL};
}

static void list_programs(const struct check_order *o, struct report_exercise *out)
{
    if (!o->server)
        return;
    out->programs = mem_alloc(2 * sizeof *out->programs);
    out->programs[0] = describe(o->server, STUDENT_SERVER);
    out->programs[1] = describe(o->submission, STUDENT_CLIENT);
    out->program_count = 2;
}

static void hand_over(struct check *c, struct report_exercise *out)
{
    const struct submission *s = c->order->submission;
    list_programs(c->order, out);
    out->id = mem_text(c->order->exercise->id);
    out->title = mem_text(c->order->exercise->title);
    out->path = mem_text(s->path);
    out->language = s->language ? mem_text(s->language->name) : NULL;
    out->cell = s->cell;
    out->text = text_of_cell(s);
    out->cases = mem_alloc(c->count * sizeof *out->cases);
    for (size_t i = 0; i < c->count; i++)
        out->cases[out->case_count++] = c->slots[i].result;
    report_sum(out);
}

static int build_program(struct check *c, struct submission *s, struct error *err)
{
    bool built_before = s->program_fd >= 0;
    const char *path = c->order->exercise->path;
    int status = build_run(s, c->stage, path, err);
    while (status < 0 && may_step_down(c, c->stage, err)) {
        step_down(c, err);
        status = build_run(s, c->stage, path, err);
    }
    c->proven |= status == 0 && !built_before && s->language && s->language->build;
    return status;
}

static int build(struct check *c, struct error *err)
{
    int status = build_program(c, c->order->submission, err);
    return status == 0 && c->order->server ? build_program(c, c->order->server, err)
                                           : status;
}

/* What keeps the program from being built keeps every case from being judged. */
static void fail_all(struct check *c, const struct error *err)
{
    for (size_t i = 0; i < c->count; i++)
        slot_fails(&c->slots[i], err);
}

void check_unjudged(const struct check_order *order, const char *why,
                    struct report_exercise *out)
{
    struct check c = {.order = order};
    struct error err;
    *out = (struct report_exercise){0};
    if (fill_slots(&c, &err) == 0) {
        error_set(&err, "%s", why);
        fail_all(&c, &err);
    }
    hand_over(&c, out);
    free(c.slots);
}

int check_run(const struct check_order *order, struct report_exercise *out,
              enum stage_kind *stage, struct error *refused, struct error *err)
{
    struct check c = {.order = order, .stage = order->stage, .cgroups = CGROUPS_NONE};
    int64_t began = clock_now_ns();
    int status = fill_slots(&c, err);
    *out = (struct report_exercise){0};
    if (status < 0)
        goto done;
    cgroups_open(&c.cgroups, NULL);
    if (build(&c, err) < 0)
        fail_all(&c, err);
    else if (!judge_all(&c))
        play_all(&c);
    status = script_errors(&c, err);
    hand_over(&c, out);
    out->duration_ms = (double)(clock_now_ns() - began) / (double)NS_PER_MS;
    *stage = c.stage;
    *refused = c.refused;
done:
    for (size_t i = 0; i < c.count; i++)
        buf_close(&c.slots[i].answer);
    free(c.slots);
    cgroups_close(&c.cgroups);
    return status;
}
