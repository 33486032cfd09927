/* SPDX-License-Identifier: MIT */
#include "base/notify.h"

#include <sys/inotify.h>
#include <unistd.h>

/* A file that is being written is not worth a look until it is closed. */
#define WORTH_A_LOOK                                                                     \
    (IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB    \
     | IN_ONLYDIR)

int notify_open(void)
{
    return inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
}

void notify_of(int notify, const char *folder)
{
    if (notify >= 0)
        inotify_add_watch(notify, folder, WORTH_A_LOOK);
}

void notify_clear(int notify)
{
    char events[4096];
    while (notify >= 0 && read(notify, events, sizeof events) > 0)
        ;
}
