/* SPDX-License-Identifier: MIT
 *
 * What the grader sees of a program and keeps from it, tried on a child of ours that waits
 * in read(2), as a program waits for its peer.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "play/sockdiag.h"
#include "run/cause.h"
#include "run/machine_check.h"
#include "run/user.h"

#define PATIENCE_MS 5000 /* for a child that has been started to come to its read() */

/* A process that waits for a byte; its memory at `here` is what ours is. */
struct waiter {
    pid_t pid;
    int hold;  /* ends it when closed */
    int reads; /* the descriptor that it waits at, ours and its */
    long here;
};

static void wait_for_end(int fd)
{
    char byte;
    while (read(fd, &byte, 1) > 0)
        ;
    _exit(0);
}

/* As the user that programs run as: root sees more than the grader's workers will. */
static bool waiter_start(struct waiter *w, struct finding *f)
{
    int ends[2];
    w->here = 4711;
    if (user_drop_root() || pipe2(ends, O_CLOEXEC)) {
        finding_missing(f, "a worker can't be prepared: %s", strerror(errno));
        return false;
    }
    w->reads = ends[0];
    w->hold = ends[1];
    w->pid = fork();
    if (w->pid == 0) {
        close(w->hold);
        wait_for_end(w->reads);
    }
    if (w->pid < 0)
        finding_missing(f, "no process can be started: %s", strerror(errno));
    return w->pid > 0;
}

static void waiter_end(struct waiter *w)
{
    close(w->hold);
    close(w->reads);
    waitpid(w->pid, NULL, 0);
}

/* Reads /proc/PID/NAME of the waiter; -1 (errno). */
static ssize_t look(const struct waiter *w, const char *name, char *out, size_t size)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", w->pid, name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    ssize_t n = read(fd, out, size - 1);
    int saved = errno;
    close(fd);
    errno = saved;
    out[n > 0 ? n : 0] = '\0';
    return n;
}

/* Until it is seen in read(); a process that has just been started still runs. Gives the
 * processor away in between, with poll() for a moment. */
static bool is_seen_waiting(const struct waiter *w, char *text, size_t size)
{
    for (int i = 0; i < PATIENCE_MS; i++) {
        if (look(w, "syscall", text, size) < 0)
            return false;
        if (strtol(text, NULL, 10) == SYS_read && text[0] != 'r')
            return true;
        poll(NULL, 0, 1);
    }
    errno = ETIMEDOUT;
    return false;
}

/* --- /proc ------------------------------------------------------------------------------- */

static void no_proc(const struct ground *g, struct finding *f, const char *what)
{
    if (access("/proc/self/stat", F_OK)) {
        finding_missing(f, "/proc is not mounted");
        finding_mend(f, "%smount -t proc proc /proc", g->around.sudo);
        return;
    }
    finding_missing(f,
                    "%s can't be read (%s): the kernel was built without it, or a "
                    "container or the mount option hidepid keeps it away",
                    what, strerror(errno));
}

void machine_check_waits(const struct ground *g, struct finding *f)
{
    struct waiter w;
    char text[256] = "";
    if (!waiter_start(&w, f))
        return;
    if (is_seen_waiting(&w, text, sizeof text))
        finding_ok(f, "/proc tells that a program waits in read()");
    else
        no_proc(g, f, "/proc/PID/syscall");
    waiter_end(&w);
}

/* Without it the tree of processes is searched for in all of /proc. */
void machine_check_children(const struct ground *g, struct finding *f)
{
    struct waiter w;
    char path[64], text[256] = "";
    if (!waiter_start(&w, f))
        return;
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", getpid(), getpid());
    if (surroundings_line(path, "", text, sizeof text) && atoi(text) == w.pid)
        finding_ok(f, "/proc lists the children of a process");
    else if (access("/proc/self/stat", F_OK))
        no_proc(g, f, path);
    else
        finding_missing(
            f, "/proc does not list the children of a process: the kernel was "
               "built without CONFIG_PROC_CHILDREN; what a program's children "
               "do is not seen, so that verdicts may have to wait for time-outs");
    waiter_end(&w);
}

void machine_check_schedule(const struct ground *g, struct finding *f)
{
    struct waiter w;
    char text[256];
    (void)g;
    if (!waiter_start(&w, f))
        return;
    if (look(&w, "schedstat", text, sizeof text) > 0)
        finding_ok(f, "/proc counts how often a program ran");
    else
        finding_unneeded(f, "the kernel was built without CONFIG_SCHED_INFO; another, "
                            "slower count of /proc is used");
    waiter_end(&w);
}

/* --- memory, descriptors ----------------------------------------------------------------- */

static void tell_ptrace(const struct ground *g, struct finding *f, const char *what)
{
    long scope = 0;
    int number = errno;
    finding_missing(f, "%s: %s", what, strerror(number));
    if (surroundings_number("/proc/sys/kernel/yama/ptrace_scope", &scope) && scope > 1) {
        finding_missing(f, "%s: %s; the setting kernel.yama.ptrace_scope is %ld%s", what,
                        strerror(number), scope,
                        scope > 2 ? ", which only a restart with another one changes"
                                  : "");
        finding_mend(f,
                     "echo kernel.yama.ptrace_scope=1 |\n"
                     "    %stee -a /etc/sysctl.d/90-sockgrade.conf",
                     g->around.sudo);
        if (scope == 2)
            finding_mend(f, "%ssysctl -w kernel.yama.ptrace_scope=1", g->around.sudo);
    } else if (g->around.container && number == EPERM) {
        cause_tell(f, &g->around, what, number);
    }
}

void machine_check_memory(const struct ground *g, struct finding *f)
{
    struct waiter w;
    long copy = 0;
    if (!waiter_start(&w, f))
        return;
    struct iovec to = {.iov_base = &copy, .iov_len = sizeof copy};
    struct iovec from = {.iov_base = &w.here, .iov_len = sizeof w.here};
    if (process_vm_readv(w.pid, &to, 1, &from, 1, 0) == sizeof copy && copy == w.here)
        finding_ok(f, "the time-outs of a program's waits can be read");
    else
        tell_ptrace(g, f, "a program's memory can't be read");
    waiter_end(&w);
}

void machine_check_descriptors(const struct ground *g, struct finding *f)
{
    struct waiter w;
    if (!waiter_start(&w, f))
        return;
    int pidfd = (int)syscall(SYS_pidfd_open, w.pid, 0);
    int fd = pidfd < 0 ? -1 : (int)syscall(SYS_pidfd_getfd, pidfd, w.reads, 0);
    if (fd >= 0)
        finding_ok(f, "the options of a program's sockets can be read");
    else if (errno == ENOSYS)
        finding_missing(f, "the kernel is older than 5.6, which brought pidfd_getfd(2)");
    else
        tell_ptrace(g, f, "a program's descriptors can't be looked at");
    if (fd >= 0)
        close(fd);
    if (pidfd >= 0)
        close(pidfd);
    waiter_end(&w);
}

/* --- sockets ----------------------------------------------------------------------------- */

/* Whether the kernel's list has a socket of ours in it. */
static bool is_listed(struct sockdiag *d, int type, struct error *err)
{
    static struct sockdiag_entry entries[4096];
    struct sockaddr_in a = {.sin_family = AF_INET,
                            .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof a;
    int fd = socket(AF_INET, type | SOCK_CLOEXEC, 0), count = -1;
    bool tcp = type == SOCK_STREAM, found = false;
    if (fd < 0 || bind(fd, (struct sockaddr *)&a, len) || (tcp && listen(fd, 1))
        || getsockname(fd, (struct sockaddr *)&a, &len))
        error_errno(err, "no socket can be bound");
    else
        count = sockdiag_dump(d, tcp ? IPPROTO_TCP : IPPROTO_UDP,
                              1u << (tcp ? TCP_LISTEN : TCP_CLOSE), entries, 4096, err);
    for (int i = 0; i < count && !found; i++)
        found = entries[i].local_port == ntohs(a.sin_port);
    if (count >= 0 && !found)
        error_set(err, "the kernel does not list a %s socket that there is",
                  tcp ? "TCP" : "UDP");
    if (fd >= 0)
        close(fd);
    return found;
}

void machine_check_sockets(const struct ground *g, struct finding *f)
{
    struct sockdiag d = {.fd = -1, .counts = {-1, -1}};
    struct error err = {0};
    if (sockdiag_open(&d, &err) == 0 && is_listed(&d, SOCK_STREAM, &err)
        && is_listed(&d, SOCK_DGRAM, &err)) {
        finding_ok(f, "the kernel lists TCP and UDP sockets (sock_diag)");
    } else {
        finding_missing(f,
                        "%s; its modules inet_diag, tcp_diag and udp_diag may not be "
                        "loaded",
                        err.text);
        finding_mend(f, "%smodprobe -a inet_diag tcp_diag udp_diag", g->around.sudo);
    }
    sockdiag_close(&d);
}

/* --- the terminal ------------------------------------------------------------------------ */

/* As the worker does: not as root. */
static int open_terminal(int *slave)
{
    char name[128] = "";
    int master = user_drop_root() ? -1 : posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    *slave = -1;
    if (master >= 0 && !grantpt(master) && !unlockpt(master)
        && !ptsname_r(master, name, sizeof name))
        *slave = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
    return master;
}

void machine_check_terminal(const struct ground *g, struct finding *f)
{
    char byte = 0;
    int slave, master = open_terminal(&slave);
    if (slave >= 0 && write(slave, "x", 1) == 1 && read(master, &byte, 1) == 1) {
        finding_ok(f, "a byte came through a pseudo-terminal");
    } else {
        finding_missing(
            f,
            "there are no pseudo-terminals (%s), so prints are seen only when "
            "the program flushes them; /dev/pts must be mounted, with "
            "/dev/ptmx",
            strerror(errno));
        finding_mend(f,
                     "%smount -t devpts devpts /dev/pts \\\n"
                     "    -o newinstance,ptmxmode=0666",
                     g->around.sudo);
    }
    if (slave >= 0)
        close(slave);
    if (master >= 0)
        close(master);
}

/* --- seccomp ----------------------------------------------------------------------------- */

/* getpgid, which nobody misses in this process, is refused or told of. */
static int install_filter(uint32_t answer, unsigned flags)
{
    struct sock_filter rules[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getpgid, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, answer),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {.len = 4, .filter = rules};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        return -1;
    return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
}

void machine_check_filter(const struct ground *g, struct finding *f)
{
    (void)g;
    if (install_filter(SECCOMP_RET_ERRNO | EUSERS, 0))
        finding_missing(f,
                        "the kernel takes no filter (%s): it was built without "
                        "CONFIG_SECCOMP_FILTER, or a container forbids it",
                        strerror(errno));
    else if (getpgid(0) >= 0 || errno != EUSERS)
        finding_missing(f, "the kernel took a filter and did not keep to it");
    else
        finding_ok(f, "a filter refused a system call");
}

void machine_check_notification(const struct ground *g, struct finding *f)
{
    (void)g;
    int fd = install_filter(SECCOMP_RET_USER_NOTIF, SECCOMP_FILTER_FLAG_NEW_LISTENER);
    if (fd >= 0)
        finding_ok(f, "a filter can tell of a system call");
    else
        finding_unneeded(f,
                         "the kernel takes no filter that tells of system calls (%s); "
                         "what a program arms is then read from /proc",
                         strerror(errno));
}
