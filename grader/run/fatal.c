/* SPDX-License-Identifier: MIT */
#include "run/fatal.h"

#include <signal.h>
#include <sys/uio.h>

/* The first ones and the last one are kept. */
static struct fatal *place_for(struct fatals *f)
{
    if (f->count < FATALS)
        return &f->list[f->count++];
    snapshot_free(f->list[FATALS - 1].snapshot);
    return &f->list[FATALS - 1];
}

void fatals_hear(struct fatals *f, pid_t pid, pid_t tid, const uint64_t *args)
{
    siginfo_t info;
    struct iovec ours = {&info, sizeof info};
    struct iovec theirs = {(void *)(uintptr_t)args[2], sizeof info};
    if (process_vm_readv(tid, &ours, 1, &theirs, 1, 0) != sizeof info)
        return;
    *place_for(f) = (struct fatal){
        .pid = pid,
        .signal = (int)args[1],
        .code = info.si_code,
        .address = (uint64_t)(uintptr_t)info.si_addr,
        .snapshot = snapshot_of_context(pid, tid, args[3]),
    };
}

void fatals_close(struct fatals *f)
{
    for (size_t i = 0; i < f->count; i++)
        snapshot_free(f->list[i].snapshot);
    *f = (struct fatals){0};
}
