/* SPDX-License-Identifier: MIT
 *
 * Work in our own memory by another process: what comes back, what does not, and what becomes
 * of us when it breaks.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run/inplace.h"

struct visit {
    pid_t pid, grader, parent;
    char *text; /* allocated there */
    int fd;     /* closed there */
};

static void makes_a_visit(void *ctx, pid_t grader)
{
    struct visit *v = ctx;
    v->pid = getpid();
    v->grader = grader;
    v->parent = getppid();
    v->text = strdup("made there");
    close(v->fd);
    signal(SIGUSR1, SIG_IGN);
    if (chdir("/"))
        v->pid = 0;
}

static void memory_is_ours_and_nothing_else(void **state)
{
    char before[4096], after[4096];
    struct error err;
    struct sigaction usr1;
    (void)state;
    for (int i = 0; i < 50; i++) {
        struct visit v = {.fd = open("/dev/null", O_RDONLY | O_CLOEXEC)};
        assert_non_null(getcwd(before, sizeof before));
        assert_int_equal(inplace_run(makes_a_visit, &v, &err), 0);
        assert_true(v.pid > 0 && v.pid != getpid());
        assert_int_equal(v.grader, getpid());
        assert_int_equal(v.parent, getpid());
        assert_string_equal(v.text, "made there");
        free(v.text);
        assert_int_equal(fcntl(v.fd, F_GETFD), FD_CLOEXEC);
        close(v.fd);
        assert_int_equal(sigaction(SIGUSR1, NULL, &usr1), 0);
        assert_true(usr1.sa_handler == SIG_DFL);
        assert_string_equal(getcwd(after, sizeof after), before);
        assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
        assert_int_equal(errno, ECHILD);
    }
}

/* --- one that breaks ---------------------------------------------------------------------------- */

static void is_killed(void *ctx, pid_t grader)
{
    (void)grader;
    raise(*(const int *)ctx);
}

static void gives_up(void *ctx, pid_t grader)
{
    (void)grader;
    _exit(*(const int *)ctx);
}

static int deeper(int depth)
{
    volatile char room[4096];
    room[0] = (char)depth;
    return depth < 1 << 20 ? deeper(depth + 1) + room[0] : 0;
}

static void has_no_end(void *ctx, pid_t grader)
{
    (void)grader;
    *(int *)ctx = deeper(0);
}

static void we_end_as_it_did(void **state)
{
    static const struct row {
        inplace_body *body;
        int number, signal, status;
    } rows[] = {
        {is_killed, SIGKILL, SIGKILL, 0},
        {is_killed, SIGTERM, SIGTERM, 0},
        {gives_up, 3, 0, EXIT_FAILURE},
        {has_no_end, 0, SIGSEGV, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int status;
        pid_t pid = fork();
        assert_true(pid >= 0);
        if (pid == 0) {
            struct error err;
            int number = rows[i].number;
            signal(SIGSEGV, SIG_DFL); /* cmocka's own would be asked */
            inplace_run(rows[i].body, &number, &err);
            _exit(0);
        }
        assert_int_equal(waitpid(pid, &status, 0), pid);
        if ((WIFSIGNALED(status) ? WTERMSIG(status) : 0) != rows[i].signal
            || (WIFEXITED(status) ? WEXITSTATUS(status) : 0) != rows[i].status)
            fail_msg("row %zu: status %#x", i, (unsigned)status);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_ours_and_nothing_else),
        cmocka_unit_test(we_end_as_it_did),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
