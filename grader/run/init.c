/* SPDX-License-Identifier: MIT */
#include "run/init.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run/root.h"

#define FDS 2

/* Waited for one by one and not by ignoring SIGCHLD: so their processor time is counted. */
static void reap(int signal)
{
    (void)signal;
    int saved = errno;
    while (waitpid(-1, NULL, WNOHANG | __WALL) > 0)
        ;
    errno = saved;
}

static void tell(int lifeline, const struct setup_fault *fault, const int *fds)
{
    _Alignas(struct cmsghdr) char control[CMSG_SPACE(FDS * sizeof(int))] = {0};
    struct iovec body = {.iov_base = (void *)fault, .iov_len = sizeof *fault};
    struct msghdr message = {.msg_iov = &body, .msg_iovlen = 1};
    if (!fault->failed) {
        message.msg_control = control;
        message.msg_controllen = sizeof control;
        struct cmsghdr *c = CMSG_FIRSTHDR(&message);
        *c = (struct cmsghdr){CMSG_LEN(FDS * sizeof(int)), SOL_SOCKET, SCM_RIGHTS};
        memcpy(CMSG_DATA(c), fds, FDS * sizeof(int));
    }
    sendmsg(lifeline, &message, MSG_NOSIGNAL);
}

/* The /proc that is there shows the namespaces before the walk; the file of the new one is
 * asked for after it, when /proc is the program's. */
static void make_and_tell(int lifeline, const struct setup *setup)
{
    struct setup_fault fault;
    setup_walk(setup, &fault);
    int fds[FDS] = {-1, -1};
    if (!fault.failed) {
        fds[0] = open(ROOT_HOME, O_PATH | O_DIRECTORY | O_CLOEXEC);
        fds[1] = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);
    }
    tell(lifeline, &fault, fds);
}

static void init_main(int lifeline, const struct setup *setup)
{
    struct sigaction action = {.sa_handler = reap, .sa_flags = SA_RESTART};
    char byte;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_DUMPABLE, 0); /* no program may attach to it */
    setsid();
    sigaction(SIGCHLD, &action, NULL);
    make_and_tell(lifeline, setup);
    dup2(lifeline, 0);
    syscall(SYS_close_range, 1u, ~0u, 0);
    while (read(0, &byte, 1) < 0 && errno == EINTR)
        ;
    _exit(0);
}

pid_t init_start(const struct setup *setup, int *lifeline, struct error *err)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends))
        return error_errno(err, "can't make a pair of sockets");
    pid_t pid = fork();
    if (pid == 0) {
        close(ends[1]);
        init_main(ends[0], setup);
    }
    close(ends[0]);
    *lifeline = ends[1];
    if (pid < 0)
        error_errno(err, "can't start the stage's init");
    return pid;
}

int init_hear(int lifeline, struct init_word *word, struct error *err)
{
    _Alignas(struct cmsghdr) char control[CMSG_SPACE(FDS * sizeof(int))];
    struct iovec body = {.iov_base = &word->fault, .iov_len = sizeof word->fault};
    struct msghdr message = {.msg_iov = &body,
                             .msg_iovlen = 1,
                             .msg_control = control,
                             .msg_controllen = sizeof control};
    int fds[FDS] = {-1, -1};
    ssize_t len;
    do
        len = recvmsg(lifeline, &message, MSG_CMSG_CLOEXEC);
    while (len < 0 && errno == EINTR);
    if (len != sizeof word->fault)
        return error_set(err, "the stage's init ended before it was ready");
    const struct cmsghdr *c = CMSG_FIRSTHDR(&message);
    if (c && c->cmsg_type == SCM_RIGHTS && c->cmsg_len == CMSG_LEN(FDS * sizeof(int)))
        memcpy(fds, CMSG_DATA(c), sizeof fds);
    word->home_fd = fds[0];
    word->mounts_fd = fds[1];
    if (word->fault.failed || (fds[0] >= 0 && fds[1] >= 0))
        return 0;
    return error_set(err, "the stage's init could not show its file system");
}
