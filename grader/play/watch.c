/* SPDX-License-Identifier: MIT */
#include "play/watch.h"

#include <assert.h>
#include <errno.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/fd.h"

int watch_open(struct watch *w, struct error *err)
{
    *w = (struct watch){.fd = epoll_create1(EPOLL_CLOEXEC)};
    return w->fd < 0 ? error_errno(err, "can't wait for connections (epoll)") : 0;
}

void watch_close(struct watch *w)
{
    if (w->fd >= 0)
        close(w->fd);
    w->fd = -1;
}

void watch_change(struct watch *w, int fd, short before, short events, void *owner)
{
    struct epoll_event e = {.data.ptr = owner,
                            .events = (events & POLLIN ? EPOLLIN : 0u)
                                      | (events & POLLOUT ? EPOLLOUT : 0u)};
    int change = !before ? EPOLL_CTL_ADD : events ? EPOLL_CTL_MOD : EPOLL_CTL_DEL;
    int failed = epoll_ctl(w->fd, change, fd, &e);
    assert(!failed || errno == ENOMEM);
    w->count += !before;
    w->count -= !events;
}

/* epoll itself counts in milliseconds, or is newer than the kernels that we run on. */
bool watch_wait(struct watch *w, struct pollfd *others, size_t count, int64_t wait_ns)
{
    struct epoll_event events[WATCH_READY];
    w->ready_count = 0;
    others[count] = (struct pollfd){.fd = w->fd, .events = POLLIN};
    if (fd_wait(others, count + (w->count > 0), wait_ns) <= 0)
        return false;
    int n =
        w->count && others[count].revents ? epoll_wait(w->fd, events, WATCH_READY, 0) : 0;
    for (int i = 0; i < n; i++)
        w->ready[w->ready_count++] = events[i].data.ptr;
    return true;
}
