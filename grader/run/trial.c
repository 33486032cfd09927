/* SPDX-License-Identifier: MIT */
#include "run/trial.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fd.h"
#include "base/process.h"
#include "run/child.h"

#define PATIENCE_NS (20 * NS_PER_S)

/* A program that every system has, and that does nothing. */
static const char *find_program(void)
{
    static const char *const paths[] = {"/bin/true", "/usr/bin/true",
                                        "/run/current-system/sw/bin/true"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        if (access(paths[i], X_OK) == 0)
            return paths[i];
    return NULL;
}

static int see_end(int pidfd, const char *path, struct error *err)
{
    struct pollfd end = {.fd = pidfd, .events = POLLIN};
    int64_t deadline_ns = clock_now_ns() + PATIENCE_NS;
    siginfo_t how;
    while (!process_ended(pidfd, &how)) {
        int64_t left_ns = deadline_ns - clock_now_ns();
        if (left_ns <= 0)
            return error_set(err, "%s was started, and did not end", path);
        fd_wait(&end, 1, left_ns);
    }
    if (how.si_code != CLD_EXITED || how.si_status)
        return error_set(err, "%s was started, and ended badly (%s %d)", path,
                         how.si_code == CLD_EXITED ? "status" : "signal", how.si_status);
    return 0;
}

static int run_program(struct stage *s, struct error *err)
{
    const char *path = find_program();
    int pidfd = -1, null = open("/dev/null", O_RDWR | O_CLOEXEC), result = -1;
    if (!path)
        return error_set(err, "there is no program \"true\" to try it with");
    if (null < 0)
        return error_errno(err, "can't open /dev/null");
    const char *const argv[] = {"true", NULL};
    char *const envp[] = {NULL};
    const struct stage_program program = {.path = path,
                                          .argv = (char *const *)argv,
                                          .envp = envp,
                                          .stdin_fd = null,
                                          .stdout_fd = null,
                                          .stderr_fd = null};
    if (stage_start(s, &program, &pidfd, err) > 0)
        result = see_end(pidfd, path, err);
    process_close(pidfd);
    close(null);
    return result;
}

/* Answers with what went wrong, or with one NUL. */
static void body(void *ctx, int out_fd, pid_t grader)
{
    struct limits limits;
    limits_resolve(&limits, NULL, 0);
    const struct stage_order order = {
        .kind = *(enum stage_kind *)ctx, .cgroup_fd = -1, .limits = &limits};
    struct error err = {0};
    struct stage *s = stage_enter(&order, grader, &err);
    if (s)
        run_program(s, &err);
    stage_leave(s);
    child_answer(out_fd, err.text, strlen(err.text) + 1);
}

int trial_run(enum stage_kind kind, struct error *err)
{
    struct buf answer = {0};
    int fd = -1;
    pid_t pid = child_start(body, &kind, &fd, err);
    int result = pid < 0 ? -1 : child_finish(pid, fd, &answer, err);
    if (!result && *buf_text(&answer))
        result = error_set(err, "%s", buf_text(&answer));
    buf_close(&answer);
    return result;
}

int trial_choose(enum stage_kind *kind, bool fixed, struct error *refused,
                 struct error *err)
{
    *refused = (struct error){0};
    while (trial_run(*kind, err) < 0) {
        if (fixed || *kind == STAGE_NONE)
            return -1;
        if (!refused->text[0])
            *refused = *err;
        *kind = (enum stage_kind)(*kind + 1);
    }
    return 0;
}
