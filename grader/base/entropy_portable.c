/* SPDX-License-Identifier: MIT */
#include "base/entropy.h"

#include <fcntl.h>
#include <unistd.h>

int entropy_fill(void *out, size_t size)
{
    int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    ssize_t got = read(fd, out, size);
    close(fd);
    return got == (ssize_t)size ? 0 : -1;
}
