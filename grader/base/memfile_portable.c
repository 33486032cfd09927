/* SPDX-License-Identifier: MIT */
#include "base/memfile.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* A temporary file that loses its name at once. */
int memfile_make(const char *name, struct error *err)
{
    char path[256];
    const char *folder = getenv("TMPDIR");
    (void)name;
    int len = snprintf(path, sizeof path, "%s/sockgrade-XXXXXX",
                       folder && folder[0] == '/' ? folder : "/tmp");
    int fd = len < (int)sizeof path ? mkstemp(path) : -1;
    if (fd < 0)
        return error_errno(err, "can't make a temporary file");
    unlink(path);
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    return fd;
}
