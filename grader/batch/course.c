/* SPDX-License-Identifier: MIT */
#include "batch/course.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"

#define TELL_NS (100 * NS_PER_MS)

/* One program on its way. */
struct task {
    const struct plan_entry *entry; /* NULL: free */
    struct work work;
    uint64_t seed;
};

struct course {
    const struct course_order *order;
    struct course_progress *progress;
    size_t next;         /* entry of the plan to be started */
    struct task **tasks; /* each by itself: orders borrow them */
    size_t task_count;
    struct attempt_in *listed; /* whose works these are; NULL: none */
    struct work *works;
    size_t work_count;
};

/* --- what is next ------------------------------------------------------------------------------ */

static void forget_listed(struct course *c)
{
    for (size_t i = 0; i < c->work_count; i++)
        work_close(&c->works[i]);
    free(c->works);
    if (c->listed)
        intake_forget(c->listed);
    c->listed = NULL;
    c->works = NULL;
    c->work_count = 0;
}

/* The entries of one attempt follow each other: it is listed once. */
static int list(struct course *c, struct attempt_in *attempt, struct error *err)
{
    if (c->listed == attempt)
        return 0;
    forget_listed(c);
    if (intake_list(c->order->plan->intake, attempt, err) < 0)
        return -1;
    c->listed = attempt;
    work_find(c->order->plan->assignment, attempt, &c->works, &c->work_count, NULL);
    return 0;
}

static struct task *free_task(struct course *c, size_t *number)
{
    for (*number = 0; *number < c->task_count; ++*number)
        if (!c->tasks[*number]->entry)
            return c->tasks[*number];
    c->tasks = mem_grow(c->tasks, (c->task_count + 1) * sizeof *c->tasks);
    c->tasks[c->task_count] = mem_alloc(sizeof **c->tasks);
    return c->tasks[c->task_count++];
}

static void task_end(struct task *t)
{
    work_close(&t->work);
    *t = (struct task){0};
}

static bool is_gone(const char *path)
{
    return access(path, F_OK) < 0 && errno == ENOENT;
}

/* What was found when the plan was made may be gone or changed by now: a result must not be
 * kept as that of another program. */
static void fill(struct course *c, const struct plan_entry *e, const struct student *who,
                 struct task *t)
{
    const struct plan *p = c->order->plan;
    unsigned char key[DIGEST_SIZE];
    bool there = false;
    t->entry = e;
    t->seed = assignment_seed(p->assignment, who->key);
    t->work = (struct work){.exercise = e->exercise};
    for (size_t i = 0; i < c->work_count; i++)
        if (c->works[i].exercise == e->exercise && !c->works[i].absent) {
            t->work = c->works[i];
            c->works[i] = (struct work){.exercise = SIZE_MAX};
        }
    if (!t->work.path)
        t->work.path = mem_text(who->attempts[e->attempt].path);
    else if (!is_gone(who->attempts[e->attempt].path))
        there = true;
    if (!there) {
        free(t->work.problem);
        t->work.problem = mem_text(
            "its file was there when the batch began, and is not there any more");
    }
    plan_key(p, who, who->attempts[e->attempt].number, &t->work, key);
    if (!t->work.problem && memcmp(key, e->key, sizeof key) != 0)
        t->work.problem = mem_text("its file was changed while the batch was under way; "
                                   "the same command grades it as it is then");
}

static int start_next(struct course *c, struct error *err)
{
    const struct plan_entry *e = &c->order->plan->entries[c->next];
    const struct student *who = &c->order->plan->intake->students[e->student];
    size_t number;
    if (list(c, &who->attempts[e->attempt], err) < 0)
        return -1;
    struct task *t = free_task(c, &number);
    fill(c, e, who, t);
    const struct crew_order order = {.number = number, .work = &t->work, .seed = t->seed};
    c->next++;
    int status = crew_start(c->order->crew, &order, err);
    if (status < 0) {
        task_end(t);
        c->next--;
    }
    return status;
}

/* Where no more processes can be had, or no room on the disk, as many as run have to do. */
static int start_more(struct course *c, struct error *err)
{
    const struct course_order *o = c->order;
    int status = 0;
    while (status == 0 && !*o->stop && c->next < o->plan->count && crew_has_room(o->crew))
        status = start_next(c, err);
    return crew_running(o->crew) ? 0 : status;
}

/* --- what comes in ----------------------------------------------------------------------------- */

static void tell(struct course *c)
{
    const struct course_order *o = c->order;
    c->progress->running = crew_running(o->crew);
    if (o->tell)
        o->tell(o->ctx, c->progress);
}

static int keep(struct course *c, struct task *t, const struct report_exercise *e,
                struct error *err)
{
    char key[DIGEST_HEX];
    digest_hex(t->entry->key, key);
    int status = journal_add(c->order->journal, key, t->seed, e, err);
    c->progress->done += status == 0;
    c->progress->unjudged += status == 0 && e->result == RESULT_ERROR;
    return status;
}

/* The next programs are under way before a result is written. */
static int go_on(struct course *c, struct error *err)
{
    struct report_exercise out;
    size_t number;
    int64_t until_ns = clock_now_ns() + TELL_NS;
    int came = crew_wait(c->order->crew, until_ns, &number, &out, err);
    if (came <= 0)
        return came;
    struct task done = *c->tasks[number];
    *c->tasks[number] = (struct task){0};
    int status = start_more(c, err);
    if (keep(c, &done, &out, err) < 0)
        status = -1;
    task_end(&done);
    report_exercise_close(&out);
    return status;
}

int course_grade(const struct course_order *order, struct course_progress *out,
                 struct error *err)
{
    struct course c = {.order = order, .progress = out};
    *out =
        (struct course_progress){.total = order->plan->count, .began_ns = clock_now_ns()};
    int status = start_more(&c, err);
    tell(&c);
    while (status == 0 && !*order->stop && crew_running(order->crew)) {
        status = go_on(&c, err);
        tell(&c);
    }
    forget_listed(&c);
    for (size_t i = 0; i < c.task_count; i++) {
        work_close(&c.tasks[i]->work);
        free(c.tasks[i]);
    }
    free(c.tasks);
    return status;
}
