/* SPDX-License-Identifier: MIT */
#include "run/usage.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "run/tree.h"

/* Fields of /proc/PID/stat behind the name, counted from the state: proc(5). */
enum { FIELD_CUTIME = 13, FIELD_CSTIME = 14 };

static ssize_t read_file(const struct tree *t, int pid, const char *name, char *out,
                         size_t size)
{
    char path[64];
    snprintf(path, sizeof path, "%d/%s", pid, name);
    int fd = openat(t->proc.fd, path, O_RDONLY | O_CLOEXEC);
    ssize_t len = fd < 0 ? -1 : read(fd, out, size - 1);
    if (fd >= 0)
        close(fd);
    out[len > 0 ? len : 0] = '\0';
    return len;
}

/* All its threads, the dead ones too; it may have ended, as long as nobody has waited for it. */
static int64_t own_cpu(int pid)
{
    clockid_t clock;
    struct timespec used;
    if (clock_getcpuclockid(pid, &clock) || clock_gettime(clock, &used))
        return 0;
    return used.tv_sec * NS_PER_S + used.tv_nsec;
}

/* cutime and cstime: of the children that it has waited for. */
static int64_t children_cpu(const char *text)
{
    unsigned long long ticks = 0, field;
    const char *at = strrchr(text, ')');
    for (int i = 0; at && i <= FIELD_CSTIME; i++) {
        at = strchr(at + 1, ' ');
        if (at && i >= FIELD_CUTIME && sscanf(at, "%llu", &field) == 1)
            ticks += field;
    }
    return (int64_t)ticks * (NS_PER_S / sysconf(_SC_CLK_TCK));
}

/* What a file holds, a temporary one too, counts as disk and not as memory; shared memory
 * that has no file can't be told from it here. */
static void add_memory(struct tree *t, struct task *task, struct usage *out)
{
    char text[256];
    unsigned long long resident = 0, shared = 0;
    if (task_text(task, &t->proc, TASK_STATM, text, sizeof text) <= 0
        || sscanf(text, "%*u %llu %llu", &resident, &shared) != 2 || shared > resident)
        return;
    out->memory_bytes += (int64_t)(resident - shared) * sysconf(_SC_PAGESIZE);
    out->shared_bytes += (int64_t)shared * sysconf(_SC_PAGESIZE);
}

/* Its part of the shared memory that it has mapped: of a page that n processes have, an nth.
 * The kernel walks through all pages for that, so it is asked only where it matters. */
static int64_t shared_memory_of(const struct tree *t, int pid)
{
    char text[2048];
    unsigned long long kib = 0;
    if (read_file(t, pid, "smaps_rollup", text, sizeof text) <= 0)
        return 0;
    const char *at = strstr(text, "Pss_Shmem:");
    return at && sscanf(at, "Pss_Shmem: %llu", &kib) == 1 ? (int64_t)kib * 1024 : 0;
}

static int64_t shared_memory(const struct tree *t)
{
    int64_t sum = 0;
    for (size_t i = 0; i < t->count; i++) {
        const struct task *task = &t->members[i].task;
        if (task->pid == task->tid && t->members[i].counts)
            sum += shared_memory_of(t, task->pid);
    }
    return sum;
}

/* What a root that only inherits orphans does itself is nobody's. */
static int64_t cpu_of(struct tree *t, struct member *m)
{
    char text[1024];
    ssize_t len = task_text(&m->task, &t->proc, TASK_STAT, text, sizeof text);
    return (m->counts ? own_cpu(m->task.pid) : 0) + (len > 0 ? children_cpu(text) : 0);
}

/* Of a root that no look has met. */
static int64_t cpu_of_root(const struct tree *t, size_t root)
{
    char text[1024];
    ssize_t len = read_file(t, t->roots[root], "stat", text, sizeof text);
    return (t->root_counts[root] ? own_cpu(t->roots[root]) : 0)
           + (len > 0 ? children_cpu(text) : 0);
}

static bool is_met(const struct tree *t, int pid)
{
    for (size_t i = 0; i < t->count; i++)
        if (t->members[i].task.tid == pid)
            return true;
    return false;
}

static bool is_leader(const struct member *m)
{
    return m->task.pid == m->task.tid;
}

int64_t usage_cpu_ns(struct tree *t)
{
    int64_t sum_ns = 0;
    for (size_t i = 0; i < t->count; i++)
        if (is_leader(&t->members[i]))
            sum_ns += cpu_of(t, &t->members[i]);
    for (size_t i = 0; i < t->root_count; i++)
        if (!is_met(t, t->roots[i]))
            sum_ns += cpu_of_root(t, i);
    return sum_ns;
}

void usage_of(struct tree *t, struct usage *out)
{
    *out = (struct usage){0};
    for (size_t i = 0; i < t->count; i++) {
        struct member *m = &t->members[i];
        out->tasks += m->counts;
        if (is_leader(m))
            out->cpu_ns += cpu_of(t, m);
        if (is_leader(m) && m->counts)
            add_memory(t, &m->task, out);
    }
}

void usage_begin(struct usage_watch *w, const struct limits *limits, int64_t now_ns,
                 int64_t period_ns)
{
    *w = (struct usage_watch){.limits = limits,
                              .since_ns = now_ns,
                              .next_ns = now_ns + period_ns,
                              .period_ns = period_ns};
}

int usage_exceeded(struct usage_watch *w, struct tree *t, int64_t now_ns)
{
    struct usage u;
    if (now_ns < w->next_ns)
        return -1;
    w->next_ns = now_ns + w->period_ns;
    usage_of(t, &u);
    w->memory_bytes = u.memory_bytes + u.shared_bytes;
    if (w->memory_bytes > w->limits->value[LIMIT_MEMORY])
        w->memory_bytes = u.memory_bytes + shared_memory(t);
    const struct {
        enum limit_kind kind;
        int64_t used;
    } rows[] = {
        {LIMIT_MEMORY, w->memory_bytes},
        {LIMIT_PROCESSES, u.tasks},
        {LIMIT_PROCESSOR_TIME, u.cpu_ns / NS_PER_MS},
        {LIMIT_WALL_TIME, (now_ns - w->since_ns) / NS_PER_MS},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].used > w->limits->value[rows[i].kind])
            return (int)rows[i].kind;
    return -1;
}

static int64_t open_files(const struct tree *t, int pid)
{
    char path[64];
    int64_t count = 0;
    snprintf(path, sizeof path, "%d/fd", pid);
    int fd = openat(t->proc.fd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *folder = fd < 0 ? NULL : fdopendir(fd);
    for (struct dirent *e; folder && (e = readdir(folder));)
        count += e->d_name[0] != '.';
    if (folder)
        closedir(folder);
    return count;
}

bool usage_has_all_files(const struct tree *t, const struct limits *limits)
{
    for (size_t i = 0; i < t->count; i++) {
        const struct member *m = &t->members[i];
        if (m->counts && m->task.pid == m->task.tid
            && open_files(t, m->task.pid) >= limits->value[LIMIT_OPEN_FILES])
            return true;
    }
    return false;
}
