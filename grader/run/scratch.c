/* SPDX-License-Identifier: MIT */
#include "run/scratch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/entropy.h"

/* A program may nest folders without end; what lies deeper than this stays. */
#define DEEPEST 200

int scratch_choose(char *out, size_t size, struct error *err)
{
    const char *const places[] = {getenv("TMPDIR"), "/tmp"};
    uint64_t number = 0;
    if (entropy_fill(&number, sizeof number))
        return error_errno(err, "can't draw a name for a temporary folder");
    for (size_t i = 0; i < 2; i++) {
        if (!places[i] || places[i][0] != '/' || access(places[i], W_OK | X_OK))
            continue;
        int len = snprintf(out, size, "%s/sockgrade-%016" PRIx64, places[i], number);
        if (len > 0 && (size_t)len < size)
            return 0;
    }
    out[0] = '\0';
    return error_errno(err, "can't make a temporary folder in /tmp");
}

int scratch_begin(const char *path, struct error *err)
{
    return mkdir(path, 0700)
               ? error_errno(err, "can't make the temporary folder %s", path)
               : 0;
}

int scratch_make(char *out, size_t size, struct error *err)
{
    return scratch_choose(out, size, err) || scratch_begin(out, err) ? -1 : 0;
}

/* The source's file position is shared with others, so it is not used. */
static int copy_content(int from, off_t at, off_t end, int to)
{
    char block[65536];
    ssize_t n = 0;
    for (size_t most; at < end; at += n) {
        most = end - at < (off_t)sizeof block ? (size_t)(end - at) : sizeof block;
        n = pread(from, block, most, at);
        if (n <= 0)
            return (int)n;
        for (ssize_t done = 0; done < n;) {
            ssize_t written = write(to, block + done, (size_t)(n - done));
            if (written < 0)
                return -1;
            done += written;
        }
    }
    return 0;
}

static void make_folders(const char *path, size_t from)
{
    char above[PATH_MAX];
    for (const char *slash = strchr(path + from, '/'); slash;
         slash = strchr(slash + 1, '/')) {
        snprintf(above, sizeof above, "%.*s", (int)(slash - path), path);
        mkdir(above, 0755); /* it may be there */
    }
}

int scratch_put(const char *folder, const char *name, int fd, off_t at, off_t size,
                mode_t mode, struct error *err)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    make_folders(path, strlen(folder) + 1);
    int to = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
    if (to < 0)
        return error_errno(err, "can't make %s", path);
    int result = fchmod(to, mode) || copy_content(fd, at, at + size, to) ? -1 : 0;
    if (result)
        error_errno(err, "can't copy a file to %s", path);
    close(to);
    return result;
}

/* Takes folder over. A program may have locked itself out of its own folders. */
static void empty(int folder, int depth)
{
    fchmod(folder, 0700);
    DIR *list = fdopendir(folder);
    if (!list) {
        close(folder);
        return;
    }
    for (struct dirent *e; (e = readdir(list)) != NULL;) {
        if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..")
            || !unlinkat(folder, e->d_name, 0) || depth == DEEPEST)
            continue;
        const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
        int below = openat(folder, e->d_name, flags);
        if (below < 0 && errno == EACCES && !fchmodat(folder, e->d_name, 0700, 0))
            below = openat(folder, e->d_name, flags);
        if (below >= 0)
            empty(below, depth + 1);
        unlinkat(folder, e->d_name, AT_REMOVEDIR);
    }
    closedir(list);
}

void scratch_remove(const char *path)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder < 0 && errno == EACCES && !chmod(path, 0700))
        folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder >= 0)
        empty(folder, 0);
    rmdir(path);
}
