/* SPDX-License-Identifier: MIT */
#include "base/installed.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void drop_last_part(char *path)
{
    char *slash = strrchr(path, '/');
    if (slash)
        *slash = '\0';
}

void installed_command(char *out, size_t size)
{
    ssize_t n = readlink("/proc/self/exe", out, size - 1);
    out[n > 0 ? n : 0] = '\0';
    drop_last_part(out);
}

void installed_data(char *out, size_t size)
{
    char prefix[PATH_MAX];
    out[0] = '\0';
    installed_command(prefix, sizeof prefix);
    if (!prefix[0])
        return;
    drop_last_part(prefix);
    snprintf(out, size, "%s/share/sockgrade", prefix);
}
