/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/fd.h"
#include "play/watch.h"

int watch_open(struct watch *w, struct error *err)
{
    (void)err;
    *w = (struct watch){.fd = -1};
    return 0;
}

void watch_close(struct watch *w)
{
    free(w->polled);
    free(w->owners);
    *w = (struct watch){.fd = -1};
}

static size_t place_of(const struct watch *w, int fd)
{
    size_t i = 0;
    while (i < w->count && w->polled[i].fd != fd)
        i++;
    return i;
}

void watch_change(struct watch *w, int fd, short before, short events, void *owner)
{
    size_t at = before ? place_of(w, fd) : w->count;
    if (!before) {
        w->count++;
        w->polled = mem_grow(w->polled, w->count * sizeof *w->polled);
        w->owners = mem_grow(w->owners, w->count * sizeof *w->owners);
    } else if (!events) {
        w->count--;
        w->polled[at] = w->polled[w->count];
        w->owners[at] = w->owners[w->count];
        return;
    }
    w->polled[at] = (struct pollfd){.fd = fd, .events = events};
    w->owners[at] = owner;
}

bool watch_wait(struct watch *w, struct pollfd *others, size_t count, int64_t wait_ns)
{
    struct pollfd *all = mem_alloc((count + w->count) * sizeof *all);
    w->ready_count = 0;
    memcpy(all, others, count * sizeof *all);
    if (w->count)
        memcpy(all + count, w->polled, w->count * sizeof *all);
    bool any = fd_wait(all, count + w->count, wait_ns) > 0;
    memcpy(others, all, count * sizeof *all);
    for (size_t i = 0; any && i < w->count && w->ready_count < WATCH_READY; i++)
        if (all[count + i].revents)
            w->ready[w->ready_count++] = w->owners[i];
    free(all);
    return any;
}
