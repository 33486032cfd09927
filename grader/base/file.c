/* SPDX-License-Identifier: MIT */
#include "base/file.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static FILE *open_file(const char *what, const char *path, struct error *err)
{
    struct stat info;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd >= 0 && fstat(fd, &info) == 0 && S_ISREG(info.st_mode))
        return fdopen(fd, "r");
    if (fd < 0)
        error_errno(err, "can't read %s%s", what, path);
    else
        error_set(err, "can't read %s%s: this is %s", what, path,
                  S_ISDIR(info.st_mode) ? "a folder" : "not a file");
    if (fd >= 0)
        close(fd);
    return NULL;
}

int file_read(struct buf *out, const char *what, const char *path, size_t most,
              struct error *err)
{
    char block[16384];
    size_t got;
    FILE *file = open_file(what, path, err);
    if (!file)
        return -1;
    while (out->len <= most && (got = fread(block, 1, sizeof block, file)) > 0)
        buf_append(out, block, got);
    int result = ferror(file) ? error_errno(err, "can't read %s%s", what, path) : 0;
    fclose(file);
    return result;
}
