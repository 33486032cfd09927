/* SPDX-License-Identifier: MIT */
#include "run/guardian.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run/passing.h"
#include "run/scratch.h"

/* A process that was killed is given this long to be gone before the next is looked for. */
#define PATIENCE_MS 1000

/* More scans than this find a program that multiplies faster than it can be ended. */
#define SCANS_MAX 1000

#define ENVIRONMENT_BYTES 131072

static ssize_t read_text(int folder, const char *pid, const char *file, char *out,
                         size_t size)
{
    char path[64];
    snprintf(path, sizeof path, "%.20s/%s", pid, file);
    int fd = openat(folder, path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    size_t len = 0;
    ssize_t n;
    while (len < size - 1 && (n = read(fd, out + len, size - 1 - len)) > 0)
        len += (size_t)n;
    out[len] = '\0';
    close(fd);
    return (ssize_t)len;
}

/* Entries of an environment stand one behind the other, each ended by a NUL. */
static bool is_marked(int folder, const char *pid, const char *marker)
{
    static char environment[ENVIRONMENT_BYTES];
    ssize_t len = read_text(folder, pid, "environ", environment, sizeof environment);
    for (ssize_t at = 0; at < len; at += (ssize_t)strlen(environment + at) + 1)
        if (!strcmp(environment + at, marker))
            return true;
    return false;
}

static bool is_ours(int folder, const char *pid, pid_t program, const char *marker)
{
    char text[1024], state = 'Z';
    int group = 0, session = 0;
    if (read_text(folder, pid, "stat", text, sizeof text) <= 0)
        return false;
    const char *name_end = strrchr(text, ')');
    if (!name_end || sscanf(name_end + 1, " %c %*d %d %d", &state, &group, &session) != 3
        || state == 'Z' || state == 'X')
        return false;
    return (program > 0 && (group == program || session == program))
           || is_marked(folder, pid, marker);
}

/* The pidfd is opened first, so that whoever was looked at is who is killed. */
static bool end_if_ours(int folder, const char *pid, pid_t program, const char *marker)
{
    int fd = (int)syscall(SYS_pidfd_open, atoi(pid), 0);
    bool ours = fd >= 0 && is_ours(folder, pid, program, marker)
                && !syscall(SYS_pidfd_send_signal, fd, SIGKILL, NULL, 0);
    struct pollfd gone = {.fd = fd, .events = POLLIN};
    if (ours)
        poll(&gone, 1, PATIENCE_MS);
    if (fd >= 0)
        close(fd);
    return ours;
}

/* Returns how many were ended. */
static size_t scan(pid_t program, const char *marker)
{
    size_t ended = 0;
    DIR *list = opendir("/proc");
    if (!list)
        return 0;
    for (struct dirent *e; (e = readdir(list)) != NULL;)
        if (e->d_name[0] >= '1' && e->d_name[0] <= '9')
            ended += end_if_ours(dirfd(list), e->d_name, program, marker);
    closedir(list);
    return ended;
}

/* The process itself: waits for word or for the end of who it guards. */
static void guard(int us, const char *folder, const char *marker)
{
    pid_t program = 0, told;
    ssize_t len;
    setsid();
    dup2(us, 0);
    syscall(SYS_close_range, 1u, ~0u, 0);
    send(0, "", 1, MSG_NOSIGNAL); /* on guard */
    while ((len = recv(0, &told, sizeof told, 0)) != 0) {
        if (len == sizeof told && !told)
            _exit(0);
        if (len == sizeof told)
            program = told;
    }
    if (program > 0)
        kill(-program, SIGKILL);
    for (int i = 0; i < SCANS_MAX && scan(program, marker); i++)
        ;
    scratch_remove(folder);
    _exit(0);
}

int guardian_start(const char *folder, const char *marker, struct error *err)
{
    int ends[2];
    if (passing_pair(ends, err))
        return -1;
    pid_t middle = fork();
    if (middle == 0) {
        /* As a grandchild it is nobody's of ours once its parent has gone. */
        pid_t guardian = fork();
        if (guardian == 0)
            guard(ends[1], folder, marker);
        _exit(guardian < 0);
    }
    close(ends[1]);
    int status = -1;
    while (middle > 0 && waitpid(middle, &status, 0) < 0 && errno == EINTR)
        ;
    char byte;
    ssize_t ready = -1;
    do
        ready = status == 0 ? recv(ends[0], &byte, 1, 0) : -1;
    while (ready < 0 && status == 0 && errno == EINTR);
    if (ready > 0)
        return ends[0];
    close(ends[0]);
    return error_set(err, "can't start the process that cleans up");
}

void guardian_tell(int guardian, pid_t program)
{
    send(guardian, &program, sizeof program, MSG_NOSIGNAL);
}

void guardian_dismiss(int guardian)
{
    pid_t answer;
    guardian_tell(guardian, 0);
    while (recv(guardian, &answer, sizeof answer, 0) < 0 && errno == EINTR)
        ;
}
