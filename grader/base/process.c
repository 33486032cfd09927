/* SPDX-License-Identifier: MIT */
#include "base/process.h"

#include <errno.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

int process_watch(pid_t child)
{
    return (int)syscall(SYS_pidfd_open, child, 0);
}

bool process_ended(int process, siginfo_t *end)
{
    *end = (siginfo_t){0};
    return waitid(P_PIDFD, (id_t)process, end, WEXITED | WNOHANG | WNOWAIT) == 0
           && end->si_pid;
}

int process_signal(int process, int signal)
{
    return (int)syscall(SYS_pidfd_send_signal, process, signal, NULL, 0);
}

void process_close(int process)
{
    if (process >= 0)
        close(process);
}

void process_wake_exactly(void)
{
    prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0);
}

int process_die_with(pid_t parent)
{
    if (prctl(PR_SET_PDEATHSIG, parent ? SIGKILL : 0))
        return -1;
    errno = ESRCH;
    return !parent || getppid() == parent ? 0 : -1;
}
