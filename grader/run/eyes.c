/* SPDX-License-Identifier: MIT */
#include "run/eyes.h"

#include "run/aftermath.h"
#include "run/cgroup.h"
#include "run/notice.h"
#include "run/probe.h"

static void observe(void *ctx, int64_t deadline_ns, struct look *out)
{
    struct eyes *eyes = ctx;
    probe_look(eyes->probe, deadline_ns, out);
}

static int64_t processor_time(void *ctx)
{
    struct eyes *eyes = ctx;
    return probe_cpu_ns(eyes->probe);
}

static int64_t memory(void *ctx)
{
    struct eyes *eyes = ctx;
    return probe_memory_bytes(eyes->probe);
}

/* A refused fork is told at once: who is refused again and again uses up the memory of the
 * computer, since the kernel frees what each was prepared with only later, and it is what
 * ends a program where the number is only seen. */
static int over(void *ctx)
{
    struct eyes *eyes = ctx;
    int limit = eyes->cgroup ? aftermath_limit(cgroup_exceeded(eyes->cgroup)) : -1;
    return limit >= 0 ? limit : probe_exceeded(eyes->probe);
}

static bool serve(void *ctx)
{
    struct eyes *eyes = ctx;
    return notice_serve(eyes->notice);
}

struct observer eyes_observer(struct eyes *e)
{
    return (struct observer){.ctx = e,
                             .look = observe,
                             .cpu_ns = processor_time,
                             .blind = probe_blind(e->probe),
                             .memory = memory,
                             .over = over,
                             .serve = serve,
                             .calls_fd = e->notice->fd};
}
