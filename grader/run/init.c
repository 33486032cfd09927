/* SPDX-License-Identifier: MIT */
#include "run/init.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/heap.h"
#include "base/signals.h"
#include "run/passing.h"
#include "run/root.h"

#define FDS 3

/* Waited for one by one and not by ignoring SIGCHLD: so their processor time is counted. */
static void reap(int signal)
{
    (void)signal;
    int saved = errno;
    while (waitpid(-1, NULL, WNOHANG | __WALL) > 0)
        ;
    errno = saved;
}

/* The /proc that is there shows the namespaces before the walk; the file of the new one is
 * asked for after it, when /proc is the program's. */
static void make_and_tell(int lifeline, const struct setup *setup)
{
    struct setup_walked walked;
    setup_walk(setup, &walked);
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
    if (passing_send(lifeline, &walked, sizeof walked, fds, count))
        _exit(1);
}

static void init_main(int lifeline, const struct setup *setup)
{
    struct sigaction action = {.sa_handler = reap, .sa_flags = SA_RESTART};
    char byte;
    /* A signal from inside reaches an init only where it has a handler. */
    signals_reset();
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

/* What it is started with: all that it needs of our memory, its stack behind it. */
struct room {
    int ends[2];
    struct setup setup;
    max_align_t packed[];
};

#define STACK_BYTES 65536

static int room_main(void *arg)
{
    const struct room *r = arg;
    close(r->ends[1]);
    init_main(r->ends[0], &r->setup);
    return 0;
}

/* Nothing of the heap is its own: each page of it would have to be copied, here or there. */
static pid_t start(const struct setup *setup, const int ends[2])
{
    const size_t packed = setup_packed_bytes(setup);
    const size_t bytes =
        (sizeof(struct room) + packed + STACK_BYTES) / STACK_BYTES * STACK_BYTES
        + STACK_BYTES;
    struct room *r = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    if (r == MAP_FAILED)
        return -1;
    r->ends[0] = ends[0];
    r->ends[1] = ends[1];
    r->setup = setup_pack(setup, r->packed);
    heap_leave_out(true);
    pid_t pid = clone(room_main, (char *)r + bytes, SIGCHLD, r);
    heap_leave_out(false);
    munmap(r, bytes);
    return pid;
}

pid_t init_start(const struct setup *setup, int *lifeline, struct error *err)
{
    int ends[2];
    if (passing_pair(ends, err))
        return -1;
    pid_t pid = start(setup, ends);
    if (pid < 0)
        error_errno(err, "can't start the stage's init");
    close(ends[0]);
    *lifeline = ends[1];
    return pid;
}

int init_hear(int lifeline, struct init_word *word, struct error *err)
{
    int fds[FDS];
    if (passing_receive(lifeline, &word->walked, sizeof word->walked, fds, FDS))
        return error_set(err, "the stage's init ended before it was ready");
    word->home_fd = fds[0];
    word->mounts_fd = fds[1];
    word->kept_fd = fds[2];
    if (word->walked.failed || (fds[0] >= 0 && fds[1] >= 0))
        return 0;
    return error_set(err, "the stage's init could not show its file system");
}
