/* SPDX-License-Identifier: MIT */
#include "run/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

/* mount_setattr(2); the C library's own declarations come and go with its version. */
#define ATTRIBUTE_READ_ONLY 1
#define ATTRIBUTE_NO_SETUID 2
struct mount_change {
    uint64_t set, clear, propagation, user_namespace;
};

/* What a mount has that a user namespace may not take away; ST_ and MS_ are the same here. */
#define KEPT (MS_NODEV | MS_NOEXEC)

static int seal_one(const char *path)
{
    struct statvfs info;
    unsigned long flags = MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID;
    if (!statvfs(path, &info)
        && !mount(NULL, path, NULL, flags | (info.f_flag & KEPT), NULL))
        return 0;
    return errno == EACCES || errno == ENOENT ? 0 : -1; /* nobody gets there */
}

static int octal(const char *digits)
{
    int value = 0;
    for (int i = 0; i < 3; i++)
        value = digits[i] < '0' || digits[i] > '7' ? -1000 : 8 * value + digits[i] - '0';
    return value;
}

/* The fifth word is where it is mounted, blanks and the like as "\040": proc(5). */
static char *mount_point(char *line)
{
    for (int i = 0; line && i < 4; i++) {
        line = strchr(line, ' ');
        line += line != NULL;
    }
    char *to = line;
    for (char *at = line; at && *at && *at != ' '; at++) {
        int byte = *at == '\\' ? octal(at + 1) : -1;
        *to++ = byte > 0 ? (char)byte : *at;
        at += byte > 0 ? 3 : 0;
    }
    if (to)
        *to = '\0';
    return line;
}

static ssize_t read_all(const char *path, char *out, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : 1;
    size_t len = 0;
    while (n > 0) {
        n = read(fd, out + len, size - 1 - len);
        len += n > 0 ? (size_t)n : 0;
    }
    if (fd >= 0)
        close(fd);
    out[len] = '\0';
    errno = n == 0 ? ENOBUFS : errno;
    return n < 0 || len == size - 1 ? -1 : (ssize_t)len;
}

static int seal_each(void)
{
    static char text[256 * 1024];
    if (read_all("/proc/self/mountinfo", text, sizeof text) < 0)
        return -1;
    for (char *line = text, *next; *line; line = next) {
        char *end = strchr(line, '\n');
        next = end ? end + 1 : line + strlen(line);
        if (end)
            *end = '\0';
        char *path = mount_point(line);
        if (path && seal_one(path))
            return -1;
    }
    return 0;
}

int seal_mounts(void)
{
    struct mount_change change = {.set = ATTRIBUTE_READ_ONLY | ATTRIBUTE_NO_SETUID};
    if (!syscall(SYS_mount_setattr, AT_FDCWD, "/", AT_RECURSIVE, &change, sizeof change))
        return 0;
    return errno == ENOSYS ? seal_each() : -1;
}
