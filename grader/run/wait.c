/* SPDX-License-Identifier: MIT */
#include "run/wait.h"

#include <poll.h>
#include <sys/select.h>
#include <sys/syscall.h>

#include "run/descriptor.h"
#include "run/timeout.h"

/* Newer than the kernel headers that we may be built with. */
enum { CALL_EPOLL_PWAIT2 = 441, CALL_FUTEX_WAITV = 449, CALL_FUTEX_WAIT = 455 };

#define POLLED_MAX 64

/* What it waits for, beyond the kind that the row says. */
enum object { NOTHING, READ_FD, WRITE_FD, THIS_FD, POLLFDS, FDSETS, EPOLL, RING };

struct row {
    long nr;
    enum wait_kind kind;
    enum object object;
    enum timeout_form form;
    int arg;
};

static const struct row rows[] = {
    {SYS_read, WAIT_OTHER, READ_FD, TIMEOUT_RECEIVE_OPTION, 0},
    {SYS_readv, WAIT_OTHER, READ_FD, TIMEOUT_RECEIVE_OPTION, 0},
    {SYS_write, WAIT_OTHER, WRITE_FD, TIMEOUT_SEND_OPTION, 0},
    {SYS_writev, WAIT_OTHER, WRITE_FD, TIMEOUT_SEND_OPTION, 0},
    {SYS_sendfile, WAIT_OTHER, WRITE_FD, TIMEOUT_SEND_OPTION, 0},
    {SYS_splice, WAIT_PIPE, NOTHING, TIMEOUT_HIDDEN, 0},
    {SYS_recvfrom, WAIT_SOCKET_READ, READ_FD, TIMEOUT_RECEIVE_OPTION, 0},
    {SYS_recvmsg, WAIT_SOCKET_READ, READ_FD, TIMEOUT_RECEIVE_OPTION, 0},
    {SYS_recvmmsg, WAIT_SOCKET_READ, READ_FD, TIMEOUT_RECEIVE_OPTION, 0},
    {SYS_sendto, WAIT_SOCKET_WRITE, THIS_FD, TIMEOUT_SEND_OPTION, 0},
    {SYS_sendmsg, WAIT_SOCKET_WRITE, THIS_FD, TIMEOUT_SEND_OPTION, 0},
    {SYS_sendmmsg, WAIT_SOCKET_WRITE, THIS_FD, TIMEOUT_SEND_OPTION, 0},
    {SYS_accept, WAIT_ACCEPT, THIS_FD, TIMEOUT_RECEIVE_OPTION, 0},
    {SYS_accept4, WAIT_ACCEPT, THIS_FD, TIMEOUT_RECEIVE_OPTION, 0},
    {SYS_connect, WAIT_CONNECT, THIS_FD, TIMEOUT_HIDDEN, 0},
    {SYS_ppoll, WAIT_MANY, POLLFDS, TIMEOUT_TIMESPEC, 2},
    {SYS_pselect6, WAIT_MANY, FDSETS, TIMEOUT_TIMESPEC, 4},
    {SYS_epoll_pwait, WAIT_MANY, EPOLL, TIMEOUT_MILLISECONDS, 3},
    {CALL_EPOLL_PWAIT2, WAIT_MANY, EPOLL, TIMEOUT_TIMESPEC, 3},
    {SYS_futex, WAIT_LOCK, NOTHING, TIMEOUT_FUTEX, 3},
    {CALL_FUTEX_WAITV, WAIT_LOCK, NOTHING, TIMEOUT_WAITV, 3},
    {CALL_FUTEX_WAIT, WAIT_LOCK, NOTHING, TIMEOUT_WAITV, 4},
    {SYS_flock, WAIT_LOCK, NOTHING, TIMEOUT_NONE, 0},
    /* Of fcntl only F_SETLKW and its like block. */
    {SYS_fcntl, WAIT_LOCK, NOTHING, TIMEOUT_NONE, 0},
    {SYS_semop, WAIT_LOCK, NOTHING, TIMEOUT_NONE, 0},
    {SYS_semtimedop, WAIT_LOCK, NOTHING, TIMEOUT_TIMESPEC, 3},
    {SYS_msgrcv, WAIT_PIPE, NOTHING, TIMEOUT_NONE, 0},
    {SYS_msgsnd, WAIT_PIPE, NOTHING, TIMEOUT_NONE, 0},
    {SYS_mq_timedreceive, WAIT_PIPE, NOTHING, TIMEOUT_REALTIME, 4},
    {SYS_mq_timedsend, WAIT_PIPE, NOTHING, TIMEOUT_REALTIME, 4},
    /* A FIFO, or a slow file system. */
    {SYS_openat, WAIT_PIPE, NOTHING, TIMEOUT_HIDDEN, 0},
    {SYS_wait4, WAIT_CHILD, NOTHING, TIMEOUT_NONE, 0},
    {SYS_waitid, WAIT_CHILD, NOTHING, TIMEOUT_NONE, 0},
    {SYS_nanosleep, WAIT_SLEEP, NOTHING, TIMEOUT_TIMESPEC, 0},
    {SYS_clock_nanosleep, WAIT_SLEEP, NOTHING, TIMEOUT_CLOCK_SLEEP, 2},
    /* A signal may come of an alarm(2), which nothing in /proc shows. */
    {SYS_rt_sigsuspend, WAIT_SIGNAL, NOTHING, TIMEOUT_NONE, 0},
    {SYS_rt_sigtimedwait, WAIT_SIGNAL, NOTHING, TIMEOUT_TIMESPEC, 2},
    {SYS_restart_syscall, WAIT_OTHER, NOTHING, TIMEOUT_HIDDEN, 0},
    {SYS_io_uring_enter, WAIT_OTHER, RING, TIMEOUT_HIDDEN, 0},
#ifdef SYS_poll /* calls that newer architectures do without */
    {SYS_poll, WAIT_MANY, POLLFDS, TIMEOUT_MILLISECONDS, 2},
    {SYS_select, WAIT_MANY, FDSETS, TIMEOUT_TIMEVAL, 4},
    {SYS_epoll_wait, WAIT_MANY, EPOLL, TIMEOUT_MILLISECONDS, 3},
    {SYS_pause, WAIT_SIGNAL, NOTHING, TIMEOUT_NONE, 0},
    {SYS_open, WAIT_PIPE, NOTHING, TIMEOUT_HIDDEN, 0},
#endif
};

static const struct row *row_find(long nr)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].nr == nr)
            return &rows[i];
    return NULL;
}

/* The descriptors that a poll or select names. */
struct interest {
    size_t count;
    int fd; /* the last one */
    enum descriptor_use use;
};

static void interest_add(struct interest *i, int fd, enum descriptor_use use)
{
    i->count++;
    i->fd = fd;
    i->use = use;
}

static int interest_of_poll(const struct task *t, struct interest *i)
{
    struct pollfd polled[POLLED_MAX];
    size_t count = t->args[1];
    if (count > POLLED_MAX) {
        i->count = count;
        return 0;
    }
    if (count && task_memory(t, t->args[0], polled, count * sizeof *polled))
        return -1;
    for (size_t k = 0; k < count; k++)
        if (polled[k].fd >= 0)
            interest_add(i, polled[k].fd,
                         polled[k].events & POLLIN ? USE_POLL : USE_WRITE);
    return 0;
}

static int interest_of_select(const struct task *t, struct interest *i)
{
    int limit = (int)t->args[0] < FD_SETSIZE ? (int)t->args[0] : FD_SETSIZE;
    for (int set = 1; set <= 3; set++) {
        fd_set fds;
        if (!t->args[set] || limit <= 0)
            continue;
        /* The kernel reads and the program may own no more than whole words up to nfds. */
        size_t bits = 8 * sizeof(long), words = ((size_t)limit + bits - 1) / bits;
        FD_ZERO(&fds);
        if (task_memory(t, t->args[set], &fds, words * sizeof(long)))
            return -1;
        for (int fd = 0; fd < limit; fd++)
            if (FD_ISSET(fd, &fds))
                interest_add(i, fd, set == 2 ? USE_WRITE : USE_POLL);
    }
    return 0;
}

static void take_interest(const struct task *t, const struct proc *proc,
                          const struct interest *i, struct wait *out)
{
    out->listens = i->count > 0;
    if (i->count == 1) {
        out->fd = i->fd;
        out->kind = descriptor_wait(t, proc, i->fd, i->use);
    } else if (!i->count && out->ends_ns == TIMEOUT_NEVER_ENDS) {
        out->kind = WAIT_SIGNAL; /* a pause(2) by another name */
    } else if (!i->count) {
        out->kind = WAIT_SLEEP;
    }
}

/* read, write and their like: the descriptor may be anything. */
static void take_descriptor(const struct task *t, const struct proc *proc,
                            enum descriptor_use use, struct wait *out)
{
    int fd = out->fd = (int)t->args[0];
    bool known = out->kind != WAIT_OTHER;
    enum wait_kind kind = descriptor_wait(t, proc, fd, use);
    if (!known || kind == WAIT_STDIN)
        out->kind = kind;
    if (known || descriptor_is_socket(t, proc, fd))
        return;
    out->listens = false;
    out->ends_ns =
        descriptor_is_passive(t, proc, fd) ? TIMEOUT_NEVER_ENDS : TIMEOUT_ENDS_ANY_TIME;
}

enum wait_result wait_decode(const struct task *t, const struct proc *proc,
                             struct wait *out)
{
    const struct row *row = row_find(t->nr);
    if (!row)
        return WAIT_UNDECODED;
    *out = (struct wait){.kind = row->kind, .fd = -1};
    if (timeout_end(t, row->form, row->arg, &out->ends_ns))
        return WAIT_UNDECODED;
    out->listens =
        row->form == TIMEOUT_RECEIVE_OPTION || row->form == TIMEOUT_SEND_OPTION;
    struct interest interest = {0};
    switch (row->object) {
    case NOTHING:
        break;
    case RING:
        return WAIT_OPAQUE;
    case THIS_FD:
        out->fd = (int)t->args[0];
        break;
    case READ_FD:
    case WRITE_FD:
        take_descriptor(t, proc, row->object == READ_FD ? USE_READ : USE_WRITE, out);
        break;
    case POLLFDS:
    case FDSETS:
        if (row->object == POLLFDS ? interest_of_poll(t, &interest)
                                   : interest_of_select(t, &interest))
            return WAIT_UNDECODED;
        take_interest(t, proc, &interest, out);
        break;
    case EPOLL:
        out->listens = descriptor_watched_sockets(t, proc, (int)t->args[0]) > 0;
        break;
    }
    return WAIT_DECODED;
}

bool wait_is_timed(const struct task *t)
{
    const struct row *row = row_find(t->nr);
    return row && timeout_is_set(t, row->form, row->arg);
}
