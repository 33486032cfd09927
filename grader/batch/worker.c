/* SPDX-License-Identifier: MIT */
#include "batch/worker.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/heap.h"
#include "base/process.h"
#include "base/signals.h"
#include "batch/check.h"
#include "batch/frame.h"
#include "report/json.h"
#include "run/spare.h"

/* --- orders ---------------------------------------------------------------------------------- */

struct head {
    uint64_t seed;
    size_t exercise;
};

#define TEXTS 3

static void put_text(struct buf *out, const char *text)
{
    buf_putc(out, text ? '+' : '-');
    buf_append(out, text ? text : "", text ? strlen(text) + 1 : 1);
}

int worker_order(int fd, const struct work *work, uint64_t seed)
{
    const struct head head = {seed, work->exercise};
    struct buf out = {0};
    buf_append(&out, &head, sizeof head);
    put_text(&out, work->path);
    put_text(&out, work->server);
    put_text(&out, work->problem);
    int status = frame_send(fd, out.data, out.len);
    buf_close(&out);
    return status;
}

/* The texts are borrowed of the message. */
static void read_order(const char *message, struct work *work, uint64_t *seed)
{
    struct head head;
    char **const texts[TEXTS] = {&work->path, &work->server, &work->problem};
    memcpy(&head, message, sizeof head);
    *seed = head.seed;
    *work = (struct work){.exercise = head.exercise};
    const char *at = message + sizeof head;
    for (size_t i = 0; i < TEXTS; i++) {
        *texts[i] = *at == '+' ? (char *)at + 1 : NULL;
        at += strlen(at) + 1;
    }
}

/* --- reports --------------------------------------------------------------------------------- */

static void answer(int fd, const struct report_exercise *e)
{
    struct buf out = {0};
    report_json_write_exercise(e, &out);
    frame_send(fd, out.data, out.len);
    buf_close(&out);
}

/* The answer goes out before the tidying up: the next order is under way meanwhile. */
static void check(const struct worker *w, struct spares *spares, int fd,
                  const struct work *work, struct check_order *order)
{
    const struct check_means means = {.cgroups = w->cgroups,
                                      .spares = spares,
                                      .most = 1,
                                      .in_place = true,
                                      .unhurried = true};
    struct check *check = check_new(&means);
    struct report_exercise out;
    enum stage_kind stage;
    struct error refused, err;
    check_run(check, order, 1, &out, &stage, &refused,
              &err); /* each case has its error */
    if (!out.path)
        out.path = mem_text(work->path);
    answer(fd, &out);
    report_exercise_close(&out);
    check_free(check);
}

static void serve(const struct worker *w, struct spares *spares, int fd,
                  const struct work *work, uint64_t seed)
{
    const struct exercise *e = w->assignment->list[work->exercise].exercise;
    struct submission program = SUBMISSION_EMPTY, server = SUBMISSION_EMPTY;
    struct error err;
    char *unclear = NULL;
    if (work_open(work, e, &program, &server, &unclear, &err) < 0) {
        free(unclear);
        unclear = mem_text(err.text);
    }
    struct check_order order = {
        .exercise = e,
        .submission = &program,
        .server = server.path ? &server : NULL,
        .unclear = unclear,
        .seed = seed,
        .limits = w->limits,
        .stage = w->stage,
        .stage_fixed = true,
    };
    check(w, spares, fd, work, &order);
    submission_close(&program);
    submission_close(&server);
    free(unclear);
}

/* --- the process ------------------------------------------------------------------------------ */

/* What else the crew has open - its journal, the sockets of the others - is not ours. */
static void keep_only(const struct worker *w, int fd)
{
    const int kept[] = {STDIN_FILENO, STDOUT_FILENO,    STDERR_FILENO,
                        fd,           w->cgroups->home, w->cgroups->lock};
    fd_close_others(kept, sizeof kept / sizeof *kept);
}

void worker_run(const struct worker *w, int fd, pid_t crew)
{
    struct buf heard = {0};
    struct spares spares;
    struct error err;
    struct work work;
    uint64_t seed;
    size_t len;
    setpgid(0, 0); /* what the terminal's keys end is the crew, and we with it */
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    signals_settle();
    keep_only(w, fd);
    if (process_die_with(crew) < 0)
        return;
    heap_keep();
    spares_open(&spares, &err);
    while (frame_hear(fd, &heard) == 1) {
        read_order(frame_text(&heard, &len), &work, &seed);
        serve(w, &spares, fd, &work, seed);
        buf_clear(&heard);
    }
    spares_close(&spares);
    buf_close(&heard);
}
