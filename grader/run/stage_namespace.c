/* SPDX-License-Identifier: MIT
 *
 * The stages with a network, process numbers and files of their own: in a user namespace, or
 * made by root where those are forbidden. This process
 * stays among the machine's process numbers and sees the program by those; its first child
 * after the change is the new numbers' init, with which the kernel ends everything inside.
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run/init.h"
#include "run/network.h"
#include "run/root.h"
#include "run/shortage.h"
#include "run/stage_backend.h"

/* What it takes to have an init, and what it can do without. A network takes half a
 * millisecond to make, which the init uses to make the file system. */
#define FIRST_SPACES CLONE_NEWPID
#define OTHER_SPACES (CLONE_NEWIPC | CLONE_NEWUTS)

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
    if (shortage_is(errno))
        return error_errno(err, "can't %s", what);
    return error_kind(err, ERROR_STAGE, "this computer does not let us %s: %s", what,
                      reason(errno));
}

/* Some systems forbid only what comes after unshare(). */
static int not_here(struct error *err)
{
    if (err)
        err->kind = ERROR_STAGE;
    return -1;
}

/* From the base of the spare, where it is the same. A base of its own is kept for others. */
static void plan(struct stage *s, const struct stage_order *order)
{
    const uid_t uid = getuid();
    const gid_t gid = getgid();
    unsigned char base[DIGEST_SIZE] = {0};
    if (order->spares)
        root_identify(order, uid, gid, base);
    if (s->spare.base_fd >= 0 && !memcmp(base, s->spare.base, sizeof base)) {
        root_plan_from(&s->setup, order, s->spare.base_fd);
        return;
    }
    s->spare.base_fd = -1;
    memcpy(s->spare.base, base, sizeof base);
    root_plan(&s->setup, order, uid, gid, order->spares != NULL);
}

static int furnish(struct stage *s, const struct stage_order *order, struct error *err)
{
    snprintf(s->home, sizeof s->home, "%s", ROOT_HOME);
    s->submission = ROOT_SUBMISSION;
    plan(s, order);
    int status = init_start(&s->init, &s->setup, order->in_place, err);
    s->helper = s->init.pid;
    if (status < 0)
        return -1;
    bool has_network = spare_enter_network(&s->spare) == 0;
    if (!has_network)
        s->spare.user_fd = s->spare.net_fd = -1;
    if (unshare(OTHER_SPACES | (has_network ? 0 : CLONE_NEWNET)))
        return refused(err, "make namespaces");
    const char *machine = order->world.machine;
    if (machine && sethostname(machine, strlen(machine)))
        return refused(err, "name a computer");
    if (has_network)
        return 0;
    if (network_furnish(order->world.any_host, err))
        return shortage_is(errno) ? -1 : not_here(err);
    if (order->spares)
        network_remember_nothing();
    return 0;
}

/* In the user namespace of a spare network, or one of its own. */
static int enter_user_space(struct stage *s, const struct stage_order *order,
                            struct error *err)
{
    uid_t uid = getuid();
    gid_t gid = getgid();
    if (order->spare && spare_enter_user(order->spare) == 0) {
        s->spare = *order->spare;
        if (unshare(FIRST_SPACES))
            return refused(err, "make namespaces");
        return 0;
    }
    if (unshare(FIRST_SPACES | CLONE_NEWUSER))
        return refused(err, "make namespaces");
    if (map_ids(uid, gid))
        return refused(err, "use the namespaces that it lets us make (id maps)");
    return 0;
}

static int enter_full(struct stage *s, const struct stage_order *order, struct error *err)
{
    if (enter_user_space(s, order, err) || furnish(s, order, err))
        return -1;
    s->spare.any_host = order->world.any_host;
    s->spares = order->spares; /* one that is not furnished is nobody's */
    return 0;
}

/* Keeps all capabilities through the change of ids: the worker needs them to make the file
 * system and to look at the program, which gets none of them since it is not root. */
static int change_ids(uid_t uid)
{
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];
    if (syscall(SYS_capget, &header, data) || prctl(PR_SET_KEEPCAPS, 1)
        || setgroups(0, NULL) || setresgid(uid, uid, uid) || setresuid(uid, uid, uid))
        return -1;
    return (int)syscall(SYS_capset, &header, data);
}

/* A number that nobody has and no other run at this time: how many processes there may be is
 * counted by it. Where it can't be had, in a user namespace with few of them, nobody's. */
#define FIRST_UID 0x70000000

static int enter_privileged(struct stage *s, const struct stage_order *order,
                            struct error *err)
{
    if (geteuid() != 0)
        return error_kind(err, ERROR_STAGE,
                          "only root can make namespaces without a user "
                          "namespace");
    if (unshare(FIRST_SPACES))
        return refused(err, "make namespaces");
    if (change_ids((uid_t)(FIRST_UID + getpid())) && change_ids(NOBODY))
        return refused(err, "become an unprivileged user");
    return furnish(s, order, err);
}

static int ready(struct stage *s, struct error *err)
{
    if (init_hear(&s->init, err))
        return -1;
    const struct init_word *word = &s->init.word;
    if (word->walked.failed) {
        setup_explain(&s->setup, &word->walked, err);
        return shortage_is(word->walked.number) ? -1 : not_here(err);
    }
    s->home_fd = word->home_fd;
    s->mounts_fd = word->mounts_fd;
    s->kept_fd = word->kept_fd;
    if (s->kept_fd >= 0)
        s->spare.base_fd = s->kept_fd;
    return 0;
}

static pid_t heir(const struct stage *s)
{
    return s->helper;
}

/* The init's end waits until everybody inside is reaped; some have us for a parent: the
 * program, and whoever it made its sibling (CLONE_PARENT). */
static void leave(struct stage *s)
{
    pid_t pid = s->helper;
    if (pid > 0) {
        kill(pid, SIGKILL);
        do
            pid = waitpid(-1, NULL, __WALL);
        while (pid != s->helper && (pid > 0 || errno == EINTR));
        spares_give(s->spares, &s->spare);
    }
    init_close(&s->init);
    setup_close(&s->setup);
}

const struct stage_backend stage_full = {
    .name = "full",
    .isolated = true,
    .filter_needed = true,
    .heir = heir,
    .enter = enter_full,
    .ready = ready,
    .leave = leave,
};

const struct stage_backend stage_privileged = {
    .name = "privileged",
    .isolated = true,
    .keeps_root = true,
    .filter_needed = true,
    .heir = heir,
    .enter = enter_privileged,
    .ready = ready,
    .leave = leave,
};
