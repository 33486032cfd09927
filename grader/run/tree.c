/* SPDX-License-Identifier: MIT */
#include "run/tree.h"

#include <assert.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"

#define TEXT_BYTES 4096

int tree_open(struct tree *t, const pid_t *roots, const int *root_counts, size_t count)
{
    assert(count <= TREE_ROOTS);
    *t = (struct tree){.root_count = count, .proc.fd = -1};
    for (size_t i = 0; i < count; i++) {
        t->roots[i] = roots[i];
        t->root_counts[i] = root_counts[i];
    }
    t->text_size = TEXT_BYTES;
    t->text = mem_alloc(t->text_size);
    return proc_open(&t->proc);
}

void tree_close(struct tree *t)
{
    for (size_t i = 0; i < t->count; i++)
        task_close(&t->members[i].task, &t->proc);
    proc_close(&t->proc);
    free(t->members);
    free(t->queue);
    free(t->text);
    *t = (struct tree){.proc.fd = -1};
}

static struct member *member_find(struct tree *t, int pid, int tid)
{
    for (size_t i = 0; i < t->count; i++) {
        size_t k = (t->expected + i) % t->count;
        struct member *m = &t->members[k];
        if (m->task.tid == tid && m->task.pid == pid) {
            t->expected = k + 1;
            return m;
        }
    }
    return NULL;
}

static struct member *member_add(struct tree *t, int pid, int tid)
{
    if (t->count == t->size) {
        t->size = t->size ? 2 * t->size : 16;
        t->members = mem_grow(t->members, t->size * sizeof *t->members);
    }
    struct member *m = &t->members[t->count++];
    *m = (struct member){.counts = true};
    task_init(&m->task, pid, tid);
    t->expected = t->count;
    t->changed = true;
    return m;
}

/* Looks at one thread, once per look. Returns NULL when it was met before. */
static struct member *member_meet(struct tree *t, int pid, int tid, bool counts,
                                  int64_t now_ns)
{
    struct member *m = member_find(t, pid, tid);
    if (m && m->look == t->look)
        return NULL;
    if (!m)
        m = member_add(t, pid, tid);
    m->look = t->look;
    m->counts = counts;
    if (counts) {
        task_look(&m->task, &t->proc, now_ns);
        m->decoded = m->decoded && !m->task.changed;
    }
    return m;
}

static void queue_process(struct tree *t, int pid)
{
    if (t->queued == t->queue_size) {
        t->queue_size = t->queue_size ? 2 * t->queue_size : 16;
        t->queue = mem_grow(t->queue, t->queue_size * sizeof *t->queue);
    }
    t->queue[t->queued++] = pid;
}

static void queue_children(struct tree *t, struct task *task)
{
    ssize_t len = task_children(task, &t->proc, t->text, t->text_size);
    while (len == (ssize_t)t->text_size - 1) {
        t->text_size *= 2;
        t->text = mem_grow(t->text, t->text_size);
        len = task_children(task, &t->proc, t->text, t->text_size);
    }
    if (len <= 0)
        return;
    char *end = t->text;
    for (long pid = strtol(end, &end, 10); pid > 0; pid = strtol(end, &end, 10))
        queue_process(t, (int)pid);
}

/* The folder that lists a process's threads, or -1. */
static int threads_open(struct tree *t, struct task *leader)
{
    if (leader->threads_fd >= 0)
        return leader->threads_fd;
    char path[32];
    snprintf(path, sizeof path, "%d/task", leader->pid);
    int fd = openat(t->proc.fd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0 && t->proc.files_to_keep > 0)
        leader->threads_fd = fd;
    return fd;
}

static void visit_threads(struct tree *t, int pid, int folder, int64_t now_ns)
{
    _Alignas(struct dirent64) char entries[4096];
    ssize_t len;
    lseek(folder, 0, SEEK_SET);
    while ((len = getdents64(folder, entries, sizeof entries)) > 0) {
        const struct dirent64 *e;
        for (ssize_t at = 0; at < len; at += e->d_reclen) {
            e = (const struct dirent64 *)(entries + at);
            int tid = atoi(e->d_name);
            struct member *m =
                tid > 0 && tid != pid ? member_meet(t, pid, tid, true, now_ns) : NULL;
            if (m)
                queue_children(t, &m->task);
        }
    }
}

static void visit_process(struct tree *t, int pid, bool counts, int64_t now_ns)
{
    struct member *leader = member_meet(t, pid, pid, counts, now_ns);
    if (!leader)
        return;
    queue_children(t, &leader->task);
    int folder = counts ? threads_open(t, &leader->task) : -1;
    if (folder < 0)
        return;
    bool kept = leader->task.threads_fd >= 0;
    struct stat st;
    /* A folder has two links more than folders in it: one thread needs no listing. */
    if (!fstat(folder, &st) && st.st_nlink > 3)
        visit_threads(t, pid, folder, now_ns);
    if (!kept)
        close(folder);
}

static void drop_missing(struct tree *t)
{
    size_t kept = 0;
    for (size_t i = 0; i < t->count; i++) {
        if (t->members[i].look == t->look) {
            if (kept != i)
                t->members[kept] = t->members[i];
            kept++;
            continue;
        }
        task_close(&t->members[i].task, &t->proc);
        t->changed = true;
    }
    t->count = kept;
}

void tree_look(struct tree *t, int64_t now_ns)
{
    t->look++;
    t->changed = false;
    t->expected = 0;
    /* Orphans go to a later root: whoever becomes one during the walk is met there. */
    for (size_t i = 0; i < t->root_count; i++) {
        t->queued = 0;
        visit_process(t, t->roots[i], t->root_counts[i], now_ns);
        for (size_t k = 0; k < t->queued; k++)
            visit_process(t, t->queue[k], true, now_ns);
    }
    drop_missing(t);
}

/* One that does not run is left as it was: that two whole looks found the same proves that it
 * waits, and this one is none. */
bool tree_root_runs(struct tree *t, int64_t now_ns)
{
    struct member *m = t->root_count ? member_find(t, t->roots[0], t->roots[0]) : NULL;
    if (!m || !m->counts)
        return false;
    struct task before = m->task;
    task_look(&m->task, &t->proc, now_ns);
    bool runs = m->task.state == TASK_RUNNING;
    if (runs) {
        m->decoded = false;
        return true;
    }
    memcpy(before.files, m->task.files, sizeof before.files); /* opened meanwhile */
    m->task = before;
    return false;
}
