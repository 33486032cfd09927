/* SPDX-License-Identifier: MIT */
#include "run/socketcall.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "play/sockdiag.h"
#include "run/task.h"

/* What a call names, and a copy of the socket that it is for. */
struct target {
    int fd;
    int domain, type;
    uint64_t inode;
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
        struct sockaddr_storage room;
    } address;
    socklen_t len;
};

/* Returns the descriptor, or -1. */
static int copy_of(pid_t thread, int fd)
{
    long pidfd = syscall(SYS_pidfd_open, thread, 0);
    if (pidfd < 0) /* not the first thread of its process */
        pidfd = syscall(SYS_pidfd_open, task_process_of(thread), 0);
    if (pidfd < 0)
        return -1;
    long copy = syscall(SYS_pidfd_getfd, (int)pidfd, fd, 0);
    int problem = errno;
    close((int)pidfd);
    errno = problem;
    return (int)copy;
}

/* -1 when it is not of interest, or can't be told. */
static int read_address(struct deeds *s, const struct socketcall *call, struct target *t)
{
    struct iovec ours = {&t->address, (uint32_t)call->args[2]};
    struct iovec theirs = {(void *)(uintptr_t)call->args[1], ours.iov_len};
    bool readable = ours.iov_len >= sizeof(sa_family_t)
                    && ours.iov_len <= sizeof t->address
                    && process_vm_readv(call->thread, &ours, 1, &theirs, 1, 0)
                           == (ssize_t)ours.iov_len;
    sa_family_t family = t->address.any.sa_family;
    t->len = (socklen_t)ours.iov_len;
    if (readable && (family == AF_UNIX || family == AF_NETLINK))
        return -1;
    if (readable
        && ((family == AF_INET6 && t->len >= sizeof t->address.v6)
            || ((family == AF_INET || family == AF_UNSPEC)
                && t->len >= sizeof t->address.v4)))
        return 0;
    s->lost = true;
    return -1;
}

static int read_socket(struct deeds *s, const struct socketcall *call, struct target *t)
{
    struct stat info;
    socklen_t size = sizeof t->domain;
    t->fd = copy_of(call->thread, (int)call->args[0]);
    if (t->fd < 0) {
        s->lost |= errno != EBADF;
        return -1;
    }
    if (getsockopt(t->fd, SOL_SOCKET, SO_DOMAIN, &t->domain, &size)
        || (t->domain != AF_INET && t->domain != AF_INET6)
        || getsockopt(t->fd, SOL_SOCKET, SO_TYPE, &t->type, &size)
        || (t->type != SOCK_STREAM && t->type != SOCK_DGRAM) || fstat(t->fd, &info))
        return -1;
    t->inode = info.st_ino;
    return 0;
}

static void name_address(const struct target *t, struct deed *step)
{
    const struct in6_addr *a6 = &t->address.v6.sin6_addr;
    step->no_family = t->address.any.sa_family == AF_UNSPEC;
    step->port = ntohs(t->address.v4.sin_port); /* at the same place in both */
    if (t->address.any.sa_family != AF_INET6)
        inet_ntop(AF_INET, &t->address.v4.sin_addr, step->address, sizeof step->address);
    else if (IN6_IS_ADDR_V4MAPPED(a6))
        inet_ntop(AF_INET, a6->s6_addr + 12, step->address, sizeof step->address);
    else
        inet_ntop(AF_INET6, a6, step->address, sizeof step->address);
}

/* --- bind ---------------------------------------------------------------------------------- */

/* Low ports may be ours but not the program's. */
static bool may_bind(int port)
{
    char text[16] = "1024";
    if (port == 0 || port >= 1024)
        return true;
    int fd = open("/proc/sys/net/ipv4/ip_unprivileged_port_start", O_RDONLY | O_CLOEXEC);
    ssize_t len = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (fd >= 0)
        close(fd);
    return len > 0 && port >= atoi(text);
}

/* Whether a thread's process has the socket open. */
static bool has_open(pid_t thread, uint64_t inode)
{
    char path[64], link[64], wanted[64];
    snprintf(wanted, sizeof wanted, "socket:[%llu]", (unsigned long long)inode);
    for (int fd = 0; fd < 256; fd++) { /* a program with more is not a beginner's */
        snprintf(path, sizeof path, "/proc/%d/fd/%d", (int)thread, fd);
        ssize_t len = readlink(path, link, sizeof link - 1);
        if (len > 0 && (size_t)len == strlen(wanted)
            && !memcmp(link, wanted, (size_t)len))
            return true;
    }
    return false;
}

/* The socket of the program that was bound to the same port and is still open. */
static uint64_t find_holder(const struct deeds *s, const struct socketcall *call,
                            const struct deed *wanted)
{
    for (const struct deed *b = NULL; (b = deeds_next(s, DEED_BIND, b));)
        if (b->result == DEED_WORKED && b->port == wanted->port
            && b->socket != wanted->socket && has_open(call->thread, b->socket))
            return b->socket;
    return 0;
}

static bool take_bind(struct deeds *s, const struct socketcall *call,
                      const struct target *t, struct deed *step)
{
    name_address(t, step);
    if (!call->once || !may_bind(step->port))
        return false;
    step->error = bind(t->fd, &t->address.any, t->len) ? errno : 0;
    if (step->error == EADDRINUSE && step->udp == s->udp)
        step->holder = find_holder(s, call, step);
    return true;
}

/* --- listen -------------------------------------------------------------------------------- */

/* That it has a port shows that bind has worked, where that was not known. */
static void bind_worked(struct deeds *s, uint64_t socket)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->list[i].socket == socket && s->list[i].call == DEED_BIND
            && s->list[i].result == DEED_UNKNOWN)
            s->list[i].result = DEED_WORKED;
}

static bool take_listen(struct deeds *s, const struct socketcall *call,
                        const struct target *t, struct deed *step)
{
    struct target bound = {.len = sizeof bound.address};
    step->backlog = (int)call->args[1];
    if (!getsockname(t->fd, &bound.address.any, &bound.len) && bound.address.v4.sin_port)
        bind_worked(s, t->inode);
    if (call->once)
        step->error = listen(t->fd, step->backlog) ? errno : 0;
    bound.len = sizeof bound.address;
    if (!getsockname(t->fd, &bound.address.any, &bound.len))
        name_address(&bound, step);
    return call->once;
}

/* --- connect ------------------------------------------------------------------------------- */

#define LISTENERS_MOST 64

/* Who listens is told to us first, so that nobody begins to while we look. */
static bool nobody_listens(const struct deeds *s, int port)
{
    struct sockdiag_entry list[LISTENERS_MOST];
    int n = sockdiag_dump(s->diag, IPPROTO_TCP, UINT32_C(1) << SOCKDIAG_LISTEN, list,
                          LISTENERS_MOST, NULL);
    for (int i = 0; i < n; i++)
        if (list[i].local_port == port)
            return false;
    return n >= 0 && n < LISTENERS_MOST;
}

static bool is_fresh(int fd)
{
    struct tcp_info info;
    socklen_t size = sizeof info;
    return !getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size)
           && info.tcpi_state == TCP_CLOSE;
}

static bool take_connect(struct deeds *s, const struct socketcall *call,
                         const struct target *t, struct deed *step)
{
    (void)call;
    name_address(t, step);
    if (s->diag && step->port != s->our_port && !step->no_family
        && deeds_is_loopback(step->address) && is_fresh(t->fd)
        && nobody_listens(s, step->port)) {
        step->result = DEED_FAILED;
        step->error = ECONNREFUSED;
    }
    return false;
}

/* --- any of them --------------------------------------------------------------------------- */

static const struct {
    long number;
    enum deed_call call;
    bool names_address;
    bool udp; /* also on a UDP socket; libraries connect those to learn of addresses */
    bool (*take)(struct deeds *, const struct socketcall *, const struct target *,
                 struct deed *);
} calls[] = {
    {SYS_bind, DEED_BIND, true, true, take_bind},
    {SYS_listen, DEED_LISTEN, false, true, take_listen},
    {SYS_connect, DEED_CONNECT, true, false, take_connect},
};
#define CALLS (sizeof calls / sizeof *calls)

bool socketcall_take(struct deeds *s, const struct socketcall *call, int *error)
{
    struct target t = {.fd = -1};
    size_t row = 0;
    bool made = false;
    while (row < CALLS && calls[row].number != call->number)
        row++;
    s->heard++;
    if (row == CALLS || s->count == DEEDS_MOST || deeds_flooded(s)) {
        s->lost = true;
        s->more++;
        return false;
    }
    if ((calls[row].names_address && read_address(s, call, &t))
        || read_socket(s, call, &t) || (t.type == SOCK_DGRAM && !calls[row].udp))
        goto done;
    struct deed step = {
        .call = calls[row].call, .socket = t.inode, .udp = t.type == SOCK_DGRAM};
    made = calls[row].take(s, call, &t, &step);
    if (made)
        step.result = step.error ? DEED_FAILED : DEED_WORKED;
    *error = step.error;
    deeds_add(s, &step);
done:
    if (t.fd >= 0)
        close(t.fd);
    return made;
}
