/* SPDX-License-Identifier: MIT
 *
 * By fork, and a pipe through which the child's failure comes back; it closes with execve.
 */
#include "run/launch.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/process.h"
#include "base/signals.h"

#define REPORT 3 /* the pipe, in the child */

static int begin_session(const struct launch *l)
{
    (void)l;
    return setsid() < 0 ? -1 : 0;
}

/* An ignored signal would stay ignored, and our handlers must not run in the child. */
static int reset_signals(const struct launch *l)
{
    (void)l;
    signals_reset();
    sigset_t none;
    sigemptyset(&none);
    return sigprocmask(SIG_SETMASK, &none, NULL);
}

static int connect_descriptors(const struct launch *l)
{
    int high[3];
    /* First out of the way: one of them may be 0, 1, 2 or REPORT itself. */
    for (int i = 0; i < 3; i++) {
        high[i] = fcntl(l->fds[i], F_DUPFD_CLOEXEC, REPORT + 1);
        if (high[i] < 0)
            return -1;
    }
    for (int i = 0; i < 3; i++)
        if (dup2(high[i], i) < 0)
            return -1;
    return 0;
}

static int close_descriptors(const struct launch *l)
{
    (void)l;
    fd_close_from(REPORT + 1);
    return 0;
}

static int limit(int resource, int64_t soft, int64_t hard)
{
    const struct rlimit now = {(rlim_t)soft, (rlim_t)hard};
    struct rlimit before;
    if (getrlimit(resource, &before))
        return -1;
    if (before.rlim_max < now.rlim_max) /* what we were given ourselves is all there is */
        return 0;
    return setrlimit(resource, &now);
}

/* Each process alone is limited; nobody sums up what all of them use together. */
static int set_limits(const struct launch *launch)
{
    const int64_t *l = launch->limits->value;
    const int64_t seconds = (l[LIMIT_PROCESSOR_TIME] + 999) / 1000 + 1;
    umask(022);
    return limit(RLIMIT_CORE, 0, 0) || limit(RLIMIT_CPU, seconds, seconds + 1)
           || limit(RLIMIT_FSIZE, l[LIMIT_FILE_SIZE], l[LIMIT_FILE_SIZE])
           || limit(RLIMIT_NOFILE, l[LIMIT_OPEN_FILES], l[LIMIT_OPEN_FILES])
           || limit(RLIMIT_DATA, 2 * l[LIMIT_MEMORY], 2 * l[LIMIT_MEMORY]);
}

static int enter_folder(const struct launch *l)
{
    return chdir(l->folder);
}

static int execute(const struct launch *l)
{
    return execve(l->path, l->argv, l->envp);
}

static const struct preparation {
    const char *what; /* goes on from "can't " */
    int (*run)(const struct launch *l);
} preparations[] = {
    {"begin a session", begin_session},
    {"reset signals", reset_signals},
    {"close the grader's files for the program", close_descriptors},
    {"set limits", set_limits},
    {"enter the program's folder", enter_folder},
    {"run the program", execute},
};
#define PREPARATIONS (sizeof preparations / sizeof *preparations)

/* What the child says when it fails. */
struct failure {
    size_t step;
    int number;
};

static void child_main(const struct launch *l, int report)
{
    struct failure failure = {.step = PREPARATIONS};
    int high = fcntl(report, F_DUPFD_CLOEXEC, REPORT + 1);
    if (connect_descriptors(l) || dup2(high, REPORT) < 0)
        failure.number = errno;
    fcntl(REPORT, F_SETFD, FD_CLOEXEC);
    for (size_t i = 0; !failure.number && i < PREPARATIONS; i++)
        if (preparations[i].run(l))
            failure = (struct failure){i, errno};
    ssize_t written = write(REPORT, &failure, sizeof failure);
    (void)written;
    _exit(127);
}

static int explain(const struct launch *l, const struct failure *f, struct error *err)
{
    const char *what = f->step < PREPARATIONS ? preparations[f->step].what
                                              : "connect the program's descriptors of";
    if (f->number == ENOENT && !access(l->path, F_OK))
        return error_set(err,
                         "can't %s %s: the interpreter that its first line names, or its "
                         "loader, is not there",
                         what, l->path);
    errno = f->number;
    return error_errno(err, "can't %s %s", what, l->path);
}

/* Waits until the child has become the program, or says why not. */
static int await_start(const struct launch *l, int report, struct error *err)
{
    struct failure failure;
    ssize_t len;
    do
        len = read(report, &failure, sizeof failure);
    while (len < 0 && errno == EINTR);
    return len == sizeof failure ? explain(l, &failure, err) : 0;
}

pid_t launch_start(const struct launch *l, int *pidfd, struct error *err)
{
    int report[2];
    *pidfd = -1;
    if (fd_pipe(report))
        return error_errno(err, "can't make a pipe");
    pid_t pid = fork();
    if (pid == 0)
        child_main(l, report[1]);
    close(report[1]);
    int status = pid < 0 ? error_errno(err, "can't start a process for %s", l->path)
                         : await_start(l, report[0], err);
    close(report[0]);
    if (pid > 0 && status == 0) {
        *pidfd = process_watch(pid);
        status = *pidfd < 0 ? error_errno(err, "can't watch the program") : 0;
        if (status < 0)
            kill(pid, SIGKILL);
    }
    if (status == 0)
        return pid;
    while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        ;
    return -1;
}
