/* SPDX-License-Identifier: MIT */
#include "play/quiet.h"

#include "base/clock.h"
#include "play/datagrams.h"
#include "play/flight.h"
#include "play/pump.h"

/* The fall-back where waiting can't be proven: so long without a word. The program's own
 * processor time counts where it is known, so that a starved program is not taken for a
 * silent one. */
#define SILENCE_NS (NS_PER_S)
#define SILENCE_CPU_NS (400 * NS_PER_MS)
#define SILENCE_BLIND_NS (300 * NS_PER_MS)
#define SILENCE_OPEN_NS (2 * NS_PER_S) /* after a message that may go on */
#define NAP_NS (250 * NS_PER_MS)
#define NAPS_LEAST 3

static bool in_flight(struct play *p)
{
    /* Ours, of those that TCP counts. */
    int known = datagrams_used(p) ? 0 : (int)p->listener_count;
    for (size_t i = 0; i < p->connection_count; i++)
        if (!p->connections[i]->datagrams
            && flight_on(&p->diag, p->connections[i], &known))
            return true;
    if (datagrams_used(p) && underway_any(&p->underway, &p->diag, p->word_ns))
        return true;
    bool serves = p->setup.exercise->student != STUDENT_CLIENT;
    return p->setup.own_network
           && flight_elsewhere(&p->diag, known, serves ? p->setup.port : 0);
}

/* One sleep is a pause in what it does; several without a word are a loop that looks now and
 * then whether anything has come. */
static bool naps(struct play *p)
{
    if (p->nap_word_ns != p->word_ns)
        p->naps = 0;
    if (!p->naps || p->nap_ends_ns != p->look.ends_ns)
        p->naps++;
    p->nap_word_ns = p->word_ns;
    p->nap_ends_ns = p->look.ends_ns;
    return p->naps >= NAPS_LEAST || p->look.ends_ns == 0;
}

/* So long silent that it is taken for our turn, though nothing proves it. */
static bool silent(struct play *p)
{
    int64_t now = clock_now_ns(), silence = now - p->word_ns;
    switch (p->look.activity) {
    case ACTIVITY_UNKNOWN:
        return silence >= (p->current && p->current->open_turn ? SILENCE_OPEN_NS
                                                               : SILENCE_BLIND_NS);
    case ACTIVITY_SLEEPING:
        return naps(p) && silence >= SILENCE_NS && p->look.ends_ns - now < NAP_NS;
    case ACTIVITY_RUNNING: {
        if (silence < SILENCE_NS)
            return false;
        int64_t cpu = p->program.observer.cpu_ns(p->program.observer.ctx);
        if (p->word_cpu_ns < 0)
            p->word_cpu_ns = cpu;
        return cpu - p->word_cpu_ns >= SILENCE_CPU_NS;
    }
    case ACTIVITY_LISTENING:
    case ACTIVITY_WAITING:
    case ACTIVITY_ENDED:
        break;
    }
    return false;
}

/* Is anything still on its way? What the program did must have reached us, and what we did
 * must have reached it. */
static bool all_arrived(struct play *p)
{
    return !pump_take(p, 0) && !in_flight(p) && !pump_take(p, 0);
}

static void look(struct play *p, int64_t deadline_ns)
{
    int64_t began_ns = clock_now_ns();
    if (p->step_cpu_ns < 0)
        p->step_cpu_ns = p->program.observer.cpu_ns(p->program.observer.ctx);
    p->program.observer.look(p->program.observer.ctx, deadline_ns, &p->look);
    p->looked_ns = clock_now_ns();
    p->look_ns = p->looked_ns - began_ns;
}

/* The program was seen to wait. That counts when it still does after everything has arrived:
 * what came in between the look and that moment has woken it, and a second look shows it. */
static bool still_waits(struct play *p, int64_t deadline_ns)
{
    enum activity seen = p->look.activity;
    if (!all_arrived(p))
        return false;
    look(p, deadline_ns);
    return p->look.activity == seen && !pump_take(p, 0);
}

/* One thread sleeps, but another waits to hear from us. */
static bool hears(const struct look *l)
{
    for (size_t i = 0; i < l->wait_count; i++)
        if (l->waits[i].kind == WAIT_SOCKET_READ)
            return true;
    return false;
}

/* The program has ended. Where nobody shows whether it has left children: they hold its output
 * open, or close it and show themselves soon. */
static bool all_ended(const struct play *p)
{
    if (!p->outcome.blind)
        return p->look.activity == ACTIVITY_ENDED || p->look.activity == ACTIVITY_UNKNOWN;
    return !p->out_open && !p->err_open
           && clock_now_ns() - p->ended_ns >= SILENCE_BLIND_NS;
}

enum quiet quiet_look(struct play *p, int64_t deadline_ns)
{
    look(p, deadline_ns);
    enum activity activity = p->look.activity;
    if (p->outcome.ended && all_ended(p))
        return all_arrived(p) ? QUIET_ENDED : QUIET_NO;
    if (activity == ACTIVITY_WAITING)
        return still_waits(p, deadline_ns) ? QUIET_SETTLED : QUIET_NO;
    if (activity == ACTIVITY_LISTENING
        || (activity == ACTIVITY_SLEEPING && hears(&p->look)))
        return still_waits(p, deadline_ns) ? QUIET_TURN : QUIET_NO;
    return silent(p) ? QUIET_SILENT : QUIET_NO;
}
