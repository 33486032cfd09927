/* SPDX-License-Identifier: MIT */
#include "base/notify.h"

int notify_open(void)
{
    return -1;
}

void notify_of(int notify, const char *folder)
{
    (void)notify;
    (void)folder;
}

void notify_clear(int notify)
{
    (void)notify;
}
