/* SPDX-License-Identifier: MIT */
#include "base/processors.h"

#include <sched.h>
#include <stdio.h>
#include <string.h>

#define FOLDER "/sys/fs/cgroup"

static size_t bound_to(void)
{
    cpu_set_t set;
    int count = sched_getaffinity(0, sizeof set, &set) ? 1 : CPU_COUNT(&set);
    return count > 0 ? (size_t)count : 1;
}

/* cpu.max (cgroup version 2): "QUOTA PERIOD" in microseconds, or "max PERIOD". */
static size_t quota_of(const char *folder, size_t most)
{
    char path[4200];
    unsigned long long quota = 0, period = 0;
    snprintf(path, sizeof path, FOLDER "%s/cpu.max", folder);
    FILE *f = fopen(path, "re");
    if (!f)
        return most;
    int fields = fscanf(f, "%llu %llu", &quota, &period);
    fclose(f);
    if (fields != 2 || !period)
        return most;
    unsigned long long whole = (quota + period - 1) / period;
    return whole && whole < most ? (size_t)whole : most;
}

/* Every group around ours may have a quota. */
size_t processors_count(void)
{
    char line[4096], *folder = NULL;
    size_t count = bound_to();
    FILE *f = fopen("/proc/self/cgroup", "re");
    while (f && !folder && fgets(line, sizeof line, f))
        if (strncmp(line, "0::/", 4) == 0)
            folder = line + 3;
    if (f)
        fclose(f);
    if (!folder)
        return count;
    folder[strcspn(folder, "\n")] = '\0';
    count = quota_of(folder, count);
    for (char *slash; (slash = strrchr(folder, '/')) != NULL;) {
        *slash = '\0';
        count = quota_of(folder, count);
    }
    return count;
}
