/* SPDX-License-Identifier: MIT */
#include "run/shortage.h"

#include <errno.h>
#include <stddef.h>

/* ENOSPC is not among them: it says that there may be no namespaces (unshare(2)). */
static const int numbers[] = {EAGAIN, EMFILE, ENFILE, ENOBUFS, ENOMEM, ETOOMANYREFS};

bool shortage_is(int number)
{
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (numbers[i] == number)
            return true;
    return false;
}
