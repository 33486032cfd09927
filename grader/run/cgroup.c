/* SPDX-License-Identifier: MIT */
#include "run/cgroup.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "run/cgroupfolder.h"

#define LIMIT_TEXT 24

static void limit_text(int64_t value, char out[LIMIT_TEXT])
{
    snprintf(out, LIMIT_TEXT, value > 0 ? "%" PRId64 : "max", value);
}

static int set_limits(const struct cgroup *g, const struct cgroup_limits *limits,
                      struct error *err)
{
    char memory[LIMIT_TEXT], processes[LIMIT_TEXT];
    limit_text(limits->memory_bytes, memory);
    limit_text(limits->processes, processes);
    const struct {
        const char *file, *value;
        bool may_be_missing;
    } rows[] = {
        {"memory.max", memory, false},
        {"memory.swap.max", "0",
         true}, /* a kernel without swap, or told not to count it */
        {"memory.oom.group", "1", true}, /* since Linux 4.19 */
        {"pids.max", processes, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (cgroupfile_write(g->folder, rows[i].file, rows[i].value)
            && !(errno == ENOENT && rows[i].may_be_missing))
            return error_errno(err, "can't set %s of the control group %s to %s",
                               rows[i].file, g->name, rows[i].value);
    return 0;
}

static int open_files(struct cgroup *g, struct error *err)
{
    g->procs = openat(g->folder, "cgroup.procs", O_WRONLY | O_CLOEXEC);
    g->memory_events = openat(g->folder, "memory.events", O_RDONLY | O_CLOEXEC);
    g->pids_events = openat(g->folder, "pids.events", O_RDONLY | O_CLOEXEC);
    if (g->procs < 0 || g->memory_events < 0 || g->pids_events < 0)
        return error_errno(err, "can't open the files of the control group %s", g->name);
    return 0;
}

/* Numbers are ours alone as long as we are; but a forked copy of us counts on from the same
 * one. */
static int make_folder(struct cgroup *g, struct cgroups *all, struct error *err)
{
    int result;
    do {
        cgroupfile_name(&all->maker, all->made++, g->name);
        result = mkdirat(all->home, g->name, 0755);
    } while (result && errno == EEXIST);
    if (result)
        return error_errno(err, "can't make the control group %s", g->name);
    g->home = all->home;
    g->folder = openat(all->home, g->name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return g->folder < 0 ? error_errno(err, "can't open the control group %s", g->name)
                         : 0;
}

int cgroup_make(struct cgroup *g, struct cgroups *all, const struct cgroup_limits *limits,
                struct error *err)
{
    struct cgroup made = CGROUP_NONE;
    *g = made;
    if (make_folder(&made, all, err) || set_limits(&made, limits, err)
        || open_files(&made, err)) {
        cgroup_remove(&made, NULL);
        return -1;
    }
    *g = made;
    return 0;
}

int cgroup_enter(int procs_fd)
{
    return write(procs_fd, "0", 1) == 1 ? 0 : -1;
}

pid_t cgroup_fork(const struct cgroup *g, uint64_t flags, int *pidfd)
{
    const struct clone_args args = {
        .flags = flags | CLONE_PIDFD | CLONE_INTO_CGROUP,
        .pidfd = (uintptr_t)pidfd,
        .exit_signal = SIGCHLD,
        .cgroup = (unsigned)g->folder,
    };
    return (pid_t)syscall(SYS_clone3, &args, sizeof args);
}

static int64_t count(int fd, const char *key)
{
    char text[1024];
    ssize_t n = pread(fd, text, sizeof text - 1, 0);
    text[n > 0 ? n : 0] = '\0';
    return cgroupfile_count(text, key);
}

/* The kernel counts a kill for lack of memory here wherever memory was lacking, but counts
 * in `oom` only what our own limit refused. */
enum cgroup_excess cgroup_exceeded(const struct cgroup *g)
{
    if (count(g->memory_events, "oom_kill"))
        return count(g->memory_events, "oom") ? CGROUP_MEMORY : CGROUP_STARVED;
    return count(g->pids_events, "max") ? CGROUP_PROCESSES : CGROUP_WITHIN;
}

int cgroup_remove(struct cgroup *g, struct error *err)
{
    int result = g->home < 0 ? 0 : cgroupfolder_discard(g->home, g->name, err);
    cgroup_close(g);
    return result;
}

void cgroup_close(struct cgroup *g)
{
    int *const fds[] = {&g->folder, &g->procs, &g->memory_events, &g->pids_events};
    for (size_t i = 0; i < sizeof fds / sizeof *fds; i++)
        if (*fds[i] >= 0)
            close(*fds[i]);
    *g = CGROUP_NONE;
}
