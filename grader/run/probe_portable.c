/* SPDX-License-Identifier: MIT
 *
 * A system without Linux's /proc: what a program does can't be told, only how much processor
 * time it took, where POSIX's clocks of processes are there.
 */
#include "run/probe.h"
#include "run/usage.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"

struct probe {
    pid_t program;
    int64_t last_ns;             /* its processor time */
    const struct limits *limits; /* NULL: not watched */
    int64_t since_ns;
};

struct probe *probe_new(const pid_t *roots, const int *root_counts, size_t root_count)
{
    struct probe *p = mem_alloc(sizeof *p);
    for (size_t i = root_count; i-- > 0;)
        if (root_counts[i])
            p->program = roots[i];
    return p;
}

void probe_free(struct probe *p)
{
    free(p);
}

bool probe_blind(const struct probe *p)
{
    (void)p;
    return true;
}

void probe_look(struct probe *p, int64_t deadline_ns, struct look *out)
{
    (void)p, (void)deadline_ns;
    *out = (struct look){.activity = ACTIVITY_UNKNOWN, .ends_ns = INT64_MAX};
}

/* A process that has ended keeps what it had. */
int64_t probe_cpu_ns(struct probe *p)
{
#if defined(_POSIX_CPUTIME) && _POSIX_CPUTIME >= 0
    clockid_t clock;
    struct timespec used;
    if (p->program && clock_getcpuclockid(p->program, &clock) == 0
        && clock_gettime(clock, &used) == 0)
        p->last_ns = used.tv_sec * NS_PER_S + used.tv_nsec;
#endif
    return p->last_ns;
}

int64_t probe_used_ns(struct probe *p)
{
    return probe_cpu_ns(p);
}

void probe_hear(struct probe *p, const struct notice *notice)
{
    (void)p, (void)notice;
}

void probe_watch(struct probe *p, const struct limits *limits, bool unhurried)
{
    (void)unhurried;
    p->limits = limits;
    p->since_ns = clock_now_ns();
}

/* The time that it takes is all that shows; memory and files have limits of the system. */
int probe_exceeded(struct probe *p)
{
    if (!p->limits)
        return -1;
    if (clock_now_ns() - p->since_ns > p->limits->value[LIMIT_WALL_TIME] * NS_PER_MS)
        return LIMIT_WALL_TIME;
    if (probe_cpu_ns(p) > p->limits->value[LIMIT_PROCESSOR_TIME] * NS_PER_MS)
        return LIMIT_PROCESSOR_TIME;
    return -1;
}

int64_t probe_memory_bytes(const struct probe *p)
{
    (void)p;
    return 0;
}

int probe_exceeded_now(struct probe *p)
{
    return probe_exceeded(p);
}

void probe_usage(struct probe *p, struct usage *out)
{
    *out = (struct usage){.cpu_ns = probe_cpu_ns((struct probe *)p)};
}

bool probe_files_used_up(const struct probe *p)
{
    (void)p;
    return false;
}
