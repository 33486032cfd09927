/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run/child.h"

#define LARGE ((size_t)3 << 20)

static void says_hello(void *ctx, int out_fd, pid_t grader)
{
    const char *word = ctx;
    if (getppid() == grader)
        child_answer(out_fd, word, strlen(word));
}

static void says_much(void *ctx, int out_fd, pid_t grader)
{
    (void)ctx;
    (void)grader;
    static char much[LARGE];
    for (size_t i = 0; i < LARGE; i++)
        much[i] = (char)(i * 2654435761u >> 24);
    child_answer(out_fd, much, LARGE);
}

static void says_nothing(void *ctx, int out_fd, pid_t grader)
{
    (void)ctx;
    (void)out_fd;
    (void)grader;
}

static void is_killed(void *ctx, int out_fd, pid_t grader)
{
    (void)out_fd;
    (void)grader;
    raise(*(int *)ctx);
}

static void answers_and_is_killed(void *ctx, int out_fd, pid_t grader)
{
    (void)grader;
    child_answer(out_fd, "x", 1);
    raise(*(int *)ctx);
}

/* Answers, closes, and goes on until we say so. */
static void tidies_up(void *ctx, int out_fd, pid_t grader)
{
    (void)grader;
    char byte;
    child_answer(out_fd, "done", 4);
    close(out_fd);
    while (read(*(int *)ctx, &byte, 1) < 0 && errno == EINTR)
        ;
}

static void nobody_is_left(void)
{
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
}

static void answers(void **state)
{
    (void)state;
    char word[] = "hello";
    struct buf answer = {0};
    struct error err;
    int fd;
    pid_t pid = child_start(says_hello, word, &fd, &err);
    assert_true(pid > 0);
    assert_true(fcntl(fd, F_GETFL) & O_NONBLOCK);
    assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
    assert_int_equal(child_finish(pid, fd, &answer, &err), 0);
    assert_string_equal(answer.data, "hello");
    buf_close(&answer);
    nobody_is_left();
}

static void answers_at_length(void **state)
{
    (void)state;
    struct buf answer = {0};
    struct error err;
    int fd;
    pid_t pid = child_start(says_much, NULL, &fd, &err);
    assert_int_equal(child_finish(pid, fd, &answer, &err), 0);
    assert_int_equal(answer.len, LARGE);
    for (size_t i = 0; i < LARGE; i++)
        if (answer.data[i] != (char)(i * 2654435761u >> 24))
            fail_msg("byte %zu is another", i);
    buf_close(&answer);
}

static void tells_why_there_is_no_answer(void **state)
{
    (void)state;
    int number = SIGKILL;
    static const struct {
        child_body *body;
        int status;
        const char *text;
    } rows[] = {
        {says_nothing, -1, "gave no answer"},
        {is_killed, -1, "signal 9"},
        {answers_and_is_killed, 0, ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf answer = {0};
        struct error err = {0};
        int fd;
        pid_t pid = child_start(rows[i].body, &number, &fd, &err);
        assert_int_equal(child_finish(pid, fd, &answer, &err), rows[i].status);
        if (!strstr(err.text, rows[i].text))
            fail_msg("row %zu: \"%s\"", i, err.text);
        buf_close(&answer);
    }
    nobody_is_left();
}

static void need_not_be_waited_for(void **state)
{
    (void)state;
    struct buf answer = {0};
    struct error err;
    int fd, ends[2];
    assert_int_equal(child_pipe(ends, &err), 0);
    fcntl(ends[0], F_SETFL, 0); /* this once it waits */
    pid_t pid = child_start(tidies_up, &ends[0], &fd, &err);
    while (!child_hear(fd, &answer))
        ;
    assert_string_equal(answer.data, "done");
    assert_int_equal(waitpid(pid, NULL, WNOHANG), 0);
    assert_int_equal(write(ends[1], "x", 1), 1);
    assert_int_equal(child_reap(pid, &answer, &err), 0);
    nobody_is_left();
    buf_close(&answer);
    close(fd);
    close(ends[0]);
    close(ends[1]);
}

static void nobody_may_want_the_answer(void **state)
{
    (void)state;
    struct error err;
    int ends[2];
    signal(SIGPIPE, SIG_IGN);
    assert_int_equal(child_pipe(ends, &err), 0);
    close(ends[0]);
    child_answer(ends[1], "x", 1);
    close(ends[1]);
    signal(SIGPIPE, SIG_DFL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers),
        cmocka_unit_test(answers_at_length),
        cmocka_unit_test(tells_why_there_is_no_answer),
        cmocka_unit_test(need_not_be_waited_for),
        cmocka_unit_test(nobody_may_want_the_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
