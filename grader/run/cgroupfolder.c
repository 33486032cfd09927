/* SPDX-License-Identifier: MIT */
#include "run/cgroupfolder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "run/cgroupfile.h"

/* Processes that were killed are gone in a moment, unless they hang in the kernel. */
#define GONE_MS 5000
#define LOOK_AGAIN_MS 100

/* A program may have made cgroups below its own; what lies deeper than this stays. */
#define DEEPEST 32

int cgroupfolder_each(int folder, const char *file, cgroupfolder_call *call,
                      const void *ctx, pid_t *stopped_at)
{
    int result = 0;
    int fd = openat(folder, file, O_RDONLY | O_CLOEXEC);
    FILE *list = fd < 0 ? NULL : fdopen(fd, "r");
    if (!list) {
        if (fd >= 0)
            close(fd);
        return 0;
    }
    for (int pid; !result && fscanf(list, "%d", &pid) == 1; *stopped_at = pid)
        result = call(ctx, pid);
    fclose(list);
    return result;
}

static int kill_one(const void *ctx, pid_t pid)
{
    (void)ctx;
    if (pid > 0)
        kill(pid, SIGKILL);
    return 0;
}

/* Kernels before 5.14 have no cgroup.kill; then nobody may multiply while we go through. */
static void kill_all(int folder)
{
    pid_t pid;
    if (!cgroupfile_write(folder, "cgroup.kill", "1"))
        return;
    cgroupfile_write(folder, "pids.max", "0");
    cgroupfolder_each(folder, "cgroup.procs", kill_one, NULL, &pid);
}

static int end_all(int folder)
{
    char text[256];
    const int64_t end_ns = clock_now_ns() + GONE_MS * NS_PER_MS;
    int events = openat(folder, "cgroup.events", O_RDONLY | O_CLOEXEC), result = -1;
    do {
        ssize_t n = pread(events, text, sizeof text - 1, 0);
        text[n > 0 ? n : 0] = '\0';
        result = cgroupfile_count(text, "populated") ? -1 : 0;
        if (!result)
            break;
        kill_all(folder);
        struct pollfd changed = {.fd = events, .events = POLLPRI};
        poll(&changed, 1, LOOK_AGAIN_MS);
    } while (clock_now_ns() < end_ns);
    if (events >= 0)
        close(events);
    return result;
}

/* Deepest first: each goes only when it has none below. */
static int remove_tree(int above, const char *name, int depth)
{
    if (!unlinkat(above, name, AT_REMOVEDIR) || errno == ENOENT)
        return 0;
    int fd = openat(above, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *list = fd < 0 || depth == DEEPEST ? NULL : fdopendir(fd);
    if (!list) {
        if (fd >= 0)
            close(fd);
        return -1;
    }
    for (struct dirent *e; (e = readdir(list)) != NULL;)
        if (e->d_type == DT_DIR && strcmp(e->d_name, ".") != 0
            && strcmp(e->d_name, "..") != 0)
            remove_tree(fd, e->d_name, depth + 1);
    closedir(list);
    return unlinkat(above, name, AT_REMOVEDIR);
}

int cgroupfolder_discard(int home, const char *name, struct error *err)
{
    int folder = openat(home, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return errno == ENOENT
                   ? 0
                   : error_errno(err, "can't open the control group %s", name);
    int result = end_all(folder);
    close(folder);
    if (result)
        return error_set(err, "processes in the control group %s can't be ended", name);
    if (remove_tree(home, name, 0))
        return error_errno(err, "can't remove the control group %s", name);
    return 0;
}
