/* SPDX-License-Identifier: MIT */
#include "play/look.h"

static const char *const activity_names[] = {
    [ACTIVITY_UNKNOWN] = "unknown",   [ACTIVITY_RUNNING] = "running",
    [ACTIVITY_SLEEPING] = "sleeping", [ACTIVITY_LISTENING] = "listening",
    [ACTIVITY_WAITING] = "waiting",   [ACTIVITY_ENDED] = "ended",
};

/* Each reads on from "it is waiting for" or "it is in" without a further word. */
static const char *const wait_kind_names[] = {
    [WAIT_OTHER] = "a system call",
    [WAIT_SOCKET_READ] = "recv()",
    [WAIT_SOCKET_WRITE] = "send()",
    [WAIT_ACCEPT] = "accept()",
    [WAIT_CONNECT] = "connect()",
    [WAIT_STDIN] = "the keyboard",
    [WAIT_PIPE] = "a pipe",
    [WAIT_MANY] = "select() or poll()",
    [WAIT_LOCK] = "a lock",
    [WAIT_CHILD] = "a child process",
    [WAIT_SLEEP] = "sleep()",
    [WAIT_SIGNAL] = "pause()",
    [WAIT_STOPPED] = "a stop (SIGSTOP)",
};

const char *activity_name(enum activity a)
{
    return activity_names[a];
}

const char *wait_kind_name(enum wait_kind k)
{
    return wait_kind_names[k];
}
