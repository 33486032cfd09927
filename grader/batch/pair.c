/* SPDX-License-Identifier: MIT */
#include "batch/pair.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/process.h"
#include "batch/answer.h"
#include "play/partner.h"
#include "run/child.h"

#define PARTS 2

struct pair {
    struct attempt_order *orders;
    struct exercise exercises[PARTS]; /* the same one, seen from each part */
    struct partner partners[PARTS];
    int out_fd; /* our own answer's */
    pid_t pids[PARTS];
    int fds[PARTS];
    struct answer answers[PARTS];
};

struct part {
    struct pair *pair;
    size_t number;
};

/* --- the workers --------------------------------------------------------------------------- */

/* Who holds an end that is not its own would never see that the other one has hung up. */
static void part_body(void *ctx, int out_fd, pid_t grader)
{
    const struct part *part = ctx;
    struct pair *p = part->pair;
    close(p->out_fd);
    partner_leave(&p->partners[1 - part->number]);
    answer_body(&p->orders[part->number], out_fd, grader);
    partner_leave(&p->partners[part->number]);
    buf_close(&p->partners[part->number].heard);
}

static int connect_parts(struct pair *p, struct error *err)
{
    int ends[PARTS];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends))
        return error_errno(err, "can't connect the workers of two programs");
    for (size_t i = 0; i < PARTS; i++) {
        fcntl(ends[i], F_SETFD, FD_CLOEXEC);
        p->partners[i] = (struct partner){.part = (enum student_role)i, .fd = ends[i]};
        p->exercises[i] = *p->orders[i].exercise;
        p->exercises[i].student = (enum student_role)i;
        p->orders[i].exercise = &p->exercises[i];
        p->orders[i].partner = &p->partners[i];
    }
    return 0;
}

static int start_parts(struct pair *p, struct error *err)
{
    int status = connect_parts(p, err);
    for (size_t i = 0; status == 0 && i < PARTS; i++) {
        struct part part = {p, i};
        p->pids[i] = child_start(part_body, &part, &p->fds[i], err);
        status = p->pids[i] < 0 ? -1 : 0;
    }
    for (size_t i = 0; i < PARTS; i++)
        partner_leave(&p->partners[i]);
    return status;
}

static void hear_part(struct pair *p, size_t i)
{
    struct buf bytes = {0};
    struct answer *a = &p->answers[i];
    if (child_finish(p->pids[i], p->fds[i], &bytes, &a->err) == 0)
        answer_read(a, &bytes);
    buf_close(&bytes);
}

/* --- one answer of two --------------------------------------------------------------------- */

static bool has_failed(const struct answer *a)
{
    return !a->rank.passed && !a->rank.stopped;
}

/* The one that could not be judged, or failed first; of two that passed, either. */
static size_t decisive(const struct pair *p)
{
    for (size_t i = 0; i < PARTS; i++)
        if (!p->answers[i].judged)
            return i;
    if (has_failed(&p->answers[0]) && has_failed(&p->answers[1]))
        return p->answers[1].rank.step < p->answers[0].rank.step;
    return has_failed(&p->answers[1]);
}

/* Its times count from the earlier start; what it does by itself is told with its name. */
static struct report_event take_event(struct answer *a, size_t i, double later_ms,
                                      enum student_role part)
{
    struct report_event e = a->outcome.events[i];
    a->outcome.events[i] = (struct report_event){0};
    e.time_ms = report_ms(e.time_ms + later_ms);
    if (!e.connection)
        e.connection = mem_text(student_name(part));
    return e;
}

static int64_t first_start(const struct pair *p)
{
    int64_t first = INT64_MAX;
    for (size_t i = 0; i < PARTS; i++)
        if (p->answers[i].rank.started_ns && p->answers[i].rank.started_ns < first)
            first = p->answers[i].rank.started_ns;
    return first;
}

/* Both lists are in order. */
static void merge_events(struct pair *p, struct report_case *into)
{
    size_t at[PARTS] = {0, 0}, count = 0;
    double later[PARTS];
    size_t most = p->answers[0].outcome.event_count + p->answers[1].outcome.event_count;
    struct report_event *all = mem_alloc(most * sizeof *all);
    for (size_t i = 0; i < PARTS; i++)
        later[i] =
            (double)(p->answers[i].rank.started_ns - first_start(p)) / (double)NS_PER_MS;
    while (count < most) {
        const struct report_case *c[PARTS] = {&p->answers[0].outcome,
                                              &p->answers[1].outcome};
        size_t next = at[0] == c[0]->event_count;
        if (at[0] < c[0]->event_count && at[1] < c[1]->event_count)
            next = c[1]->events[at[1]].time_ms + later[1]
                   < c[0]->events[at[0]].time_ms + later[0];
        all[count++] =
            take_event(&p->answers[next], at[next], later[next], (enum student_role)next);
        at[next]++;
    }
    free(into->events);
    into->events = all;
    into->event_count = count;
}

/* What is said of a program that passed is said of each; of one that failed, of it alone. */
static void merge_notes(struct report_case *into, struct report_case *other)
{
    size_t count = into->note_count + other->note_count;
    into->notes = mem_grow(into->notes, count * sizeof *into->notes);
    for (size_t i = 0; i < other->note_count; i++)
        into->notes[into->note_count++] = other->notes[i];
    other->note_count = 0;
}

static void put_answer(struct pair *p, struct buf *out)
{
    size_t i = decisive(p);
    struct answer *a = &p->answers[i], *other = &p->answers[1 - i];
    if (a->judged && a->rank.stopped) {
        a->judged = false;
        error_set(&a->err, "the conversation with one of two programs broke off");
    }
    if (a->judged) {
        merge_events(p, &a->outcome);
        if (a->rank.passed)
            merge_notes(&a->outcome, &other->outcome);
        a->rank.text_sent |= other->rank.text_sent;
        a->outcome.cpu_ms = report_ms(a->outcome.cpu_ms + other->outcome.cpu_ms);
    }
    answer_write(a, out);
}

void pair_body(void *ctx, int out_fd, pid_t grader)
{
    struct pair_order *order = ctx;
    struct pair p = {.orders = order->parts, .out_fd = out_fd};
    struct buf out = {0};
    process_die_with(grader);
    if (start_parts(&p, &p.answers[0].err) == 0)
        for (size_t i = 0; i < PARTS; i++)
            hear_part(&p, i);
    put_answer(&p, &out);
    child_answer(out_fd, out.data, out.len);
    close(out_fd);
    for (size_t i = 0; i < PARTS; i++)
        report_case_close(&p.answers[i].outcome);
    buf_close(&out);
}
