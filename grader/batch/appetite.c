/* SPDX-License-Identifier: MIT */
#include "batch/appetite.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/processors.h"

#define PERIOD_NS (250 * NS_PER_MS)
#define MOST_EACH 4 /* programs a processor */
#define IDLE_PART                                                                        \
    20 /* a twentieth of the time of all processors: worth another program */

enum { USER, NICE, SYSTEM, IDLE, IOWAIT, IRQ, SOFTIRQ, STEAL, FIELDS }; /* proc(5) */

/* False where the system does not tell. */
static bool read_times(unsigned long long *idle, unsigned long long *total)
{
    unsigned long long t[FIELDS] = {0};
    FILE *f = fopen("/proc/stat", "r");
    int fields =
        !f ? 0
           : fscanf(f, "cpu %llu %llu %llu %llu %llu %llu %llu %llu", &t[USER], &t[NICE],
                    &t[SYSTEM], &t[IDLE], &t[IOWAIT], &t[IRQ], &t[SOFTIRQ], &t[STEAL]);
    if (f)
        fclose(f);
    *idle = t[IDLE] + t[IOWAIT];
    *total = 0;
    for (int i = 0; i < fields; i++)
        *total += t[i];
    return fields > IDLE;
}

static int64_t memory_available(void)
{
    char line[128];
    unsigned long long kib = 0;
    FILE *f = fopen("/proc/meminfo", "r");
    while (f && fgets(line, sizeof line, f))
        if (sscanf(line, "MemAvailable: %llu kB", &kib) == 1)
            break;
    if (f)
        fclose(f);
    return kib ? (int64_t)kib * 1024 : INT64_MAX;
}

void appetite_begin(struct appetite *a, int64_t memory_bytes)
{
    *a =
        (struct appetite){.processors = processors_count(), .memory_bytes = memory_bytes};
    a->now = a->processors + 1;
    a->next_ns = clock_now_ns() + PERIOD_NS;
    read_times(&a->idle, &a->total);
}

/* Idle though all had work: they wait. */
static bool was_idle(struct appetite *a)
{
    unsigned long long idle, total;
    if (!read_times(&idle, &total))
        return false;
    bool is = (idle - a->idle) * IDLE_PART > total - a->total;
    a->idle = idle;
    a->total = total;
    return is;
}

/* What runs has taken part of its own already. */
static size_t fitting(const struct appetite *a)
{
    int64_t fit = memory_available() / a->memory_bytes;
    return fit < 1 ? 1 : (size_t)fit;
}

size_t appetite_most(struct appetite *a, size_t running)
{
    int64_t now_ns = clock_now_ns();
    a->full |= running >= a->now;
    if (now_ns < a->next_ns)
        return a->now;
    a->next_ns = now_ns + PERIOD_NS;
    bool idle = was_idle(a);
    size_t fit = fitting(a), least = a->processors + 1;
    if (idle && a->full && a->now < MOST_EACH * a->processors)
        a->now++;
    a->full = false;
    if (a->now < least)
        a->now = least; /* there is memory again */
    if (a->now > fit)
        a->now = fit;
    return a->now;
}
