/* SPDX-License-Identifier: MIT */
#include "base/fd.h"

#include <errno.h>
#include <stdbool.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"

/* Nobody hands us descriptors above this, however many a process may have: closing a million
 * that are not open takes a tenth of a second. */
#define OPEN_MOST 65536

/* In one thread nothing comes between the making and this. */
static int born(int fd, int more_flags)
{
    if (fd < 0)
        return -1;
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    if (more_flags)
        fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | more_flags);
    return fd;
}

int fd_pipe(int fds[2])
{
    if (pipe(fds))
        return -1;
    born(fds[0], 0);
    born(fds[1], 0);
    return 0;
}

/* Systems without MSG_NOSIGNAL have an option of the socket instead. */
static int without_signal(int fd)
{
#ifdef SO_NOSIGPIPE
    int on = 1;
    if (fd >= 0)
        setsockopt(fd, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
    return fd;
}

int fd_socket(int family, int type)
{
    return without_signal(born(socket(family, type, 0), O_NONBLOCK));
}

int fd_accept(int listener)
{
    return without_signal(born(accept(listener, NULL, NULL), O_NONBLOCK));
}

ssize_t fd_send(int fd, const void *data, size_t len)
{
#ifdef MSG_NOSIGNAL
    return send(fd, data, len, MSG_NOSIGNAL);
#else
    return send(fd, data, len, 0);
#endif
}

void fd_acknowledge(int fd)
{
    (void)fd;
}

int fd_wait(struct pollfd *fds, size_t count, int64_t wait_ns)
{
    return poll(fds, (nfds_t)count, (int)((wait_ns + NS_PER_MS - 1) / NS_PER_MS));
}

static int write_all(int to, const char *block, size_t len)
{
    while (len) {
        ssize_t n = write(to, block, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        block += n;
        len -= (size_t)n;
    }
    return 0;
}

off_t fd_copy(int to, int from, off_t max)
{
    char block[65536];
    off_t at = 0;
    while (at < max) {
        off_t left = max - at;
        size_t most = left < (off_t)sizeof block ? (size_t)left : sizeof block;
        ssize_t n = pread(from, block, most, at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 || write_all(to, block, (size_t)n))
            return -1;
        if (n == 0)
            break;
        at += n;
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
    long limit = sysconf(_SC_OPEN_MAX);
    if (limit < 0 || limit > OPEN_MOST)
        limit = OPEN_MOST;
    for (int fd = first; fd < limit; fd++)
        close(fd);
}

static bool is_among(int fd, const int *kept, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (kept[i] == fd)
            return true;
    return false;
}

void fd_close_others(const int *kept, size_t count)
{
    long limit = sysconf(_SC_OPEN_MAX);
    if (limit < 0 || limit > OPEN_MOST)
        limit = OPEN_MOST;
    for (int fd = 0; fd < limit; fd++)
        if (!is_among(fd, kept, count))
            close(fd);
}
