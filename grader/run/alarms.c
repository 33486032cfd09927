/* SPDX-License-Identifier: MIT */
#include "run/alarms.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "run/notice.h"

static void sooner(int64_t *first_ns, int64_t ends_ns)
{
    if (ends_ns < *first_ns)
        *first_ns = ends_ns;
}

/* "it_value: (seconds, nanoseconds)" is what is left; zero when it is not armed. */
static void look_at_timerfd(const struct task *t, const struct proc *proc, const char *fd,
                            struct alarms *out)
{
    char file[32], text[512];
    long long seconds = 0, rest = 0;
    snprintf(file, sizeof file, "fdinfo/%.16s", fd);
    if (task_read(t, proc, file, text, sizeof text) <= 0)
        return;
    const char *value = strstr(text, "it_value:");
    if (!value || sscanf(value, "it_value: (%lld, %lld)", &seconds, &rest) != 2)
        sooner(&out->ends_ns, 0);
    else if (seconds || rest)
        sooner(&out->ends_ns, clock_now_ns() + seconds * NS_PER_S + rest);
}

static void look_at_descriptor(const struct task *t, const struct proc *proc, int folder,
                               const char *fd, struct alarms *out)
{
    char link[32]; /* longer ones are none of those sought */
    ssize_t len = readlinkat(folder, fd, link, sizeof link - 1);
    link[len > 0 ? len : 0] = '\0';
    if (!strcmp(link, "anon_inode:[timerfd]"))
        look_at_timerfd(t, proc, fd, out);
    out->opaque |= !strcmp(link, "anon_inode:[io_uring]");
}

static void look_at_descriptors(const struct task *t, const struct proc *proc,
                                struct alarms *out)
{
    char path[64];
    snprintf(path, sizeof path, "%d/task/%d/fd", t->pid, t->tid);
    int folder = openat(proc->fd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return;
    _Alignas(struct dirent64) char entries[2048];
    ssize_t len;
    while ((len = getdents64(folder, entries, sizeof entries)) > 0) {
        const struct dirent64 *e;
        for (ssize_t at = 0; at < len; at += e->d_reclen) {
            e = (const struct dirent64 *)(entries + at);
            if (e->d_name[0] != '.')
                look_at_descriptor(t, proc, folder, e->d_name, out);
        }
    }
    close(folder);
}

/* Whether all of them send the signal by which Ruby, which gives its programs no such timers,
 * lets its threads take turns: it comes only while several of them run. */
static bool are_rubys(const struct task *t, const struct proc *proc, const char *timers)
{
    static const char signal[] = "signal: ";
    bool all = task_runs(t, proc, "ruby");
    while (all && (timers = strstr(timers, signal))) {
        timers += sizeof signal - 1;
        all = strtol(timers, NULL, 10) == SIGVTALRM;
    }
    return all;
}

/* timer_create(2); the file is there only if the kernel has checkpoints. */
static void look_at_timers(const struct task *t, const struct proc *proc,
                           struct alarms *out)
{
    char path[32], text[2048];
    snprintf(path, sizeof path, "%d/timers", t->pid);
    int fd = openat(proc->fd, path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    ssize_t len = read(fd, text, sizeof text - 1);
    text[len > 0 ? len : 0] = '\0';
    if (len == sizeof text - 1 || (len > 0 && !are_rubys(t, proc, text)))
        sooner(&out->ends_ns, 0);
    close(fd);
}

/* alarm(2) and setitimer(2) leave no trace, but who uses them handles SIGALRM or blocks it
 * for signalfd(2). A runtime that does so with every signal (Go, a shell with a trap) does
 * it with SIGVTALRM too and means nothing by it. */
static bool expects_alarm(uint64_t signals)
{
    const uint64_t real = UINT64_C(1) << (SIGALRM - 1);
    const uint64_t virtual = UINT64_C(1) << (SIGVTALRM - 1);
    return (signals & (real | virtual)) == real;
}

void alarms_find(const struct task *t, const struct proc *proc,
                 const struct task_stat *stat, const struct notice *notice,
                 struct alarms *out)
{
    *out = (struct alarms){.ends_ns = INT64_MAX};
    look_at_descriptors(t, proc, out);
    if (!notice || notice->timers_made)
        look_at_timers(t, proc, out);
    if (notice)
        sooner(&out->ends_ns, notice_alarm_of(notice, t->pid, clock_now_ns()));
    else if (expects_alarm(stat->caught) || expects_alarm(stat->blocked))
        sooner(&out->ends_ns, 0);
}
