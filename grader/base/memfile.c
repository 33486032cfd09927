/* SPDX-License-Identifier: MIT */
#include "base/memfile.h"

#include <sys/mman.h>

int memfile_make(const char *name, struct error *err)
{
    int fd = memfd_create(name, MFD_CLOEXEC);
    return fd < 0 ? error_errno(err, "can't make a file in memory") : fd;
}
