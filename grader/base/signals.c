/* SPDX-License-Identifier: MIT */
#include "base/signals.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#ifndef NSIG
#define NSIG 65 /* POSIX has no name for it; what is too large is refused */
#endif

static bool settled;
static sigset_t unusual; /* settled */

static bool is_unusual(int signal)
{
    struct sigaction now;
    return sigaction(signal, NULL, &now) == 0 && now.sa_handler != SIG_DFL;
}

void signals_settle(void)
{
    sigemptyset(&unusual);
    for (int signal = 1; signal < NSIG; signal++)
        if (is_unusual(signal))
            sigaddset(&unusual, signal);
    settled = true;
}

void signals_reset(void)
{
    const struct sigaction usual = {.sa_handler = SIG_DFL};
    for (int signal = 1; signal < NSIG; signal++)
        if (!settled || sigismember(&unusual, signal) == 1)
            sigaction(signal, &usual,
                      NULL); /* refused for KILL, STOP and glibc's own two */
}
