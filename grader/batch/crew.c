/* SPDX-License-Identifier: MIT */
#include "batch/crew.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fd.h"
#include "batch/appetite.h"
#include "batch/frame.h"
#include "batch/worker.h"
#include "report/json.h"
#include "run/cgroups.h"

#define TRIES 2 /* of a program whose worker broke */

/* One worker, as we see it. */
struct hand {
    pid_t pid; /* 0: not there */
    int fd;
    bool busy;
    struct crew_order order; /* while it is */
    int tries;
    struct buf heard;
};

struct crew {
    struct worker worker; /* what each of them is */
    size_t most;          /* 0: as the appetite says */
    struct appetite appetite;
    struct cgroups cgroups;
    struct hand *hands;
    struct pollfd *fds; /* as many */
    size_t count;
};

struct crew *crew_new(const struct crew_settings *settings)
{
    struct crew *c = mem_alloc(sizeof *c);
    const struct limits *const layers[] = {&settings->limits};
    struct limits limits;
    c->worker = (struct worker){.assignment = settings->assignment,
                                .limits = settings->limits,
                                .stage = settings->stage,
                                .cgroups = &c->cgroups};
    c->most = stage_isolates(settings->stage) ? settings->most : 1;
    limits_resolve(&limits, layers, 1);
    appetite_begin(&c->appetite, limits.value[LIMIT_MEMORY]);
    cgroups_open(&c->cgroups, NULL);
    return c;
}

size_t crew_running(const struct crew *c)
{
    size_t busy = 0;
    for (size_t i = 0; i < c->count; i++)
        busy += c->hands[i].busy;
    return busy;
}

bool crew_has_room(struct crew *c)
{
    size_t running = crew_running(c);
    return running < (c->most ? c->most : appetite_most(&c->appetite, running));
}

/* --- workers ---------------------------------------------------------------------------------- */

static int hire(struct crew *c, struct hand *h, struct error *err)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends))
        return error_errno(err, "can't connect to a worker");
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    pid_t crew = getpid(), pid = fork();
    if (pid == 0) {
        worker_run(&c->worker, ends[1], crew);
        _exit(0);
    }
    close(ends[1]);
    if (pid < 0) {
        error_errno(err, "can't start a worker");
        close(ends[0]);
        return -1;
    }
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    buf_clear(&h->heard);
    h->pid = pid;
    h->fd = ends[0];
    return 0;
}

/* Returns how it ended, as waitpid() tells. */
static int dismiss(struct hand *h)
{
    int status = 0;
    if (!h->pid)
        return 0;
    close(h->fd);
    while (waitpid(h->pid, &status, 0) < 0 && errno == EINTR)
        ;
    h->pid = 0;
    return status;
}

static struct hand *idle_hand(struct crew *c)
{
    for (size_t i = 0; i < c->count; i++)
        if (!c->hands[i].busy)
            return &c->hands[i];
    c->hands = mem_grow(c->hands, (c->count + 1) * sizeof *c->hands);
    c->fds = mem_grow(c->fds, (c->count + 1) * sizeof *c->fds);
    c->hands[c->count] = (struct hand){.fd = -1};
    return &c->hands[c->count++];
}

/* One that has ended since, by whatever hand, is replaced. */
static int hand_order(struct crew *c, struct hand *h, struct error *err)
{
    for (int i = 0; i < TRIES; i++) {
        if (!h->pid && hire(c, h, err) < 0)
            return -1;
        if (worker_order(h->fd, h->order.work, h->order.seed) == 0)
            return 0;
        error_errno(err, "can't give a worker an order");
        dismiss(h);
    }
    return -1;
}

int crew_start(struct crew *c, const struct crew_order *order, struct error *err)
{
    struct hand *h = idle_hand(c);
    h->order = *order;
    h->tries = 1;
    int status = hand_order(c, h, err);
    h->busy = status == 0;
    return status;
}

/* --- results ---------------------------------------------------------------------------------- */

static void unjudged(const struct crew *c, const struct work *w, const char *why,
                     struct report_exercise *out)
{
    const struct exercise *e = c->worker.assignment->list[w->exercise].exercise;
    *out = (struct report_exercise){.id = mem_text(e->id),
                                    .title = mem_text(e->title),
                                    .path = mem_text(w->path),
                                    .case_count = e->case_count};
    out->cases = mem_alloc(e->case_count * sizeof *out->cases);
    for (size_t i = 0; i < e->case_count; i++)
        report_unjudged(&out->cases[i], &e->cases[i], RESULT_ERROR, why);
    report_sum(out);
}

static void tell_end(int status, const char *more, struct error *err)
{
    if (WIFSIGNALED(status))
        error_set(err, "the worker that checked it was ended by signal %d (%s)%s",
                  WTERMSIG(status), strsignal(WTERMSIG(status)), more);
    else
        error_set(err, "the worker that checked it ended without an answer%s", more);
}

/* 1: it is given up; 0: it is being tried again. */
static int broken(struct crew *c, struct hand *h, struct report_exercise *out,
                  struct error *err)
{
    struct error why;
    int status = dismiss(h);
    if (h->tries++ < TRIES)
        return hand_order(c, h, err);
    tell_end(status, ", twice", &why);
    unjudged(c, h->order.work, why.text, out);
    return 1;
}

static int read_result(struct crew *c, struct hand *h, struct report_exercise *out)
{
    struct error why;
    size_t len;
    const char *text = frame_text(&h->heard, &len);
    if (report_json_read_exercise(out, text, len, &why) < 0)
        unjudged(c, h->order.work, why.text, out);
    buf_clear(&h->heard);
    return 1;
}

static int hear(struct crew *c, struct hand *h, size_t *number,
                struct report_exercise *out, struct error *err)
{
    int heard = frame_hear(h->fd, &h->heard);
    int status = heard == 1   ? read_result(c, h, out)
                 : heard == 0 ? 0
                              : broken(c, h, out, err);
    *number = h->order.number;
    if (status)
        h->busy = false;
    return status;
}

/* As many as poll() has to look at; who is idle is not looked at. */
static void list(struct crew *c)
{
    for (size_t i = 0; i < c->count; i++)
        c->fds[i] = (struct pollfd){.fd = c->hands[i].busy ? c->hands[i].fd : -1,
                                    .events = POLLIN};
}

static int wait_once(struct crew *c, int64_t until_ns)
{
    int64_t left_ns = until_ns - clock_now_ns();
    list(c);
    if (!until_ns)
        return poll(c->fds, c->count, -1);
    return fd_wait(c->fds, c->count, left_ns > 0 ? left_ns : 0);
}

int crew_wait(struct crew *c, int64_t until_ns, size_t *number,
              struct report_exercise *out, struct error *err)
{
    while (crew_running(c)) {
        if (wait_once(c, until_ns) <= 0)
            return 0;
        for (size_t i = 0; i < c->count; i++) {
            int status = c->fds[i].revents ? hear(c, &c->hands[i], number, out, err) : 0;
            if (status)
                return status;
        }
    }
    return 0;
}

/* Who waits for an order ends by itself; who has one need not finish it. */
void crew_free(struct crew *c)
{
    if (!c)
        return;
    for (size_t i = 0; i < c->count; i++)
        if (c->hands[i].busy)
            kill(c->hands[i].pid, SIGKILL);
    for (size_t i = 0; i < c->count; i++) {
        dismiss(&c->hands[i]);
        buf_close(&c->hands[i].heard);
    }
    cgroups_close(&c->cgroups);
    free(c->hands);
    free(c->fds);
    free(c);
}
