/* SPDX-License-Identifier: MIT
 *
 * A run on a stage as the tests make it: a worker enters the stage and does what the test
 * says, and leaves what it finds in memory that it shares with the test.
 */
#ifndef TESTS_WORKER_H
#define TESTS_WORKER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run/notice.h"
#include "run/stage.h"

#define SHELL "/bin/sh"
#define PYTHON "/usr/bin/python3"
#define LIMIT_MS 20000 /* for what takes milliseconds on an idle machine */

/* What a worker finds out, in memory that it shares with the test. */
struct findings {
    bool entered;
    char trouble[1400]; /* "" when all was well */
    char home[256];
    char output[8192]; /* what the program wrote */
    siginfo_t end;
    pid_t roots[2];
};

/* What is done in a worker, in its turn: `out` reads the program's output. */
struct run {
    enum stage_kind kind;
    struct stage_world world;
    const struct stage_file *files;
    size_t file_count;
    struct findings *found;
    struct spare spare;          /* a network that it takes */
    const struct spares *spares; /* where it gives its own */
    struct stage *stage;
    struct notice notice; /* of a program that was started: answers its calls */
    int out, program_out;
    int pidfd;
    pid_t grader;
};

static bool have[STAGE_NONE + 1]; /* whether the back end works here */
static bool in_place;             /* the init shares the worker's memory */

/* ---- inside the worker ---- */

static void trouble(struct run *r, const char *what, const char *why)
{
    if (!r->found->trouble[0])
        snprintf(r->found->trouble, sizeof r->found->trouble, "%s: %s", what, why);
}

static bool enter(struct run *r)
{
    struct error err = {0};
    struct limits limits;
    limits_resolve(&limits, NULL, 0);
    const struct stage_order order = {.kind = r->kind,
                                      .world = r->world,
                                      .files = r->files,
                                      .file_count = r->file_count,
                                      .cgroup_fd = -1,
                                      .in_place = in_place,
                                      .spare = &r->spare,
                                      .spares = r->spares,
                                      .limits = &limits};
    r->stage = stage_enter(&order, r->grader, &err);
    if (!r->stage) {
        trouble(r, "stage_enter", err.text);
        return false;
    }
    r->found->entered = true;
    snprintf(r->found->home, sizeof r->found->home, "%s", stage_home(r->stage));
    return true;
}

static bool start_with(struct run *r, const char *const *argv, int input)
{
    static char *const envp[] = {(char *)"PATH=/usr/bin:/bin", NULL};
    struct error err = {0};
    const struct stage_program program = {.path = argv[0],
                                          .argv = (char *const *)argv,
                                          .envp = envp,
                                          .stdin_fd = input,
                                          .stdout_fd = r->program_out,
                                          .stderr_fd = r->program_out};
    if (stage_start(r->stage, &program, &r->pidfd, &err) < 0) {
        trouble(r, "stage_start", err.text);
        return false;
    }
    notice_open(&r->notice, stage_take_reports(r->stage));
    int counts[2];
    if (stage_roots(r->stage, r->found->roots, counts) != 2 || !counts[0] || counts[1])
        trouble(r, "stage_roots", "two roots were expected, of which the first counts");
    return true;
}

static bool start(struct run *r, const char *const *argv)
{
    int input = open("/dev/null", O_RDONLY | O_CLOEXEC);
    bool well = start_with(r, argv, input);
    close(input);
    return well;
}

/* Waits for the descriptor, and answers the program's calls meanwhile. */
static bool await(struct run *r, int fd)
{
    struct pollfd p[2] = {{.fd = fd, .events = POLLIN}};
    do {
        p[1] = (struct pollfd){.fd = r->notice.fd, .events = POLLIN};
        if (poll(p, 2, LIMIT_MS) <= 0)
            return false;
        if (p[1].revents)
            notice_serve(&r->notice);
    } while (!p[0].revents);
    return true;
}

/* Reads the program's output until `wanted` is in it, or to the end with NULL. */
static void hear(struct run *r, const char *wanted)
{
    char *out = r->found->output;
    size_t len = strlen(out);
    close(r->program_out);
    r->program_out = -1;
    while (!wanted || !strstr(out, wanted)) {
        if (!await(r, r->out)) {
            trouble(r, "the program says nothing", out);
            return;
        }
        ssize_t n = read(r->out, out + len, sizeof r->found->output - 1 - len);
        if (n <= 0)
            break;
        len += (size_t)n;
        out[len] = '\0';
    }
}

static void reap(struct run *r)
{
    if (!await(r, r->pidfd))
        trouble(r, "the program", "does not end");
    else if (waitid(P_PIDFD, (id_t)r->pidfd, &r->found->end, WEXITED))
        trouble(r, "waitid", strerror(errno));
}

static void leave(struct run *r)
{
    notice_close(&r->notice);
    stage_leave(r->stage);
    r->stage = NULL;
}

/* The usual: the program runs to its end. */
static void run_to_end(struct run *r, const char *const *argv)
{
    if (enter(r) && start(r, argv)) {
        hear(r, NULL);
        reap(r);
    }
    leave(r);
}

__attribute__((unused)) static void run_shell(struct run *r, const char *script)
{
    const char *const argv[] = {SHELL, "-c", script, NULL};
    run_to_end(r, argv);
}

/* ---- the test's side ---- */

static struct run run_new(enum stage_kind kind)
{
    int ends[2];
    struct run r = {.kind = kind,
                    .spare = SPARE_NONE,
                    .notice.fd = -1,
                    .pidfd = -1,
                    .grader = getpid()};
    r.found = mmap(NULL, sizeof *r.found, PROT_READ | PROT_WRITE,
                   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(r.found != MAP_FAILED);
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    r.out = ends[0];
    r.program_out = ends[1];
    return r;
}

static void run_end(struct run *r)
{
    close(r->out);
    munmap(r->found, sizeof *r->found);
}

typedef void body(struct run *r);

static pid_t begin(struct run *r, body *b)
{
    pid_t worker = fork();
    assert_true(worker >= 0);
    if (worker == 0) {
        signal(SIGPIPE,
               SIG_IGN); /* as the grader does: the program must not inherit it */
        b(r);
        _exit(0);
    }
    if (r->program_out >= 0)
        close(r->program_out);
    r->program_out = -1;
    return worker;
}

/* Runs the body in a worker, which must have ended well and found no trouble. */
static void perform(struct run *r, body *b)
{
    int status;
    pid_t worker = begin(r, b);
    assert_int_equal(waitpid(worker, &status, 0), worker);
    assert_string_equal(r->found->trouble, "");
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

__attribute__((unused)) static enum stage_kind kind_of(void **state)
{
    enum stage_kind kind = *(const enum stage_kind *)*state;
    if (!have[kind])
        skip();
    return kind;
}

#endif
