/* SPDX-License-Identifier: MIT
 *
 * Where no descriptor stands for a process: a pipe for each, into which SIGCHLD's handler
 * writes. That some child has ended is all it tells; waitid(2) says whether it was this one.
 */
#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"

/* A run watches one program at a time. */
#define WATCHED_MOST 8

static struct watched {
    pid_t child;                /* 0: the row is free */
    int fd;                     /* what the caller holds */
    volatile sig_atomic_t bell; /* the other end */
} watched[WATCHED_MOST];

static void ring(int signal)
{
    int saved = errno;
    (void)signal;
    for (int i = 0; i < WATCHED_MOST; i++)
        if (watched[i].child) {
            ssize_t written = write(watched[i].bell, "", 1);
            (void)written; /* a full pipe is readable, too */
        }
    errno = saved;
}

static struct watched *find(int process)
{
    for (int i = 0; i < WATCHED_MOST; i++)
        if (watched[i].child && watched[i].fd == process)
            return &watched[i];
    return NULL;
}

static void without_blocking(int fd)
{
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}

int process_watch(pid_t child)
{
    struct sigaction rings = {.sa_handler = ring, .sa_flags = SA_RESTART | SA_NOCLDSTOP};
    int fds[2], i = 0;
    while (i < WATCHED_MOST && watched[i].child)
        i++;
    if (i == WATCHED_MOST) {
        errno = EMFILE;
        return -1;
    }
    if (fd_pipe(fds))
        return -1;
    without_blocking(fds[0]);
    without_blocking(fds[1]);
    watched[i].fd = fds[0];
    watched[i].bell = fds[1];
    watched[i].child = child;
    sigemptyset(&rings.sa_mask);
    sigaction(SIGCHLD, &rings, NULL);
    siginfo_t end; /* it may have done so before anybody listened */
    process_ended(fds[0], &end);
    return fds[0];
}

bool process_ended(int process, siginfo_t *end)
{
    const struct watched *w = find(process);
    char bytes[64];
    *end = (siginfo_t){0};
    if (!w)
        return false;
    /* Emptied first: a child that ends in between rings again. */
    while (read(process, bytes, sizeof bytes) > 0)
        ;
    if (waitid(P_PID, (id_t)w->child, end, WEXITED | WNOHANG | WNOWAIT) || !end->si_pid)
        return false;
    ring(SIGCHLD); /* stays readable */
    return true;
}

int process_signal(int process, int signal)
{
    const struct watched *w = find(process);
    siginfo_t end;
    if (w && !waitid(P_PID, (id_t)w->child, &end, WEXITED | WNOHANG | WNOWAIT))
        return kill(w->child, signal);
    errno = ESRCH;
    return -1;
}

void process_close(int process)
{
    struct watched *w = find(process);
    if (!w)
        return;
    w->child = 0;
    close(w->bell);
    close(w->fd);
}

int process_die_with(pid_t parent)
{
    errno = ESRCH;
    return !parent || getppid() == parent ? 0 : -1;
}

void process_wake_exactly(void)
{
}
