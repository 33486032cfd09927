/* SPDX-License-Identifier: MIT */
#include "run/stage.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/process.h"
#include "run/kernel.h"
#include "run/passing.h"
#include "run/stage_backend.h"

/* Nobody's, on every distribution; there need be no such entry in /etc/passwd. */
#define UNPRIVILEGED 65534

/* The worker, the stage's init, and room to see that there are more than allowed. */
#define PROCESSES_SPARE 8

static const struct stage_backend *const backends[] = {
    [STAGE_FULL] = &stage_full,
    [STAGE_PRIVILEGED] = &stage_privileged,
    [STAGE_NONE] = &stage_none,
};

const char *stage_name(enum stage_kind kind)
{
    return backends[kind]->name;
}

bool stage_isolates(enum stage_kind kind)
{
    return backends[kind]->isolated;
}

int stage_find(const char *name)
{
    for (size_t i = 0; i < sizeof backends / sizeof *backends; i++)
        if (!strcmp(backends[i]->name, name))
            return (int)i;
    return -1;
}

/* Root of a user namespace that knows no other user: it is somebody ordinary outside, and
 * there is nobody that it could become. */
static bool is_root_alone(void)
{
    unsigned long inside, outside, count = 0;
    char more[2];
    FILE *f = fopen("/proc/self/uid_map", "re");
    int fields = f ? fscanf(f, "%lu %lu %lu %1s", &inside, &outside, &count, more) : 0;
    if (f)
        fclose(f);
    return fields == 3 && inside == 0 && count == 1;
}

static bool is_root(void)
{
    return geteuid() == 0 && !is_root_alone();
}

uid_t stage_uid(void)
{
    return is_root() ? UNPRIVILEGED : geteuid();
}

gid_t stage_gid(void)
{
    return is_root() ? UNPRIVILEGED : getegid();
}

/* As root the program would have root's files; an uid that is not root's must be the real
 * one before a user namespace is made. */
static int drop_root(const struct stage *s, struct error *err)
{
    if (!is_root() || s->backend->keeps_root)
        return 0;
    if (setgroups(0, NULL) || setresgid(UNPRIVILEGED, UNPRIVILEGED, UNPRIVILEGED)
        || setresuid(UNPRIVILEGED, UNPRIVILEGED, UNPRIVILEGED))
        return error_errno(err, "can't become an unprivileged user to run programs");
    /* Changing ids makes a process's /proc root's, but its id maps are for us to write. */
    if (prctl(PR_SET_DUMPABLE, 1))
        return error_errno(err, "can't own our /proc after changing ids");
    return 0;
}

/* Changing ids or capabilities clears it, so this comes after all of that. */
static int die_with(pid_t grader, struct error *err)
{
    if (process_die_with(grader) == 0)
        return 0;
    return errno == ESRCH ? error_set(err, "the grader has ended")
                          : error_errno(err, "can't tie the run to the grader");
}

struct stage *stage_enter(const struct stage_order *order, pid_t grader_pid,
                          struct error *err)
{
    struct stage *s = mem_alloc(sizeof *s);
    s->backend = backends[order->kind];
    s->limits = *order->limits;
    s->cgroup_fd = order->cgroup_fd;
    s->spare = SPARE_NONE;
    s->init = INIT_NONE;
    s->home_fd = s->mounts_fd = s->program_fd = s->lifeline = s->reports_fd = s->kept_fd =
        -1;
    if (drop_root(s, err) || s->backend->enter(s, order, err)
        || die_with(grader_pid, err)) {
        stage_leave(s);
        return NULL;
    }
    return s;
}

const char *stage_home(const struct stage *s)
{
    return s->home;
}

const char *stage_submission(const struct stage *s)
{
    return s->submission;
}

/* The caller's environment and the stage's marker, where it has one. */
static char *const *environment(const struct stage *s, char *const *envp)
{
    size_t count = 0;
    while (envp[count])
        count++;
    char **all = mem_alloc((count + 2) * sizeof *all);
    memcpy(all, envp, count * sizeof *all);
    if (s->marker[0])
        all[count] = (char *)s->marker;
    return all;
}

/* Since Linux 5.14 processes are counted for each user in each user namespace, where besides
 * the program's there are only two of ours; before, with all else that the user runs, which
 * is no more than all that there is. */
static int64_t processes_beside(void)
{
    struct sysinfo info;
    return kernel_is_since(5, 14) || sysinfo(&info) ? 0 : info.procs;
}

/* On the machine as it is they are counted together with all else, so nothing is set there. */
static int64_t processes_allowed(const struct stage *s)
{
    if (!s->backend->isolated)
        return 0;
    int64_t beside =
        s->backend->keeps_root ? 0 : processes_beside(); /* a user of its own */
    return s->limits.value[LIMIT_PROCESSES] + PROCESSES_SPARE + beside;
}

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static pid_t launch(struct stage *s, const struct stage_program *program,
                    const struct filter *filter, int *pidfd, struct error *err)
{
    int ends[2];
    if (passing_pair(ends, err))
        return -1;
    char *const *envp = environment(s, program->envp);
    const struct launch launch = {
        .path = program->path,
        .argv = program->argv,
        .envp = envp,
        .folder = program->folder ? program->folder : s->home,
        .fds = {program->stdin_fd, program->stdout_fd, program->stderr_fd},
        .mounts_fd = s->mounts_fd,
        .isolated = s->backend->isolated,
        .dies_with_us = !s->backend->isolated,
        .limits = &s->limits,
        .cgroup_fd = s->cgroup_fd,
        .processes = processes_allowed(s),
        .filter = filter,
        .reports_fd = ends[1],
    };
    pid_t pid = launch_start(&launch, pidfd, err);
    char byte;
    if (pid >= 0 && filter)
        passing_receive(ends[0], &byte, 1, &s->reports_fd, 1);
    close(ends[0]);
    close(ends[1]);
    free((void *)envp);
    return pid;
}

pid_t stage_start(struct stage *s, const struct stage_program *program, int *pidfd,
                  struct error *err)
{
    struct filter filter = {0};
    pid_t pid = -1;
    bool needed = s->backend->filter_needed;
    assert(!s->program);
    bool filtered = !filter_make(&filter, s->limits.value[LIMIT_MEMORY], err);
    if ((!filtered && needed) || (s->backend->ready && s->backend->ready(s, err)))
        goto done;
    pid = launch(s, program, filtered ? &filter : NULL, pidfd, err);
    if (pid < 0 && filtered && !needed)
        pid = launch(s, program, NULL, pidfd, err);
    if (pid < 0)
        goto done;
    /* What is held of its file system would have to be taken down by us, and not by the init. */
    close_fd(&s->mounts_fd);
    s->program = pid;
    s->program_fd = fcntl(*pidfd, F_DUPFD_CLOEXEC, 3);
    if (s->backend->started)
        s->backend->started(s);
done:
    filter_close(&filter);
    return pid;
}

int stage_take_reports(struct stage *s)
{
    int fd = s->reports_fd;
    s->reports_fd = -1;
    return fd;
}

size_t stage_roots(const struct stage *s, pid_t roots[2], int counts[2])
{
    if (!s->program)
        return 0;
    roots[0] = s->program;
    counts[0] = true;
    roots[1] = s->backend->heir(s);
    counts[1] = false;
    return 2;
}

int stage_signal(struct stage *s, int signal)
{
    /* By pidfd: its number may be another's by now. */
    return (int)syscall(SYS_pidfd_send_signal, s->program_fd, signal, NULL, 0);
}

bool stage_is_full(const struct stage *s)
{
    struct statvfs space;
    if (!s->backend->isolated || fstatvfs(s->home_fd, &space))
        return false;
    return space.f_bavail == 0 || space.f_ffree == 0;
}

void stage_stop(struct stage *s)
{
    if (s->backend->isolated && s->helper > 0)
        kill(s->helper, SIGKILL);
    else if (s->program > 0)
        kill(-s->program, SIGKILL);
}

int stage_open(const struct stage *s, const char *name)
{
    return openat(s->home_fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
}

void stage_leave(struct stage *s)
{
    if (!s)
        return;
    close_fd(&s->program_fd);
    close_fd(&s->mounts_fd);
    close_fd(&s->reports_fd);
    close_fd(&s->home_fd);
    s->backend->leave(s);
    close_fd(&s->kept_fd);
    close_fd(&s->lifeline);
    free(s);
}
