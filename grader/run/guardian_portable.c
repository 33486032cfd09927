/* SPDX-License-Identifier: MIT
 *
 * The guardian where processes can't be listed: it ends the program's process group, and
 * nobody who has left that. No system here ends a child with its parent, so it looks now and
 * then whether the grader, whose child this process is, is still there, too.
 */
#include "run/guardian.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"
#include "run/scratch.h"

/* Between two looks for the grader. */
#define LOOK_MS 200

/* Hangs up when the guardian has gone; a process has one at a time. */
static int dismissal = -1;

struct guarded {
    pid_t worker, grader;
    pid_t program; /* 0: not told yet */
};

static bool is_gone(pid_t pid)
{
    return kill(pid, 0) && errno == ESRCH;
}

/* Reads what the worker tells. False when there is nothing left to guard: dismissed (and
 * then *dismissed), or the worker has ended. */
static bool hear(int in, struct guarded *g, bool *dismissed)
{
    pid_t told;
    ssize_t len = read(in, &told, sizeof told);
    *dismissed = len == sizeof told && !told;
    if (len == sizeof told && told)
        g->program = told;
    return len == sizeof told ? told != 0 : len < 0 && errno == EINTR;
}

static void end_all(const struct guarded *g, const char *folder)
{
    if (g->program > 0)
        kill(-g->program, SIGKILL);
    scratch_remove(folder);
}

static void guard(int in, int out, struct guarded g, const char *folder)
{
    struct pollfd word = {.fd = 0, .events = POLLIN};
    bool dismissed = false;
    setsid();
    dup2(in, 0);
    dup2(out, 1);
    fd_close_from(2);
    if (write(1, "", 1) != 1) /* on guard */
        _exit(1);
    for (bool on = true; on;) {
        int said = poll(&word, 1, LOOK_MS);
        if (said > 0)
            on = hear(0, &g, &dismissed);
        else if (said == 0 && is_gone(g.grader))
            kill(g.worker, SIGKILL); /* it can't be another: our pipe with it is open */
    }
    if (!dismissed)
        end_all(&g, folder);
    _exit(0);
}

static int make_pipes(int in[2], int out[2])
{
    if (fd_pipe(in))
        return -1;
    if (!fd_pipe(out))
        return 0;
    close(in[0]);
    close(in[1]);
    return -1;
}

int guardian_start(const char *folder, const char *marker, struct error *err)
{
    int in[2], out[2], status = -1;
    struct guarded g = {.worker = getpid(), .grader = getppid()};
    (void)marker;
    if (make_pipes(in, out))
        return error_errno(err, "can't make a pipe");
    pid_t middle = fork();
    if (middle == 0) {
        /* As a grandchild it is nobody's of ours once its parent has gone. */
        close(in[1]);
        close(out[0]);
        pid_t guardian = fork();
        if (guardian == 0)
            guard(in[0], out[1], g, folder);
        _exit(guardian < 0);
    }
    close(in[0]);
    close(out[1]);
    while (middle > 0 && waitpid(middle, &status, 0) < 0 && errno == EINTR)
        ;
    dismissal = out[0];
    char byte;
    ssize_t ready = -1;
    do
        ready = status == 0 ? read(out[0], &byte, 1) : -1;
    while (ready < 0 && status == 0 && errno == EINTR);
    if (ready > 0)
        return in[1];
    close(in[1]);
    close(out[0]);
    return error_set(err, "can't start the process that cleans up");
}

void guardian_tell(int guardian, pid_t program)
{
    ssize_t written = write(guardian, &program, sizeof program);
    (void)written;
}

void guardian_dismiss(int guardian)
{
    char byte;
    guardian_tell(guardian, 0);
    while (read(dismissal, &byte, 1) < 0 && errno == EINTR)
        ;
    close(dismissal);
    dismissal = -1;
}
