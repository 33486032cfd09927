/* SPDX-License-Identifier: MIT
 *
 * What run/beacon.h promises. This is no part of the grader: the build makes its assembly a
 * text of the grader's (cmake/SockgradeBeacon.cmake), since students' compilers take an
 * eighth of the time for that.
 */
#include "run/beacon.h"

#include <signal.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

static void tell(int number, siginfo_t *info, void *context)
{
    struct sigaction usual = {.sa_handler = SIG_DFL};
    syscall(SYS_prctl, (long)BEACON_CALL, (long)number, info, context, 0L);
    sigaction(number, &usual, NULL);
    syscall(SYS_tgkill, syscall(SYS_getpid), syscall(SYS_gettid), number);
}

/* Before anything of the program's own, which is constructors in C++. The stack may be what
 * is used up: so the handler has one of its own. */
__attribute__((constructor(101))) static void begin(void)
{
    static char room[65536];
    static const int numbers[] = {SIGSEGV, SIGBUS,  SIGFPE,  SIGILL,
                                  SIGTRAP, SIGABRT, SIGPIPE, SIGXFSZ};
    const stack_t stack = {.ss_sp = room, .ss_size = sizeof room};
    const struct sigaction ours = {.sa_sigaction = tell,
                                   .sa_flags = SA_SIGINFO | SA_ONSTACK};
    struct sigaction now;
    sigaltstack(&stack, NULL);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (!sigaction(numbers[i], NULL, &now) && now.sa_handler == SIG_DFL)
            sigaction(numbers[i], &ours, NULL);
}
