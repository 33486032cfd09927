/* SPDX-License-Identifier: MIT */
#include "run/kernel.h"

#include <stdio.h>
#include <sys/utsname.h>

bool kernel_is_since(int major, int minor)
{
    struct utsname name;
    int its_major, its_minor;
    if (uname(&name) || sscanf(name.release, "%d.%d", &its_major, &its_minor) != 2)
        return true;
    return its_major > major || (its_major == major && its_minor >= minor);
}
