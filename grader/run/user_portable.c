/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE /* for setgroups(): every system has it, no standard names it */
#include "run/user.h"

#include <grp.h>
#include <unistd.h>

#include "run/stage.h"

/* For root these set the real and the saved ids as well (setuid(2)). */
int user_drop_root(void)
{
    if (geteuid() == stage_uid())
        return 0;
    return setgroups(0, NULL) || setgid(stage_gid()) || setuid(stage_uid()) ? -1 : 0;
}
