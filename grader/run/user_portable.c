/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE /* for setgroups(): every system has it, no standard names it */
#include "run/user.h"

#include <grp.h>
#include <unistd.h>

/* Nobody's, on most systems; there need be no such entry in /etc/passwd. */
#define UNPRIVILEGED 65534

uid_t user_uid(void)
{
    return geteuid() ? geteuid() : UNPRIVILEGED;
}

gid_t user_gid(void)
{
    return geteuid() ? getegid() : UNPRIVILEGED;
}

/* For root these set the real and the saved ids as well (setuid(2)). */
int user_drop_root(struct error *err)
{
    if (geteuid())
        return 0;
    if (setgroups(0, NULL) || setgid(UNPRIVILEGED) || setuid(UNPRIVILEGED))
        return error_errno(err, "can't become an unprivileged user to run programs");
    return 0;
}
