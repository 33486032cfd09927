/* SPDX-License-Identifier: MIT */
#include "play/patience.h"

#include "base/clock.h"
#include "play/play.h"

/* Where nothing shows what a program does, its processor time alone tells whether it computes:
 * plenty, or next to nothing. In between it may have computed before and wait now, or compute
 * on a crowded computer. What it takes from here on tells these apart. */
#define BLIND_PLENTY 10
#define BLIND_NOTHING 50
#define BLIND_TELL_NS NS_PER_S
#define BLIND_TELL_CPU_NS (30 * NS_PER_MS)

/* A program that is ready to run but gets no processor has had no time: on a loaded computer
 * what it slept, waited or computed counts against its patience, and not how long it stood
 * in line, or we did while it waited for us to read what it printed. But who has computed for
 * so long, and is past its patience, is not waited for until it has had all of that in
 * processor time. */
#define COMPUTED_ENOUGH_NS (2500 * NS_PER_MS)

/* So many times its patience more has who is about to exceed a limit. */
#define GROWING_PATIENCES 3

void patience_begin(struct play *p)
{
    p->listened_ns = p->running_ns = p->own_ns = 0;
    p->step_cpu_ns = -1;
    p->step_ns = clock_now_ns();
    p->tell_ns = 0;
    p->computes = false;
    p->growth = (struct growth){0};
}

static bool is_told(struct play *p, int64_t now_ns, int64_t cpu_ns)
{
    int64_t passed_ns = now_ns - p->step_ns;
    if (!p->tell_ns) {
        p->computes = cpu_ns > passed_ns / BLIND_PLENTY;
        p->tell_ns = now_ns + (cpu_ns < passed_ns / BLIND_NOTHING ? 0 : BLIND_TELL_NS);
        p->tell_cpu_ns = cpu_ns + BLIND_TELL_CPU_NS;
    }
    p->computes |= cpu_ns >= p->tell_cpu_ns;
    return p->computes || now_ns >= p->tell_ns;
}

static bool nears_limit(struct play *p, int64_t now_ns, int64_t deadline_ns)
{
    const struct observer *o = &p->program.observer;
    const int64_t *limits = p->setup.limits->value;
    const int64_t taken[GROWINGS] = {[GROWING_MEMORY] = o->memory(o->ctx),
                                     [GROWING_PRINTED] = (int64_t)play_printed(p),
                                     [GROWING_SENT] = (int64_t)p->received};
    const int64_t most[GROWINGS] = {[GROWING_MEMORY] = limits[LIMIT_MEMORY],
                                    [GROWING_PRINTED] = limits[LIMIT_OUTPUT],
                                    [GROWING_SENT] = limits[LIMIT_OUTPUT]};
    const int64_t until_ns = deadline_ns + GROWING_PATIENCES * (deadline_ns - p->step_ns);
    return growth_nears(&p->growth, taken, most, now_ns, until_ns);
}

static bool is_late(struct play *p, int64_t now_ns, int64_t deadline_ns, bool grows)
{
    int64_t cpu_ns = p->program.observer.cpu_ns(p->program.observer.ctx);
    if (p->step_cpu_ns < 0)
        p->step_cpu_ns = cpu_ns;
    cpu_ns -= p->step_cpu_ns;
    int64_t starved_ns = p->running_ns > cpu_ns ? p->running_ns - cpu_ns : 0;
    starved_ns += p->own_ns;
    bool late = cpu_ns >= COMPUTED_ENOUGH_NS || starved_ns <= 0
                || now_ns - starved_ns >= deadline_ns;
    return late && !grows && (!p->outcome.blind || is_told(p, now_ns, cpu_ns));
}

bool patience_ended(struct play *p, int64_t deadline_ns)
{
    int64_t now_ns = clock_now_ns();
    if (p->all_done || now_ns < deadline_ns - GROWTH_SPAN_NS)
        return now_ns >= deadline_ns;
    bool grows = !p->asking && nears_limit(p, now_ns, deadline_ns);
    return now_ns >= deadline_ns && is_late(p, now_ns, deadline_ns, grows);
}
