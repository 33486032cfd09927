/* SPDX-License-Identifier: MIT */
#include "run/user.h"

#include <grp.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "run/stage.h"

int user_drop_root(void)
{
    uid_t uid = stage_uid();
    gid_t gid = stage_gid();
    if (geteuid() == uid)
        return 0;
    if (setgroups(0, NULL) || setresgid(gid, gid, gid) || setresuid(uid, uid, uid))
        return -1;
    return prctl(PR_SET_DUMPABLE, 1); /* or our id maps are not for us to write */
}
