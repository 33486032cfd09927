/* SPDX-License-Identifier: MIT */
#include "run/launch.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/signals.h"
#include "run/cgroup.h"
#include "run/passing.h"
#include "run/shortage.h"

#define STACK_BYTES 65536

/* What the child is given, and where it leaves word of what failed. */
struct preparation;
struct child {
    const struct launch *launch;
    pid_t parent;
    const struct preparation *failed; /* NULL while all is well */
    int failure;                      /* its errno */
    bool there; /* it failed, and the program is there, as the child sees it */
};

static int begin_session(const struct child *c)
{
    (void)c;
    return setsid() < 0 ? -1 : 0;
}

static int bind_fate(const struct child *c)
{
    if (!c->launch->dies_with_us)
        return 0;
    if (prctl(PR_SET_PDEATHSIG, SIGKILL))
        return -1;
    errno = ESRCH;
    return getppid() == c->parent ? 0 : -1;
}

static int enter_root(const struct child *c)
{
    return c->launch->mounts_fd < 0 ? 0 : setns(c->launch->mounts_fd, CLONE_NEWNS);
}

static int connect_descriptors(const struct child *c)
{
    int high[3];
    /* First out of the way: one of them may be 0, 1 or 2 itself. */
    for (int i = 0; i < 3; i++) {
        high[i] = fcntl(c->launch->fds[i], F_DUPFD_CLOEXEC, 3);
        if (high[i] < 0)
            return -1;
    }
    for (int i = 0; i < 3; i++)
        if (dup2(high[i], i) < 0)
            return -1;
    return 0;
}

static int close_descriptors(const struct child *c)
{
    (void)c;
    if (!syscall(SYS_close_range, 3u, ~0u, 0))
        return 0;
    long limit = sysconf(_SC_OPEN_MAX);
    for (int fd = 3; fd < limit; fd++)
        close(fd);
    return 0;
}

/* An ignored signal would stay ignored, and our handlers must not run in the child. */
static int reset_signals(const struct child *c)
{
    (void)c;
    signals_reset();
    sigset_t none;
    sigemptyset(&none);
    return sigprocmask(SIG_SETMASK, &none, NULL);
}

/* The capabilities themselves go with execve, since the uid is not 0. */
static int renounce_privileges(const struct child *c)
{
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        return -1;
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    for (int cap = 0; c->launch->isolated && !prctl(PR_CAPBSET_DROP, cap, 0, 0, 0); cap++)
        ;
    return 0;
}

static int limit(int resource, int64_t soft, int64_t hard)
{
    struct rlimit now = {(rlim_t)soft, (rlim_t)hard}, before;
    if (getrlimit((__rlimit_resource_t)resource, &before))
        return -1;
    if (before.rlim_max < now.rlim_max) { /* what we were given is all there is */
        now.rlim_max = before.rlim_max;
        now.rlim_cur = now.rlim_cur < now.rlim_max ? now.rlim_cur : now.rlim_max;
    }
    return setrlimit((__rlimit_resource_t)resource, &now);
}

/* Too little for a file; and 0 would still start the machine's collector of crashes (core(5)),
 * outside of the stage, which keeps what it gets. */
#define CORE_NONE 1

/* What the kernel watches for each process alone; what all of them use together is summed
 * up by run/usage.h, which ends a program long before twice its memory is gone. */
static int set_limits(const struct child *c)
{
    const int64_t *l = c->launch->limits->value;
    const int64_t seconds = (l[LIMIT_PROCESSOR_TIME] + 999) / 1000 + 1;
    umask(022);
    return limit(RLIMIT_CORE, CORE_NONE, CORE_NONE) || limit(RLIMIT_RTPRIO, 0, 0)
           || limit(RLIMIT_CPU, seconds, seconds + 1)
           || limit(RLIMIT_FSIZE, l[LIMIT_FILE_SIZE], l[LIMIT_FILE_SIZE])
           || limit(RLIMIT_NOFILE, l[LIMIT_OPEN_FILES], l[LIMIT_OPEN_FILES])
           || limit(RLIMIT_DATA, 2 * l[LIMIT_MEMORY], 2 * l[LIMIT_MEMORY])
           || (c->launch->processes
               && limit(RLIMIT_NPROC, c->launch->processes, c->launch->processes));
}

static int join_cgroup(const struct child *c)
{
    return c->launch->cgroup_fd < 0 ? 0 : cgroup_enter(c->launch->cgroup_fd);
}

static int install_filter(const struct child *c)
{
    if (!c->launch->filter)
        return 0;
    int fd = filter_install(c->launch->filter);
    return fd < 0 ? -1 : passing_send(c->launch->reports_fd, "f", 1, &fd, 1);
}

static int enter_folder(const struct child *c)
{
    return chdir(c->launch->folder);
}

static int execute(const struct child *c)
{
    return execve(c->launch->path, c->launch->argv, c->launch->envp);
}

static const struct preparation {
    const char *what; /* goes on from "can't " */
    int (*run)(const struct child *c);
    bool stage; /* what this back end of the stage is made of: another one may work */
} preparations[] = {
    {"begin a session", begin_session, false},
    {"tie the program to the grader", bind_fate, false},
    {"enter the program's file system", enter_root, true},
    {"connect the program's input and output", connect_descriptors, false},
    {"reset signals", reset_signals, false},
    {"renounce privileges", renounce_privileges, false},
    {"join its control group", join_cgroup, false},
    {"enter the program's folder", enter_folder, false},
    {"filter the program's system calls", install_filter, true},
    {"close the grader's files for the program", close_descriptors, false},
    /* Not before: a limit of open files hides descriptors above it from close_descriptors,
     * and counts those that other programs of this user have on their way (unix(7)). */
    {"set limits", set_limits, false},
    {"run the program", execute, false},
};

static int child_main(void *arg)
{
    struct child *c = arg;
    for (size_t i = 0; i < sizeof preparations / sizeof *preparations; i++) {
        if (!preparations[i].run(c))
            continue;
        c->failure = errno;
        c->failed = &preparations[i];
        c->there = !access(c->launch->path, F_OK);
        break;
    }
    return 127;
}

/* Runs child_main with all signals blocked: a handler of ours would run on shared memory. */
static pid_t clone_child(struct child *c, int *pidfd)
{
    static _Alignas(16) char stack[STACK_BYTES];
    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    int flags = CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD;
    pid_t pid = clone(child_main, stack + sizeof stack, flags, c, pidfd);
    int saved = errno;
    sigprocmask(SIG_SETMASK, &before, NULL);
    errno = saved;
    return pid;
}

static int explain(const struct child *c, struct error *err)
{
    const char *path = c->launch->path;
    errno = c->failure;
    if (c->failure == ENOENT && c->there)
        return error_set(err,
                         "can't %s %s: the interpreter that its first line names, or its "
                         "loader, is not there",
                         c->failed->what, path);
    error_errno(err, "can't %s %s", c->failed->what, path);
    if (err && c->failed->stage && !shortage_is(c->failure))
        err->kind = ERROR_STAGE;
    return -1;
}

pid_t launch_start(const struct launch *l, int *pidfd, struct error *err)
{
    struct child c = {.launch = l, .parent = getpid()};
    pid_t pid = clone_child(&c, pidfd);
    if (pid < 0)
        return error_errno(err, "can't start a process for %s", l->path);
    if (!c.failed)
        return pid;
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        ;
    close(*pidfd);
    *pidfd = -1;
    return explain(&c, err);
}
