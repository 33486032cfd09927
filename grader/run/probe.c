/* SPDX-License-Identifier: MIT */
#include "run/probe.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "run/alarms.h"
#include "run/tree.h"
#include "run/usage.h"

struct probe {
    struct tree tree;
    bool blind;        /* no /proc, or one that does not list children */
    bool alarms_known; /* holds as long as nothing of the tree has run */
    struct alarms alarms;
    int64_t counted_ns; /* processor time of the dead too, at that moment */
    int64_t counted_at_ns;
    const struct notice *notice; /* NULL: alarms are told by /proc alone */
    struct usage_watch watch;
    int64_t walked_ns; /* the last look at all of the tree */
};

struct probe *probe_new(const pid_t *roots, const int *root_counts, size_t root_count)
{
    struct probe *p = mem_alloc(sizeof *p);
    p->counted_at_ns = clock_now_ns();
    p->blind =
        tree_open(&p->tree, roots, root_counts, root_count) || !p->tree.proc.children;
    return p;
}

void probe_free(struct probe *p)
{
    if (!p)
        return;
    tree_close(&p->tree);
    free(p);
}

/* Threads of managed runtimes that wake now and then, most of them in vain. One of them only
 * keeps time; the others may have work, and then carry the program on. */
static const struct housekeeper {
    const char *prefix;
    bool keeps_time;
} housekeepers[] = {
    {"VM Periodic Tas", true},  {"VM Thread", false},       {"G1 ", false},
    {"GC Thread#", false},      {"Common-Cleaner", false},  {"C1 CompilerThre", false},
    {"C2 CompilerThre", false}, {"Service Thread", false},  {"Monitor Deflati", false},
    {"Sweeper thread", false},  {"Notification Th", false}, {"Signal Dispatch", false},
    {"Reference Handl", false}, {"Finalizer", false},
};

static const struct housekeeper *housekeeper_named(const char *name)
{
    for (size_t i = 0; i < sizeof housekeepers / sizeof *housekeepers; i++)
        if (!strncmp(name, housekeepers[i].prefix, strlen(housekeepers[i].prefix)))
            return &housekeepers[i];
    return NULL;
}

/* A timekeeper is passed over, but only while its wait ends by itself. */
static bool is_idle(const struct member *m)
{
    return m->housekeeper && m->housekeeper->keeps_time && m->task.state == TASK_BLOCKED
           && wait_is_timed(&m->task);
}

/* Housekeeping that has nothing to do waits for long: the shortest that is known is 250 ms. A
 * short nap is a step of something that is under way, such as the machine's own end: the last
 * thread of the program then waits, for ever as it seems, for one that naps. */
#define NAP_NS (20 * NS_PER_MS)

static bool rests(const struct member *m)
{
    return m->housekeeper && m->wait.ends_ns != INT64_MAX;
}

static bool naps(const struct member *m, int64_t now_ns)
{
    return rests(m) && m->wait.ends_ns - now_ns <= NAP_NS;
}

/* What is known before anything is decoded. */
struct summary {
    size_t alive;
    bool running, hidden, changed;
};

static struct summary summarize(const struct tree *t)
{
    struct summary s = {.changed = t->changed};
    for (size_t i = 0; i < t->count; i++) {
        const struct member *m = &t->members[i];
        if (!m->counts)
            continue;
        s.alive += m->task.state != TASK_ENDED;
        s.running |= m->task.state == TASK_RUNNING;
        s.hidden |= m->task.state == TASK_HIDDEN;
        s.changed |= m->task.changed && !is_idle(m);
    }
    return s;
}

/* Waiting, or stopped by a signal, which only another one ends. */
#define WAITING 'S'
#define STOPPED 'T'

static bool is_off(char state)
{
    return state == WAITING || state == STOPPED;
}

/* Finds out what a thread waits for that was blocked in two looks. False when it turns out
 * to run after all: then what was read of its memory means nothing. */
static bool decode(struct tree *t, struct member *m, int64_t now_ns)
{
    if (task_stat(&m->task, &t->proc, &m->stat) || !is_off(m->stat.state))
        return false;
    m->housekeeper = housekeeper_named(m->stat.name);
    /* Any program may give its threads such names; only of a Java machine they mean it. */
    if (m->housekeeper && !task_runs(&m->task, &t->proc, "java"))
        m->housekeeper = NULL;
    enum wait_result result = WAIT_DECODED;
    if (m->stat.state == STOPPED)
        m->wait = (struct wait){WAIT_STOPPED, -1, INT64_MAX, false};
    else
        result = wait_decode(&m->task, &t->proc, &m->wait);
    task_look(&m->task, &t->proc, now_ns);
    m->opaque = result == WAIT_OPAQUE;
    m->decoded = result != WAIT_UNDECODED && !m->task.changed;
    return m->decoded || is_idle(m);
}

static bool decode_all(struct tree *t, int64_t now_ns)
{
    for (size_t i = 0; i < t->count; i++) {
        struct member *m = &t->members[i];
        bool open = m->counts && m->task.state == TASK_BLOCKED && !m->decoded;
        if (open && !is_idle(m) && !decode(t, m, now_ns))
            return false;
    }
    return true;
}

static void fact_add(struct look *out, const struct member *m)
{
    if (out->wait_count == LOOK_WAITS || m->housekeeper)
        return;
    out->waits[out->wait_count++] = (struct wait_fact){
        .pid = m->task.pid,
        .tid = m->task.tid,
        .kind = m->wait.kind,
        .fd = m->wait.fd,
        .ends_ns = m->wait.ends_ns,
    };
}

/* Who waits for a signal alone: the alarms, which are asked for later, are the only ones that
 * come from nobody. */
static int64_t ends_of(const struct probe *p, const struct member *m)
{
    bool untold = m->wait.kind == WAIT_SIGNAL && !p->notice;
    return untold ? 0 : m->wait.ends_ns;
}

/* All threads are blocked and decoded: the verdict, alarms aside. */
static enum activity classify(const struct probe *p, int64_t now_ns, int64_t deadline_ns,
                              struct look *out)
{
    const struct tree *t = &p->tree;
    bool sleeps = false, listens = false, opaque = false, works = false;
    for (size_t i = 0; i < t->count; i++) {
        const struct member *m = &t->members[i];
        if (!m->counts || m->task.state != TASK_BLOCKED || is_idle(m))
            continue;
        fact_add(out, m);
        opaque |= m->opaque;
        works |= naps(m, now_ns);
        if (rests(m))
            continue;
        int64_t ends_ns = ends_of(p, m);
        if (ends_ns < out->ends_ns)
            out->ends_ns = ends_ns;
        if (ends_ns < deadline_ns)
            *(m->wait.listens ? &listens : &sleeps) = true;
    }
    if (opaque)
        return ACTIVITY_UNKNOWN;
    if (works)
        return ACTIVITY_RUNNING;
    if (sleeps)
        return ACTIVITY_SLEEPING;
    return listens ? ACTIVITY_LISTENING : ACTIVITY_WAITING;
}

static void find_alarms(struct probe *p)
{
    const struct tree *t = &p->tree;
    int pid = 0;
    p->alarms = (struct alarms){.ends_ns = INT64_MAX};
    /* One living thread speaks for its process; the first one may have ended. */
    for (size_t i = 0; i < t->count; i++) {
        const struct member *m = &t->members[i];
        bool speaks = m->counts && m->task.state == TASK_BLOCKED && !is_idle(m);
        if (!speaks || m->task.pid == pid)
            continue;
        struct alarms found;
        pid = m->task.pid;
        alarms_find(&m->task, &t->proc, &m->stat, p->notice, &found);
        p->alarms.opaque |= found.opaque;
        if (found.ends_ns < p->alarms.ends_ns)
            p->alarms.ends_ns = found.ends_ns;
    }
}

/* A timer that went off while the others were being read shows in a thread that ran. */
static bool still_blocked(struct tree *t, int64_t now_ns)
{
    bool blocked = true;
    for (size_t i = 0; i < t->count; i++) {
        struct member *m = &t->members[i];
        if (!m->counts || m->task.state != TASK_BLOCKED || is_idle(m))
            continue;
        task_look(&m->task, &t->proc, now_ns);
        m->decoded = m->decoded && !m->task.changed;
        blocked &= m->decoded;
    }
    return blocked;
}

/* The program would be said to wait: unless it has set itself an alarm. */
static enum activity with_alarms(struct probe *p, enum activity activity,
                                 int64_t deadline_ns, struct look *out)
{
    if (!p->alarms_known) {
        find_alarms(p);
        p->alarms_known = still_blocked(&p->tree, clock_now_ns());
        if (!p->alarms_known)
            return ACTIVITY_RUNNING;
    }
    if (p->alarms.opaque)
        return ACTIVITY_UNKNOWN;
    if (p->alarms.ends_ns < out->ends_ns)
        out->ends_ns = p->alarms.ends_ns;
    return p->alarms.ends_ns < deadline_ns ? ACTIVITY_SLEEPING : activity;
}

/* A thread that is being woken on another processor still shows its call and its old count;
 * its state tells first. */
static bool all_asleep(struct tree *t)
{
    for (size_t i = 0; i < t->count; i++) {
        struct member *m = &t->members[i];
        struct task_stat stat;
        if (m->counts && m->task.state == TASK_BLOCKED && !is_idle(m)
            && (task_stat(&m->task, &t->proc, &stat) || !is_off(stat.state)))
            return false;
    }
    return true;
}

#define LOOKS_AT_THE_END 16

/* Mostly one thread runs, and nothing more needs to be known: but who else there is has to be
 * looked up now and then, since it is counted, too. */
static bool runs_on(struct probe *p, int64_t now_ns)
{
    return now_ns - p->walked_ns < p->watch.period_ns && tree_root_runs(&p->tree, now_ns);
}

static enum activity judge(struct probe *p, int64_t deadline_ns, struct look *out)
{
    int64_t now_ns = clock_now_ns();
    if (runs_on(p, now_ns)) {
        p->alarms_known = false;
        return ACTIVITY_RUNNING;
    }
    p->walked_ns = now_ns;
    tree_look(&p->tree, now_ns);
    struct summary s = summarize(&p->tree);
    /* Whose parent ended during the walk may have been nobody's child in it: only where two
     * looks in a row find the same, and nobody alive, there is nobody left. */
    for (int i = 0; !s.alive && s.changed && i < LOOKS_AT_THE_END; i++) {
        tree_look(&p->tree, now_ns);
        s = summarize(&p->tree);
    }
    if (s.changed)
        p->alarms_known = false;
    if (!s.alive)
        return s.changed ? ACTIVITY_RUNNING : ACTIVITY_ENDED;
    if (s.running)
        return ACTIVITY_RUNNING;
    if (s.hidden)
        return ACTIVITY_UNKNOWN;
    out->rests = s.changed;
    if (s.changed || !decode_all(&p->tree, now_ns))
        return ACTIVITY_RUNNING;
    enum activity activity = classify(p, now_ns, deadline_ns, out);
    if (!all_asleep(&p->tree))
        return ACTIVITY_RUNNING;
    if (activity != ACTIVITY_WAITING && activity != ACTIVITY_LISTENING)
        return activity;
    return with_alarms(p, activity, deadline_ns, out);
}

void probe_look(struct probe *p, int64_t deadline_ns, struct look *out)
{
    out->ends_ns = INT64_MAX;
    out->wait_count = 0;
    out->rests = false;
    out->activity = p->blind ? ACTIVITY_UNKNOWN : judge(p, deadline_ns, out);
}

bool probe_blind(const struct probe *p)
{
    return p->blind;
}

void probe_hear(struct probe *p, const struct notice *notice)
{
    p->notice = notice;
}

void probe_watch(struct probe *p, const struct limits *limits, bool unhurried)
{
    usage_begin(&p->watch, limits, clock_now_ns(),
                unhurried ? USAGE_UNHURRIED_NS : USAGE_PERIOD_NS);
}

int probe_exceeded(struct probe *p)
{
    return usage_exceeded(&p->watch, &p->tree, clock_now_ns());
}

int64_t probe_memory_bytes(const struct probe *p)
{
    return p->watch.memory_bytes;
}

int probe_exceeded_now(struct probe *p)
{
    if (p->blind)
        return -1;
    tree_look(&p->tree, clock_now_ns());
    p->watch.next_ns = 0;
    return probe_exceeded(p);
}

void probe_usage(struct probe *p, struct usage *out)
{
    *out = (struct usage){0};
    if (!p->blind)
        usage_of(&p->tree, out);
}

bool probe_files_used_up(const struct probe *p)
{
    return p->watch.limits && usage_has_all_files(&p->tree, p->watch.limits);
}

int64_t probe_cpu_ns(struct probe *p)
{
    struct tree *t = &p->tree;
    int64_t sum_ns = 0;
    if (p->blind)
        return 0;
    for (size_t i = 0; i < t->count; i++)
        if (t->members[i].counts)
            sum_ns += task_cpu_ns(&t->members[i].task, &t->proc);
    int64_t now_ns = clock_now_ns();
    if (now_ns - p->counted_at_ns >= USAGE_PERIOD_NS) {
        struct usage u; /* in ticks, which are longer than the period */
        usage_of(t, &u);
        p->counted_ns = u.cpu_ns;
        p->counted_at_ns = now_ns;
    }
    return sum_ns > p->counted_ns ? sum_ns : p->counted_ns;
}

int64_t probe_used_ns(struct probe *p)
{
    return usage_cpu_ns(&p->tree);
}
