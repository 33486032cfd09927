/* SPDX-License-Identifier: MIT */
#include "run/task.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"

/* Enough for programs with some fifty threads; beyond, files are opened per look. */
#define FILES_KEPT 200

/* Fields of `stat` behind the name's closing parenthesis, counted from the state. */
enum {
    STAT_UTIME = 11,
    STAT_STIME = 12,
    STAT_START = 19,
    STAT_BLOCKED = 29,
    STAT_CAUGHT = 31,
    STAT_FIELDS
};

int proc_open(struct proc *proc)
{
    *proc = (struct proc){.files_to_keep = FILES_KEPT};
    proc->fd = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (proc->fd < 0)
        return -1;
    struct task self;
    task_init(&self, getpid(), getpid());
    char text[64];
    unsigned long count = 0;
    /* A kernel that does not count shows zeros to us too, who have run. */
    proc->schedstat = task_read(&self, proc, "schedstat", text, sizeof text) > 0
                      && sscanf(text, "%*u %*u %lu", &count) == 1 && count > 0;
    proc->children = task_read(&self, proc, "children", text, sizeof text) >= 0;
    return 0;
}

void proc_close(struct proc *proc)
{
    if (proc->fd >= 0)
        close(proc->fd);
    proc->fd = -1;
}

void task_init(struct task *t, int pid, int tid)
{
    *t = (struct task){.pid = pid, .tid = tid, .threads_fd = -1, .changed = true};
    for (size_t i = 0; i < TASK_FILES; i++)
        t->files[i] = -1;
}

void task_close(struct task *t, struct proc *proc)
{
    for (size_t i = 0; i < TASK_FILES; i++) {
        if (t->files[i] < 0)
            continue;
        close(t->files[i]);
        t->files[i] = -1;
        proc->files_to_keep++;
    }
    if (t->threads_fd >= 0)
        close(t->threads_fd);
    t->threads_fd = -1;
}

static int task_open(const struct task *t, const struct proc *proc, const char *file)
{
    char path[64];
    snprintf(path, sizeof path, "%d/task/%d/%s", t->pid, t->tid, file);
    return openat(proc->fd, path, O_RDONLY | O_CLOEXEC);
}

static ssize_t read_text(int fd, char *out, size_t size)
{
    ssize_t len = pread(fd, out, size - 1, 0);
    if (len >= 0)
        out[len] = '\0';
    return len;
}

ssize_t task_read(const struct task *t, const struct proc *proc, const char *file,
                  char *out, size_t size)
{
    int fd = task_open(t, proc, file);
    if (fd < 0)
        return -1;
    ssize_t len = read_text(fd, out, size);
    int saved = errno;
    close(fd);
    errno = saved;
    return len;
}

ssize_t task_text(struct task *t, struct proc *proc, enum task_file which, char *out,
                  size_t size)
{
    static const char *const names[] = {
        [TASK_COUNT] = "status", [TASK_SYSCALL] = "syscall", [TASK_CHILDREN] = "children",
        [TASK_STAT] = "stat",    [TASK_STATM] = "statm",
    };
    if (t->files[which] >= 0)
        return read_text(t->files[which], out, size);
    const char *name =
        which == TASK_COUNT && proc->schedstat ? "schedstat" : names[which];
    if (!proc->files_to_keep)
        return task_read(t, proc, name, out, size);
    t->files[which] = task_open(t, proc, name);
    if (t->files[which] < 0)
        return -1;
    proc->files_to_keep--;
    return read_text(t->files[which], out, size);
}

static uint64_t field_of_status(const char *text, const char *name)
{
    const char *at = strstr(text, name);
    return at ? strtoull(at + strlen(name), NULL, 10) : 0;
}

/* What a read that failed says of the thread. */
static enum task_state state_of_error(void)
{
    return errno == ENOENT || errno == ESRCH ? TASK_ENDED : TASK_HIDDEN;
}

static int read_count(struct task *t, struct proc *proc, uint64_t *count)
{
    char text[4096];
    if (task_text(t, proc, TASK_COUNT, text, sizeof text) < 0)
        return -1;
    if (proc->schedstat) {
        const char *third = strrchr(text, ' ');
        *count = third ? strtoull(third, NULL, 10) : 0;
        return 0;
    }
    *count = field_of_status(text, "\nvoluntary_ctxt_switches:")
             + field_of_status(text, "\nnonvoluntary_ctxt_switches:");
    return 0;
}

/* "running", "-1 SP PC" (in no call: a fault, a stop, a zombie), or "NR A0 ... A5 SP PC". */
static enum task_state parse_call(struct task *t, const char *text)
{
    if (text[0] < '0' || text[0] > '9')
        return TASK_RUNNING;
    char *end;
    t->nr = strtol(text, &end, 10);
    for (size_t i = 0; i < 6; i++)
        t->args[i] = strtoull(end, &end, 16);
    return TASK_BLOCKED;
}

/* In no call, or refused: what the scheduler says of it, which everybody may read. */
static enum task_state scheduled_state(struct task *t, struct proc *proc,
                                       enum task_state asleep)
{
    struct task_stat stat;
    if (task_stat(t, proc, &stat) || stat.state == 'Z' || stat.state == 'X')
        return TASK_ENDED;
    return stat.state == 'R' ? TASK_RUNNING : asleep;
}

static enum task_state read_call(struct task *t, struct proc *proc)
{
    char text[256];
    if (task_text(t, proc, TASK_SYSCALL, text, sizeof text) >= 0)
        return text[0] == '-' ? scheduled_state(t, proc, TASK_RUNNING)
                              : parse_call(t, text);
    /* One that is ending is nobody's to look into either. */
    enum task_state state = state_of_error();
    return state == TASK_HIDDEN ? scheduled_state(t, proc, TASK_HIDDEN) : state;
}

void task_look(struct task *t, struct proc *proc, int64_t now_ns)
{
    struct task before = *t;
    uint64_t count = 0;
    bool first = proc->schedstat;
    if (first && read_count(t, proc, &count))
        t->state = state_of_error();
    else
        t->state = read_call(t, proc);
    if (!first && t->state == TASK_BLOCKED && read_count(t, proc, &count))
        t->state = state_of_error();
    t->count = count;
    t->changed = !before.read_ns || t->state != before.state || count != before.count
                 || t->nr != before.nr
                 || memcmp(t->args, before.args, sizeof t->args) != 0;
    if (!before.read_ns) {
        struct task_stat stat = {0};
        task_stat(t, proc, &stat);
        t->since_ns = stat.start_ns;
    } else if (t->changed) {
        t->since_ns = before.read_ns;
    }
    t->read_ns = now_ns;
}

/* `stat` counts in clock ticks from the time the machine was started, sleep included. */
static int64_t monotonic_of_start(unsigned long long ticks)
{
    struct timespec boot;
    clock_gettime(CLOCK_BOOTTIME, &boot);
    int64_t asleep_ns = boot.tv_sec * NS_PER_S + boot.tv_nsec - clock_now_ns();
    return (int64_t)ticks * (NS_PER_S / sysconf(_SC_CLK_TCK)) - asleep_ns;
}

int task_stat(struct task *t, struct proc *proc, struct task_stat *out)
{
    char text[1024];
    if (task_text(t, proc, TASK_STAT, text, sizeof text) <= 0)
        return -1;
    char *name = strchr(text, '('), *end = strrchr(text, ')');
    if (!name || !end)
        return -1;
    *out = (struct task_stat){0};
    size_t len = (size_t)(end - name - 1);
    memcpy(out->name, name + 1, len < sizeof out->name ? len : sizeof out->name - 1);
    out->state = end[2];
    unsigned long long fields[STAT_FIELDS] = {0};
    char *at = end + 3;
    for (size_t i = 1; i < STAT_FIELDS; i++)
        fields[i] = strtoull(at, &at, 10);
    out->start_ns = monotonic_of_start(fields[STAT_START]);
    out->blocked = fields[STAT_BLOCKED];
    out->caught = fields[STAT_CAUGHT];
    out->cpu_ns = (int64_t)(fields[STAT_UTIME] + fields[STAT_STIME])
                  * (NS_PER_S / sysconf(_SC_CLK_TCK));
    return 0;
}

ssize_t task_children(struct task *t, struct proc *proc, char *out, size_t size)
{
    ssize_t len = task_text(t, proc, TASK_CHILDREN, out, size);
    /* The kernel hands out a page at a time. */
    for (ssize_t more = len; more > 0 && (size_t)len < size - 1; len += more) {
        int fd = t->files[TASK_CHILDREN];
        more = fd < 0 ? 0 : pread(fd, out + len, size - 1 - (size_t)len, len);
        if (more <= 0)
            break;
        out[len + more] = '\0';
    }
    return len;
}

int task_memory(const struct task *t, uint64_t address, void *out, size_t size)
{
    struct iovec here = {out, size};
    struct iovec there = {(void *)(uintptr_t)address, size};
    return process_vm_readv(t->tid, &here, 1, &there, 1, 0) == (ssize_t)size ? 0 : -1;
}

bool task_runs(const struct task *t, const struct proc *proc, const char *name)
{
    char path[32], exe[PATH_MAX];
    snprintf(path, sizeof path, "%d/exe", t->pid);
    ssize_t len = readlinkat(proc->fd, path, exe, sizeof exe - 1);
    exe[len > 0 ? len : 0] = '\0';
    const char *slash = strrchr(exe, '/'), *base = slash ? slash + 1 : exe;
    size_t n = strlen(name);
    return !strncmp(base, name, n) && !base[n + strspn(base + n, "0123456789.")];
}

int64_t task_cpu_ns(struct task *t, struct proc *proc)
{
    char text[64];
    if (proc->schedstat && task_text(t, proc, TASK_COUNT, text, sizeof text) > 0)
        return (int64_t)strtoull(text, NULL, 10);
    struct task_stat stat;
    return task_stat(t, proc, &stat) ? 0 : stat.cpu_ns;
}

pid_t task_process_of(pid_t thread)
{
    char path[64], text[2048];
    snprintf(path, sizeof path, "/proc/%d/status", (int)thread);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t len = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (fd >= 0)
        close(fd);
    if (len <= 0)
        return thread;
    text[len] = '\0';
    const char *found = strstr(text, "\nTgid:");
    return found ? (pid_t)atoi(found + strlen("\nTgid:")) : thread;
}
