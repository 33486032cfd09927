/* SPDX-License-Identifier: MIT */
#include "run/deeds.h"

#include <string.h>

static bool repeats(const struct deed *a, const struct deed *b)
{
    bool same_socket = a->socket == b->socket || a->call == DEED_CONNECT;
    return a->call == b->call && a->result == b->result && a->error == b->error
           && a->udp == b->udp && a->port == b->port && a->backlog == b->backlog
           && a->no_family == b->no_family && same_socket
           && strcmp(a->address, b->address) == 0;
}

void deeds_add(struct deeds *s, const struct deed *step)
{
    struct deed *last = s->count ? &s->list[s->count - 1] : NULL;
    if (last && repeats(last, step)) {
        last->socket = step->socket;
        last->times++;
    } else if (s->count < DEEDS_MOST) {
        s->list[s->count] = *step;
        s->list[s->count++].times = 1;
    } else {
        s->more++;
        s->lost = true;
    }
}

const struct deed *deeds_next(const struct deeds *s, enum deed_call call,
                              const struct deed *after)
{
    size_t i = after ? (size_t)(after - s->list) + 1 : 0;
    for (; i < s->count; i++)
        if (s->list[i].call == call && s->list[i].udp == s->udp)
            return &s->list[i];
    return NULL;
}

bool deeds_may_have(const struct deeds *s, enum deed_call call)
{
    return !s->told || s->lost || deeds_next(s, call, NULL) != NULL;
}

bool deeds_flooded(const struct deeds *s)
{
    return s->heard > DEEDS_FLOOD;
}

size_t deeds_ordinal(const struct deeds *s, uint64_t socket)
{
    size_t ordinal = 0;
    for (size_t i = 0; i < s->count; i++) {
        size_t earlier = 0;
        while (s->list[earlier].socket != s->list[i].socket)
            earlier++;
        ordinal += earlier == i;
        if (s->list[i].socket == socket)
            break;
    }
    return ordinal;
}

bool deeds_is_loopback(const char *address)
{
    return strncmp(address, "127.", 4) == 0 || strcmp(address, "0.0.0.0") == 0
           || strcmp(address, "::1") == 0 || strcmp(address, "::") == 0;
}
