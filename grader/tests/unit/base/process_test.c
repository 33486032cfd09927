/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/process.h"

#define LIMIT_MS 20000

/* A child that lives until its pipe is closed, and ends with that status. */
static pid_t child(int status, int *pipe_fd)
{
    int fds[2];
    char byte;
    assert_int_equal(fd_pipe(fds), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        close(fds[1]);
        ssize_t n = read(fds[0], &byte, 1);
        _exit(n == 0 ? status : 99);
    }
    close(fds[0]);
    *pipe_fd = fds[1];
    return pid;
}

static int polls(int process, int wait_ms)
{
    struct pollfd p = {.fd = process, .events = POLLIN};
    int n;
    do
        n = poll(&p, 1, wait_ms);
    while (n < 0);
    return n;
}

static void tells_the_end(void **state)
{
    siginfo_t end;
    int pipe_fd;
    (void)state;
    pid_t pid = child(7, &pipe_fd);
    int process = process_watch(pid);
    assert_true(process >= 0);
    assert_true(fcntl(process, F_GETFD) & FD_CLOEXEC);
    assert_false(process_ended(process, &end));
    assert_int_equal(polls(process, 0), 0);
    close(pipe_fd);
    assert_int_equal(polls(process, LIMIT_MS), 1);
    for (int i = 0; i < 2; i++) { /* asked twice, it has ended as before */
        assert_true(process_ended(process, &end));
        assert_int_equal(end.si_code, CLD_EXITED);
        assert_int_equal(end.si_status, 7);
        assert_int_equal(polls(process, 0), 1);
    }
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    process_close(process);
}

static void tells_what_was_before(void **state)
{
    siginfo_t end;
    int pipe_fd;
    (void)state;
    pid_t pid = child(3, &pipe_fd);
    close(pipe_fd);
    assert_int_equal(waitid(P_PID, (id_t)pid, &end, WEXITED | WNOWAIT), 0);
    int process = process_watch(pid);
    assert_int_equal(polls(process, LIMIT_MS), 1);
    assert_true(process_ended(process, &end));
    assert_int_equal(end.si_status, 3);
    waitpid(pid, NULL, 0);
    process_close(process);
}

static void knows_its_own(void **state)
{
    siginfo_t end;
    int pipes[2];
    (void)state;
    pid_t one = child(1, &pipes[0]);
    pid_t two = child(2, &pipes[1]); /* holds the first one's pipe, too */
    int first = process_watch(one), second = process_watch(two);
    assert_int_equal(process_signal(first, SIGTERM), 0);
    assert_int_equal(polls(first, LIMIT_MS), 1);
    while (!process_ended(first, &end))
        polls(first, LIMIT_MS);
    assert_int_equal(end.si_code, CLD_KILLED);
    assert_int_equal(end.si_status, SIGTERM);
    assert_false(process_ended(second, &end));
    assert_int_equal(polls(second, 0), 0); /* not after it was asked */
    waitpid(one, NULL, 0);
    assert_int_equal(process_signal(first, SIGTERM), -1); /* reaped: nobody's number */
    process_close(first);
    close(pipes[0]);
    close(pipes[1]);
    assert_int_equal(polls(second, LIMIT_MS), 1);
    assert_true(process_ended(second, &end));
    assert_int_equal(end.si_status, 2);
    waitpid(two, NULL, 0);
    process_close(second);
    process_close(-1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_the_end),
        cmocka_unit_test(tells_what_was_before),
        cmocka_unit_test(knows_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
