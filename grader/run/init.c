/* SPDX-License-Identifier: MIT */
#include "run/init.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/signals.h"
#include "run/kernel.h"
#include "run/passing.h"
#include "run/root.h"

#define FDS 3
#define STACK_BYTES ((size_t)65536)

/* waitpid() for whatever child has ended. Where memory is shared, so is errno, which is the
 * other process's: there the kernel has to be asked without the C library. */
#define WAIT_OPTIONS (WNOHANG | __WALL)
#if defined __x86_64__
#define MAY_SHARE true
static long wait_for_any(void)
{
    long result;
    register long no_usage __asm__("r10") = 0;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"((long)SYS_wait4), "D"(-1L), "S"(0L), "d"((long)WAIT_OPTIONS),
                       "r"(no_usage)
                     : "rcx", "r11", "memory");
    return result;
}
#elif defined __aarch64__
#define MAY_SHARE true
static long wait_for_any(void)
{
    register long number __asm__("x8") = SYS_wait4;
    register long result __asm__("x0") = -1;
    register long status __asm__("x1") = 0;
    register long options __asm__("x2") = WAIT_OPTIONS;
    register long usage __asm__("x3") = 0;
    __asm__ volatile("svc 0"
                     : "+r"(result)
                     : "r"(number), "r"(status), "r"(options), "r"(usage)
                     : "memory");
    return result;
}
#else
#define MAY_SHARE false
static long wait_for_any(void)
{
    int saved = errno;
    long result = waitpid(-1, NULL, WAIT_OPTIONS);
    errno = saved;
    return result;
}
#endif

/* Waited for one by one and not by ignoring SIGCHLD: so their processor time is counted. */
static void reap(int signal)
{
    (void)signal;
    while (wait_for_any() > 0)
        ;
}

struct work {
    const struct setup *setup;
    int ends[2]; /* its own, ours */
    bool shares;
};

/* The /proc that is there shows the namespaces before the walk; the file of the new one is
 * asked for after it, when /proc is the program's. */
static void make_and_tell(const struct work *work)
{
    struct setup_walked walked;
    setup_walk(work->setup, &walked);
    size_t count = 0;
    int fds[FDS];
    if (!walked.failed) {
        fds[count++] = open(ROOT_HOME, O_PATH | O_DIRECTORY | O_CLOEXEC);
        fds[count++] = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);
        if (walked.kept_fd >= 0)
            fds[count++] = walked.kept_fd;
    }
    /* Where others of this user have all descriptors on their way that there may be, it can't
     * be told (ETOOMANYREFS, unix(7)): that we end tells that. */
    if (passing_send(work->ends[0], &walked, sizeof walked, fds, count))
        _exit(1);
}

/* No program may attach to it: it has capabilities that they have not, and memory of its own
 * may be closed to them besides. */
static int init_main(void *arg)
{
    const struct work *work = arg;
    struct sigaction action = {.sa_handler = reap, .sa_flags = SA_RESTART};
    char byte;
    close(work->ends[1]);
    /* A signal from inside reaches an init only where it has a handler. */
    signals_reset();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (!work->shares)
        prctl(PR_SET_DUMPABLE, 0);
    setsid();
    sigaction(SIGCHLD, &action, NULL);
    const int lifeline = work->ends[0];
    make_and_tell(work);
    /* From here on nothing fails, and so nothing changes an errno that is shared. */
    dup2(lifeline, 0);
    syscall(SYS_close_range, 1u, ~0u, 0);
    while (read(0, &byte, 1) < 0 && errno == EINTR)
        ;
    _exit(0);
}

static int hear(struct init *init, struct error *err)
{
    struct init_word *word = &init->word;
    int fds[FDS];
    init->heard = true;
    if (passing_receive(init->lifeline, &word->walked, sizeof word->walked, fds, FDS))
        return error_set(err, "the stage's init ended before it was ready");
    word->home_fd = fds[0];
    word->mounts_fd = fds[1];
    word->kept_fd = fds[2];
    if (word->walked.failed || (fds[0] >= 0 && fds[1] >= 0))
        return 0;
    return error_set(err, "the stage's init could not show its file system");
}

/* Since Linux 5.9 there is close_range(), which does not fail. */
static bool may_share(void)
{
    return MAY_SHARE && kernel_is_since(5, 9);
}

/* What it works on has to stay where it is until it has walked. */
int init_start(struct init *init, const struct setup *setup, bool shares,
               struct error *err)
{
    struct work work = {.setup = setup, .shares = shares && may_share()};
    if (passing_pair(work.ends, err))
        return -1;
    init->stack = malloc(STACK_BYTES);
    init->pid = !init->stack ? -1
                             : clone(init_main, (char *)init->stack + STACK_BYTES,
                                     (work.shares ? CLONE_VM : 0) | SIGCHLD, &work);
    if (init->pid < 0)
        error_errno(err, "can't start the stage's init");
    close(work.ends[0]);
    init->lifeline = work.ends[1];
    if (init->pid < 0)
        return -1;
    return work.shares ? hear(init, err) : 0;
}

int init_hear(struct init *init, struct error *err)
{
    return init->heard ? 0 : hear(init, err);
}

void init_close(struct init *init)
{
    if (init->lifeline >= 0)
        close(init->lifeline);
    free(init->stack);
    *init = INIT_NONE;
}
