/* SPDX-License-Identifier: MIT */
#include "run/keyboard.h"

#include <unistd.h>

#include "base/clock.h"

/* So long a program has to move, once its keyboard is gone. */
#define MOVES_NS (500 * NS_PER_MS)

struct moving {
    uint64_t said;
    size_t heard;
};

static uint64_t said_by(const struct play *p)
{
    return p->out.total + p->err.total;
}

static size_t heard_from(const struct play *p)
{
    size_t sum = 0;
    for (size_t i = 0; i < p->connection_count; i++)
        sum += p->connections[i]->pending.len + p->connections[i]->state;
    return sum;
}

static bool moves(struct play *p, void *ctx)
{
    const struct moving *m = ctx;
    return p->outcome.ended || said_by(p) != m->said || heard_from(p) != m->heard;
}

bool keyboard_awaited(struct play *p, int *keyboard)
{
    struct moving before = {said_by(p), heard_from(p)};
    if (p->outcome.ended || p->outcome.until != UNTIL_LATE || *keyboard < 0)
        return false;
    close(*keyboard);
    *keyboard = -1;
    p->asking = true; /* what it says now was not asked for */
    enum until until = play_until(p, moves, &before, false, clock_now_ns() + MOVES_NS);
    p->asking = false;
    return until == UNTIL_MET;
}

void keyboard_note(struct look *l)
{
    if (l->wait_count < LOOK_WAITS)
        l->waits[l->wait_count++] =
            (struct wait_fact){.kind = WAIT_STDIN, .ends_ns = INT64_MAX};
}
