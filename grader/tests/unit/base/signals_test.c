/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdbool.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/signals.h"

static void hear(int number)
{
    (void)number;
}

static bool is_usual(int number)
{
    struct sigaction now;
    return sigaction(number, NULL, &now) == 0 && now.sa_handler == SIG_DFL;
}

/* In a process of its own, which a settled one would spoil for the others. */
static void reset(bool settles, int *status)
{
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        signal(SIGPIPE, SIG_IGN);
        signal(SIGHUP, hear);
        if (settles)
            signals_settle();
        signals_reset();
        _exit(is_usual(SIGPIPE) && is_usual(SIGHUP) && is_usual(SIGSEGV) ? 0 : 1);
    }
    assert_int_equal(waitpid(pid, status, 0), pid);
}

static void all_are_reset(void **state)
{
    int status;
    (void)state;
    reset(false, &status);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    reset(true, &status);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(all_are_reset)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
