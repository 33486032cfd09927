/* SPDX-License-Identifier: MIT */
#include "base/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/sendfile.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"

/* The kernel copies at most 2 GiB at a time. */
#define COPY_MOST (1 << 30)

int fd_pipe(int fds[2])
{
    return pipe2(fds, O_CLOEXEC);
}

int fd_socket(int family, int type)
{
    return socket(family, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

int fd_accept(int listener)
{
    return accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
}

ssize_t fd_send(int fd, const void *data, size_t len)
{
    return send(fd, data, len, MSG_NOSIGNAL);
}

void fd_acknowledge(int fd)
{
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
}

int fd_wait(struct pollfd *fds, size_t count, int64_t wait_ns)
{
    struct timespec wait = {.tv_sec = wait_ns / NS_PER_S, .tv_nsec = wait_ns % NS_PER_S};
    return ppoll(fds, count, &wait, NULL);
}

off_t fd_copy(int to, int from, off_t max)
{
    off_t at = 0;
    while (at < max) {
        off_t left = max - at;
        ssize_t n = sendfile(to, from, &at, left < COPY_MOST ? (size_t)left : COPY_MOST);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        if (n == 0)
            break;
    }
    return at;
}

size_t fd_make_room(size_t most)
{
    struct rlimit now;
    if (getrlimit(RLIMIT_NOFILE, &now) || now.rlim_cur == RLIM_INFINITY)
        return most;
    if (now.rlim_cur < most) {
        now.rlim_cur = now.rlim_max < most ? now.rlim_max : most;
        setrlimit(RLIMIT_NOFILE, &now);
        getrlimit(RLIMIT_NOFILE, &now);
    }
    return now.rlim_cur;
}

void fd_close_from(int first)
{
    if (!syscall(SYS_close_range, (unsigned)first, ~0u, 0))
        return;
    long limit = sysconf(_SC_OPEN_MAX);
    for (int fd = first; fd < limit; fd++)
        close(fd);
}

static void close_range_of(int first, int last)
{
    if (first > last || !syscall(SYS_close_range, (unsigned)first, (unsigned)last, 0))
        return;
    for (int fd = first; fd <= last; fd++)
        close(fd);
}

/* The gaps between those that are kept, from below. */
void fd_close_others(const int *kept, size_t count)
{
    int first = 0;
    for (;;) {
        int next = INT_MAX;
        for (size_t i = 0; i < count; i++)
            if (kept[i] >= first && kept[i] < next)
                next = kept[i];
        if (next == INT_MAX)
            break;
        close_range_of(first, next - 1);
        first = next + 1;
    }
    fd_close_from(first);
}
