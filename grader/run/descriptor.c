/* SPDX-License-Identifier: MIT */
#include "run/descriptor.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* PIDFD_THREAD of newer headers. */
#define PIDFD_OF_THREAD O_EXCL

static void descriptor_path(const struct task *t, const char *folder, int fd, char *out,
                            size_t size)
{
    snprintf(out, size, "%d/task/%d/%s/%d", t->pid, t->tid, folder, fd);
}

/* Follows the link in /proc to the object itself; 0 or -1. */
static int descriptor_stat(const struct task *t, const struct proc *proc, int fd,
                           struct stat *out)
{
    char path[64];
    descriptor_path(t, "fd", fd, path, sizeof path);
    return fstatat(proc->fd, path, out, 0);
}

/* All anonymous inodes share one number, so only these can be told to be the same object. */
static bool has_identity(const struct stat *st)
{
    return S_ISFIFO(st->st_mode) || S_ISCHR(st->st_mode) || S_ISSOCK(st->st_mode);
}

static bool is_stdin(const struct task *t, const struct proc *proc, int fd,
                     const struct stat *st)
{
    struct stat zero;
    if (fd == 0)
        return true;
    return has_identity(st) && !descriptor_stat(t, proc, 0, &zero)
           && zero.st_dev == st->st_dev && zero.st_ino == st->st_ino;
}

enum wait_kind descriptor_wait(const struct task *t, const struct proc *proc, int fd,
                               enum descriptor_use use)
{
    struct stat st;
    if (descriptor_stat(t, proc, fd, &st))
        return WAIT_OTHER;
    if (use != USE_WRITE && is_stdin(t, proc, fd, &st))
        return WAIT_STDIN;
    if (S_ISFIFO(st.st_mode) || S_ISCHR(st.st_mode))
        return WAIT_PIPE;
    if (!S_ISSOCK(st.st_mode))
        return WAIT_OTHER;
    if (use == USE_WRITE)
        return WAIT_SOCKET_WRITE;
    int listening = 0;
    if (use == USE_POLL)
        descriptor_option(t, fd, SO_ACCEPTCONN, &listening, sizeof listening);
    return listening ? WAIT_ACCEPT : WAIT_SOCKET_READ;
}

bool descriptor_is_socket(const struct task *t, const struct proc *proc, int fd)
{
    struct stat st;
    return !descriptor_stat(t, proc, fd, &st) && S_ISSOCK(st.st_mode);
}

bool descriptor_is_passive(const struct task *t, const struct proc *proc, int fd)
{
    static const char *const passive[] = {
        "/dev/pts/",
        "/dev/tty",
        "/dev/ptmx",
        "/dev/console",
        "anon_inode:[eventfd]",
        "anon_inode:inotify",
    };
    struct stat st;
    if (descriptor_stat(t, proc, fd, &st))
        return false;
    if (S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode))
        return true;
    char path[64], link[64] = "";
    descriptor_path(t, "fd", fd, path, sizeof path);
    if (readlinkat(proc->fd, path, link, sizeof link - 1) < 0)
        return false;
    for (size_t i = 0; i < sizeof passive / sizeof *passive; i++)
        if (!strncmp(link, passive[i], strlen(passive[i])))
            return true;
    return false;
}

/* By the thread where the kernel can (6.9): its process's first thread may have ended. */
static int open_process(const struct task *t)
{
    int fd =
        t->tid == t->pid ? -1 : (int)syscall(SYS_pidfd_open, t->tid, PIDFD_OF_THREAD);
    return fd >= 0 ? fd : (int)syscall(SYS_pidfd_open, t->pid, 0);
}

int descriptor_option(const struct task *t, int fd, int name, void *value, size_t size)
{
    int process = open_process(t);
    if (process < 0)
        return -1;
    int copy = (int)syscall(SYS_pidfd_getfd, process, fd, 0);
    close(process);
    if (copy < 0)
        return -1;
    socklen_t len = (socklen_t)size;
    int result = getsockopt(copy, SOL_SOCKET, name, value, &len);
    close(copy);
    return result;
}

size_t descriptor_watched_sockets(const struct task *t, const struct proc *proc, int fd)
{
    char file[32], text[4096];
    snprintf(file, sizeof file, "fdinfo/%d", fd);
    if (task_read(t, proc, file, text, sizeof text) <= 0)
        return 0;
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, "\ntfd:")) != NULL; at++)
        if (descriptor_is_socket(t, proc, atoi(at + strlen("\ntfd:"))))
            count++;
    return count;
}
