/* SPDX-License-Identifier: MIT */
#include "run/cgroups.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/buf.h"
#include "run/cgroupfolder.h"

#define GRADERS "sockgrade-graders"

/* Graders that were started at the same time are moved with us; more rounds than this mean
 * that somebody keeps coming. */
#define ROUNDS 8

static int refused(struct error *err, const char *path, const char *why)
{
    return error_kind(err, ERROR_STAGE,
                      "the grader's control group %s is not its own to divide: %s", path,
                      why);
}

/* ---- where we are ---- */

static int read_all(const char *path, struct buf *out)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    char block[16384];
    for (ssize_t n; (n = read(fd, block, sizeof block)) > 0;)
        buf_append(out, block, (size_t)n);
    close(fd);
    return 0;
}

/* A grader that another one has started, or moved, is among the graders already. */
static void go_above_graders(char *path)
{
    char *last = strrchr(path, '/');
    if (!strcmp(last + 1, GRADERS))
        last[last == path] = '\0';
}

static int open_folder(const char *folder)
{
    struct statfs fs;
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0 && (fstatfs(fd, &fs) || fs.f_type != CGROUP2_SUPER_MAGIC)) {
        close(fd);
        fd = -1;
    }
    return fd;
}

/* Where systemd mounts it, beside version 1 too. The list of all mounts, which is long in
 * containers, is read only where it is elsewhere. */
static int open_usual(const char *path)
{
    static const char *const places[] = {"/sys/fs/cgroup", "/sys/fs/cgroup/unified"};
    int fd = -1;
    for (size_t i = 0; fd < 0 && i < sizeof places / sizeof *places; i++) {
        char *folder = mem_printf("%s%s", places[i], path);
        fd = open_folder(folder);
        free(folder);
    }
    return fd;
}

static int find_home(struct cgroups *c, char *path, size_t size, struct error *err)
{
    char text[8192], folder[8192];
    struct buf mounts = {0};
    if (cgroupfile_read(AT_FDCWD, "/proc/self/cgroup", text, sizeof text)
        || cgroupfile_path(text, path, size))
        return error_kind(err, ERROR_STAGE,
                          "the grader is in no control group (cgroup version 2)");
    go_above_graders(path);
    c->home = open_usual(path);
    if (c->home >= 0)
        return 0;
    int result = read_all("/proc/self/mountinfo", &mounts)
                 || cgroupfile_folder(buf_text(&mounts), path, folder, sizeof folder);
    buf_close(&mounts);
    if (result)
        return error_kind(err, ERROR_STAGE,
                          "no file system of cgroup version 2 is mounted that shows the "
                          "grader's control group %s",
                          path);
    c->home = open_folder(folder);
    if (c->home < 0)
        return error_kind(err, ERROR_STAGE,
                          "the grader's control group %s can't be opened in %s", path,
                          folder);
    return 0;
}

/* ---- whether it is ours ---- */

static const char *access_reason(int number)
{
    switch (number) {
    case EROFS:
        return "it is mounted to be read only, as in most containers";
    case EACCES:
    case EPERM:
        return "it belongs to another user";
    default:
        return strerror(number);
    }
}

static int check_ours(struct cgroups *c, const char *path, struct error *err)
{
    static const char *const needed[] = {".", "cgroup.procs", "cgroup.subtree_control"};
    char controllers[512] = "";
    cgroupfile_read(c->home, "cgroup.controllers", controllers, sizeof controllers);
    if (!cgroupfile_lists(controllers, "memory"))
        return refused(err, path,
                       "the memory controller is not handed down to it (or is in use by "
                       "cgroup version 1)");
    if (!cgroupfile_lists(controllers, "pids"))
        return refused(err, path, "the pids controller is not handed down to it");
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (faccessat(c->home, needed[i], W_OK, AT_EACCESS))
            return refused(err, path, access_reason(errno));
    c->lock = openat(c->home, "cgroup.procs", O_RDWR | O_CLOEXEC);
    return c->lock < 0 ? refused(err, path, access_reason(errno)) : 0;
}

/* By the open file: it ends with the last process that has it from us. A program of another
 * user can't hold us up, since only who may write there can lock others out. */
static int lock_home(const struct cgroups *c, short type, bool wait)
{
    struct flock all = {.l_type = type, .l_whence = SEEK_SET};
    int result;
    do
        result = fcntl(c->lock, wait ? F_OFD_SETLKW : F_OFD_SETLK, &all);
    while (result && errno == EINTR);
    return result;
}

/* ---- dividing it ---- */

static int switch_on(struct cgroups *c)
{
    char on[512] = "";
    if (cgroupfile_read(c->home, "cgroup.subtree_control", on, sizeof on))
        return -1;
    bool memory = !cgroupfile_lists(on, "memory"), pids = !cgroupfile_lists(on, "pids");
    if (!memory && !pids)
        return 0;
    if (cgroupfile_write(c->home, "cgroup.subtree_control", "+memory +pids"))
        return -1;
    c->memory_switched |= memory;
    c->pids_switched |= pids;
    return 0;
}

static bool is_grader(pid_t pid)
{
    struct stat it, we;
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/exe", (int)pid);
    return !stat("/proc/self/exe", &we) && !stat(path, &it) && it.st_dev == we.st_dev
           && it.st_ino == we.st_ino;
}

static int name_other(const char *path, pid_t pid, struct error *err)
{
    char file[64], name[64] = "?", why[512];
    snprintf(file, sizeof file, "/proc/%d/comm", (int)pid);
    cgroupfile_read(AT_FDCWD, file, name, sizeof name);
    name[strcspn(name, "\n")] = '\0';
    if (pid)
        snprintf(why, sizeof why, "process %d (%s) lives in it, too", (int)pid, name);
    else
        snprintf(why, sizeof why, "a process of another container lives in it, too");
    return refused(err, path, why);
}

static int no_grader(const void *c, pid_t pid)
{
    (void)c;
    return pid != getpid() && !is_grader(pid);
}

/* Where it goes may be as it was before: it has ended, or somebody was quicker. */
static int move(const struct cgroups *c, const char *file, pid_t pid)
{
    char text[16];
    snprintf(text, sizeof text, "%d", (int)pid);
    return cgroupfile_write(c->home, file, text) && errno != ESRCH ? -1 : 0;
}

static int move_in(const void *c, pid_t pid)
{
    return move(c, GRADERS "/cgroup.procs", pid);
}

static int move_back(const void *c, pid_t pid)
{
    move(c, "cgroup.procs", pid);
    return 0;
}

static int make_room(struct cgroups *c, const char *path, struct error *err)
{
    pid_t pid = 0;
    if (cgroupfolder_each(c->home, "cgroup.procs", no_grader, c, &pid))
        return name_other(path, pid, err);
    if (mkdirat(c->home, GRADERS, 0755) && errno != EEXIST)
        return refused(err, path, access_reason(errno));
    if (cgroupfolder_each(c->home, "cgroup.procs", move_in, c, &pid))
        return refused(err, path, access_reason(errno));
    return 0;
}

/* Where another grader has had success in the meantime, this does nothing. */
static void undo(const struct cgroups *c)
{
    pid_t pid;
    cgroupfolder_each(c->home, GRADERS "/cgroup.procs", move_back, c, &pid);
    unlinkat(c->home, GRADERS, AT_REMOVEDIR);
}

static int divide(struct cgroups *c, const char *path, struct error *err)
{
    for (int i = 0; i < ROUNDS; i++) {
        if (!switch_on(c))
            return 0;
        if (errno != EBUSY) {
            refused(err, path, strerror(errno));
            break;
        }
        if (make_room(c, path, err))
            break;
        refused(err, path, "others keep coming into it");
    }
    undo(c);
    return -1;
}

/* ---- what graders have left ---- */

static bool is_alive(pid_t pid, uint64_t start)
{
    char path[64], stat[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    return !cgroupfile_read(AT_FDCWD, path, stat, sizeof stat)
           && cgroupfile_start(stat) == start;
}

static int find_ourselves(struct cgroups *c, struct error *err)
{
    char text[1024];
    struct stat space;
    c->maker.pid = getpid();
    if (cgroupfile_read(AT_FDCWD, "/proc/self/stat", text, sizeof text)
        || (c->maker.start = cgroupfile_start(text)) == 0
        || stat("/proc/self/ns/pid", &space))
        return error_kind(err, ERROR_STAGE, "the grader can't find itself in /proc");
    c->maker.pid_namespace = space.st_ino;
    return 0;
}

/* At the end, what this one has left goes too. */
enum sweep { SWEEP_DEAD, SWEEP_DEAD_AND_OURS };

static bool is_ours(const struct cgroups *c, const struct cgroupfile_maker *maker)
{
    return maker->pid == c->maker.pid && maker->start == c->maker.start;
}

static void sweep(const struct cgroups *c, enum sweep what)
{
    int fd = openat(c->home, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *list = fd < 0 ? NULL : fdopendir(fd);
    if (!list) {
        if (fd >= 0)
            close(fd);
        return;
    }
    for (struct dirent *e; (e = readdir(list)) != NULL;) {
        struct cgroupfile_maker maker;
        if (cgroupfile_name_read(e->d_name, &maker)
            && maker.pid_namespace == c->maker.pid_namespace
            && (is_ours(c, &maker) ? what == SWEEP_DEAD_AND_OURS
                                   : !is_alive(maker.pid, maker.start)))
            cgroupfolder_discard(c->home, e->d_name, NULL);
    }
    closedir(list);
}

int cgroups_open(struct cgroups *all, struct error *err)
{
    char path[4096];
    struct cgroups c = CGROUPS_NONE;
    *all = c;
    if (find_home(&c, path, sizeof path, err) || check_ours(&c, path, err)
        || find_ourselves(&c, err) || lock_home(&c, F_RDLCK, true)
        || divide(&c, path, err)) {
        c.maker.pid = 0;
        cgroups_close(&c);
        return -1;
    }
    sweep(&c, SWEEP_DEAD);
    *all = c;
    return 0;
}

/* ---- at the end ---- */

/* Where there is a cgroup for graders, it was they who have switched on everything. In one
 * write: each waits for all processors, some 20 ms. */
static void put_back(const struct cgroups *c)
{
    bool all = !faccessat(c->home, GRADERS, F_OK, 0);
    char off[32];
    snprintf(off, sizeof off, "%s%s", all || c->memory_switched ? "-memory " : "",
             all || c->pids_switched ? "-pids" : "");
    cgroupfile_write(c->home, "cgroup.subtree_control", off);
    undo(c);
}

void cgroups_close(struct cgroups *all)
{
    if (all->home >= 0 && all->maker.pid == getpid()) {
        sweep(all, SWEEP_DEAD_AND_OURS);
        if (!lock_home(all, F_WRLCK, false))
            put_back(all);
    }
    if (all->lock >= 0)
        close(all->lock);
    if (all->home >= 0)
        close(all->home);
    *all = CGROUPS_NONE;
}
