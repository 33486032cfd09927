/* SPDX-License-Identifier: MIT */
#include "batch/playorder.h"

#include "batch/allowance.h"

/* Exact limits where the system lets us set them. What a program writes to its files lies in
 * memory too; it has a limit of its own. Without, what is seen now and then has to do. */
static void make_cgroup(const struct check_means *means, struct cgroup *cgroup,
                        const struct limits *limits)
{
    const struct cgroup_limits most = {
        .memory_bytes = limits->value[LIMIT_MEMORY] + limits->value[LIMIT_DISK],
        .processes = limits->value[LIMIT_PROCESSES],
    };
    if (means->cgroups->home >= 0 && cgroup_make(cgroup, means->cgroups, &most, NULL))
        *cgroup = CGROUP_NONE;
}

void playorder_end(struct cgroup cgroups[2])
{
    for (size_t i = 0; i < 2; i++)
        cgroup_remove(&cgroups[i], NULL);
}

/* The order for one of its programs. */
static void fill_order(const struct check_means *means, enum stage_kind stage,
                       struct slot *s, size_t part, struct attempt_order *out)
{
    struct check_order own = *s->order;
    own.submission = part == STUDENT_SERVER ? own.server : own.submission;
    *out = (struct attempt_order){
        .exercise = own.exercise,
        .test = s->test,
        .submission = own.submission,
        .stage = stage,
        .mode = s->mode,
        .seed = own.seed,
        .unhurried = means->unhurried,
        .spare = SPARE_NONE,
    };
    allowance_of(&own, s->test, &out->limits);
    make_cgroup(means, &s->cgroups[part], &out->limits);
    out->cgroup = s->cgroups[part].procs < 0 ? NULL : &s->cgroups[part];
}

/* Where a program has the stage to itself. */
static void fill_spare(const struct check_means *means, struct attempt_order *out)
{
    if (out->stage != STAGE_FULL)
        return;
    out->spare = spares_take(means->spares, out->exercise->world.any_host);
    out->spares = means->spares;
}

size_t playorder_make(struct pair_order *out, const struct check_means *means,
                      enum stage_kind stage, struct slot *s)
{
    size_t count = s->order->server ? 2 : 1;
    s->cgroups[0] = s->cgroups[1] = CGROUP_NONE;
    for (size_t i = 0; i < count; i++)
        fill_order(means, stage, s, i, &out->parts[i]);
    if (count == 1)
        fill_spare(means, &out->parts[0]);
    return count;
}
