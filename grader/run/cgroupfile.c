/* SPDX-License-Identifier: MIT */
#include "run/cgroupfile.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int close_with(int fd, int result)
{
    int saved = errno;
    close(fd);
    errno = saved;
    return result;
}

int cgroupfile_read(int folder, const char *name, char *out, size_t size)
{
    int fd = openat(folder, name, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    size_t len = 0;
    ssize_t n = 0;
    while (len < size - 1 && (n = read(fd, out + len, size - 1 - len)) > 0)
        len += (size_t)n;
    out[len] = '\0';
    return close_with(fd, n < 0 ? -1 : 0);
}

/* The kernel takes a value whole or refuses it. */
int cgroupfile_write(int folder, const char *name, const char *text)
{
    int fd = openat(folder, name, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    return close_with(fd, write(fd, text, strlen(text)) < 0 ? -1 : 0);
}

/* "0::/user.slice/x\n": hierarchy 0 is version 2, the others belong to version 1. */
int cgroupfile_path(const char *proc_cgroup, char *out, size_t size)
{
    static const char gone[] = " (deleted)";
    const char *line = proc_cgroup;
    while (line && strncmp(line, "0::", 3) != 0) {
        line = strchr(line, '\n');
        line = line ? line + 1 : NULL;
    }
    if (!line)
        return -1;
    const char *path = line + 3;
    size_t len = strcspn(path, "\n");
    bool outside = !strncmp(path, "/..", 3) && (path[3] == '/' || len == 3);
    bool removed = len >= sizeof gone
                   && !strncmp(path + len - sizeof gone + 1, gone, sizeof gone - 1);
    if (path[0] != '/' || outside || removed || len >= size)
        return -1;
    memcpy(out, path, len);
    out[len] = '\0';
    return 0;
}

/* Blanks and backslashes in a path of mountinfo are written as \ooo. */
static int unescape(const char *word, size_t len, char *out, size_t size)
{
    size_t used = 0;
    for (size_t i = 0; i < len; i++) {
        char digits[4] = {0}, c = word[i];
        if (c == '\\' && i + 3 < len && strspn(word + i + 1, "01234567") >= 3) {
            memcpy(digits, word + i + 1, 3);
            c = (char)strtol(digits, NULL, 8);
            i += 3;
        }
        if (used + 1 >= size)
            return -1;
        out[used++] = c;
    }
    out[used] = '\0';
    return 0;
}

/* The field of a line, counted from 0 by single blanks; NULL behind the line's end. */
static const char *field(const char *line, const char *end, int index, size_t *len)
{
    for (; index > 0; index--) {
        line = memchr(line, ' ', (size_t)(end - line));
        if (!line)
            return NULL;
        line++;
    }
    const char *blank = memchr(line, ' ', (size_t)(end - line));
    *len = (size_t)((blank ? blank : end) - line);
    return line;
}

static bool is_version_2(const char *line, const char *end)
{
    static const char mark[] = " - cgroup2 ";
    const size_t len = sizeof mark - 1;
    for (; (size_t)(end - line) >= len; line++)
        if (!memcmp(line, mark, len))
            return true;
    return false;
}

/* What remains of path below root: "" or "/x"; NULL when it is not below. */
static const char *below(const char *root, const char *path)
{
    size_t len = strcmp(root, "/") ? strlen(root) : 0;
    if (strncmp(path, root, len) != 0 || (path[len] && path[len] != '/'))
        return NULL;
    return !strcmp(path + len, "/") ? "" : path + len;
}

/* ID PARENT DEVICE ROOT MOUNT-POINT OPTIONS ... - TYPE ... */
static int folder_by(const char *line, const char *end, const char *path, char *out,
                     size_t size)
{
    char root[4096], point[4096];
    size_t root_len = 0, point_len = 0;
    const char *rest, *root_at = field(line, end, 3, &root_len);
    const char *point_at = field(line, end, 4, &point_len);
    if (!is_version_2(line, end) || !root_at || !point_at
        || unescape(root_at, root_len, root, sizeof root)
        || unescape(point_at, point_len, point, sizeof point)
        || (rest = below(root, path)) == NULL)
        return -1;
    int len = snprintf(out, size, "%s%s", point, rest);
    return len > 0 && (size_t)len < size ? 0 : -1;
}

int cgroupfile_folder(const char *mountinfo, const char *path, char *out, size_t size)
{
    for (const char *line = mountinfo; *line;) {
        const char *end = line + strcspn(line, "\n");
        if (!folder_by(line, end, path, out, size))
            return 0;
        line = *end ? end + 1 : end;
    }
    return -1;
}

bool cgroupfile_lists(const char *list, const char *word)
{
    size_t len = strlen(word);
    while (*(list += strspn(list, " \n"))) {
        size_t next = strcspn(list, " \n");
        if (next == len && !strncmp(list, word, len))
            return true;
        list += next;
    }
    return false;
}

int64_t cgroupfile_count(const char *text, const char *key)
{
    size_t len = strlen(key);
    while (text && *text) {
        if (!strncmp(text, key, len) && text[len] == ' ')
            return strtoll(text + len + 1, NULL, 10);
        text = strchr(text, '\n');
        text = text ? text + 1 : NULL;
    }
    return 0;
}

void cgroupfile_name(const struct cgroupfile_maker *maker, unsigned number,
                     char out[CGROUPFILE_NAME_SIZE])
{
    snprintf(out, CGROUPFILE_NAME_SIZE, "sockgrade-run-%" PRIu64 "-%d-%" PRIu64 "-%u",
             maker->pid_namespace, (int)maker->pid, maker->start, number);
}

bool cgroupfile_name_read(const char *name, struct cgroupfile_maker *out)
{
    struct cgroupfile_maker maker;
    int pid, end = -1;
    unsigned number;
    if (sscanf(name, "sockgrade-run-%" SCNu64 "-%d-%" SCNu64 "-%u%n",
               &maker.pid_namespace, &pid, &maker.start, &number, &end)
            != 4
        || name[end] || pid <= 0)
        return false;
    maker.pid = pid;
    *out = maker;
    return true;
}

/* PID (NAME) STATE ...: the name may hold blanks and parentheses. The start is field 22. */
uint64_t cgroupfile_start(const char *stat)
{
    const char *rest = strrchr(stat, ')');
    char state;
    uint64_t start;
    if (!rest
        || sscanf(rest,
                  ") %c %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s "
                  "%*s %*s %" SCNu64,
                  &state, &start)
               != 2
        || state == 'Z' || state == 'X')
        return 0;
    return start;
}
