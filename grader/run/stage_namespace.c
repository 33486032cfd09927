/* SPDX-License-Identifier: MIT
 *
 * The stage with a network, process numbers, files and users of its own. This process
 * stays among the machine's process numbers and sees the program by those; its first child
 * after the change is the new numbers' init, with which the kernel ends everything inside.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run/cover.h"
#include "run/network.h"
#include "run/stage_backend.h"

#define SPACES (CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC)

static int write_file(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    ssize_t len = (ssize_t)strlen(text);
    int result = write(fd, text, (size_t)len) == len ? 0 : -1;
    int saved = errno;
    close(fd);
    errno = saved;
    return result;
}

/* Nobody's, inside, where we come as root who could not become anybody else. */
#define NOBODY 65534

/* One id each, onto itself: the program is who it was, and not root. */
static int map_ids(uid_t uid, gid_t gid)
{
    char uid_map[64], gid_map[64];
    snprintf(uid_map, sizeof uid_map, "%u %u 1", uid ? uid : NOBODY, uid);
    snprintf(gid_map, sizeof gid_map, "%u %u 1", uid ? gid : NOBODY, gid);
    return write_file("/proc/self/setgroups", "deny")
           || write_file("/proc/self/uid_map", uid_map)
           || write_file("/proc/self/gid_map", gid_map);
}

/* Ends when this process does, whatever way: the pipe hangs up, or the signal comes. As an
 * init it gets no signal from inside that it has no handler for, and ignoring SIGCHLD lets
 * the kernel reap the orphans that it inherits. */
static void init_main(int lifeline)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    char byte;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_DUMPABLE, 0); /* no program may attach to it */
    setsid();
    sigaction(SIGCHLD, &ignore, NULL);
    dup2(lifeline, 0);
    syscall(SYS_close_range, 1u, ~0u, 0);
    while (read(0, &byte, 1) < 0 && errno == EINTR)
        ;
    _exit(0);
}

static int start_init(struct stage *s, struct error *err)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC))
        return error_errno(err, "can't make a pipe");
    pid_t pid = fork();
    if (pid == 0) {
        close(ends[1]);
        init_main(ends[0]);
    }
    close(ends[0]);
    s->lifeline = ends[1];
    if (pid < 0)
        return error_errno(err, "can't start the stage's init");
    s->helper = pid;
    return 0;
}

/* What strerror() would not make anybody think of. */
static const char *reason(int number)
{
    static const struct {
        int number;
        const char *text;
    } reasons[] = {
        {ENOSPC, "there may be no more of them (sysctl user.max_user_namespaces)"},
        {EPERM,
         "forbidden, as in many containers, or by the system's settings (AppArmor, "
         "sysctl kernel.unprivileged_userns_clone)"},
        {EACCES, "forbidden by the system's settings (AppArmor)"},
        {EINVAL, "its kernel does not have them"},
    };
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].number == number)
            return reasons[i].text;
    return strerror(number);
}

/* Not a fault of ours: another stage may do. */
static int refused(struct error *err, const char *what)
{
    return error_kind(err, ERROR_STAGE, "this computer does not let us %s: %s", what,
                      reason(errno));
}

static int enter(struct stage *s, const struct stage_world *world, struct error *err)
{
    uid_t uid = getuid();
    gid_t gid = getgid();
    if (unshare(SPACES))
        return refused(err, "make namespaces");
    if (map_ids(uid, gid))
        return refused(err, "use the namespaces that it lets us make (id maps)");
    if (network_furnish(world->any_host, err) || cover_files(world, err)) {
        if (err)
            err->kind =
                ERROR_STAGE; /* some systems forbid only what comes after unshare() */
        return -1;
    }
    snprintf(s->home, sizeof s->home, "%s", COVER_HOME);
    s->home_fd = open(s->home, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (s->home_fd < 0)
        return error_errno(err, "can't open %s", s->home);
    return start_init(s, err);
}

static pid_t heir(const struct stage *s)
{
    return s->helper;
}

/* The init's end waits until everybody inside is reaped; some have us for a parent: the
 * program, and whoever it made its sibling (CLONE_PARENT). */
static void leave(struct stage *s)
{
    pid_t pid;
    if (s->helper <= 0)
        return;
    kill(s->helper, SIGKILL);
    do
        pid = waitpid(-1, NULL, __WALL);
    while (pid != s->helper && (pid > 0 || errno == EINTR));
}

const struct stage_backend stage_namespace = {
    .name = "namespace",
    .isolated = true,
    .heir = heir,
    .enter = enter,
    .leave = leave,
};
