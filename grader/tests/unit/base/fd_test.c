/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fd.h"
#include "base/memfile.h"

static void assert_born_right(int fd, int blocking)
{
    assert_true(fd >= 0);
    assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
    assert_int_equal(!(fcntl(fd, F_GETFL) & O_NONBLOCK), blocking);
}

static void pipes(void **state)
{
    int fds[2];
    char byte = 0;
    (void)state;
    assert_int_equal(fd_pipe(fds), 0);
    assert_born_right(fds[0], 1);
    assert_born_right(fds[1], 1);
    assert_int_equal(write(fds[1], "x", 1), 1);
    assert_int_equal(read(fds[0], &byte, 1), 1);
    assert_int_equal(byte, 'x');
    close(fds[0]);
    close(fds[1]);
}

static void sockets(void **state)
{
    struct sockaddr_in a = {.sin_family = AF_INET,
                            .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof a;
    (void)state;
    int listener = fd_socket(AF_INET, SOCK_STREAM), one = fd_socket(AF_INET, SOCK_STREAM);
    assert_born_right(listener, 0);
    assert_int_equal(bind(listener, (struct sockaddr *)&a, sizeof a), 0);
    assert_int_equal(listen(listener, 1), 0);
    assert_int_equal(fd_accept(listener), -1);
    assert_true(errno == EAGAIN || errno == EWOULDBLOCK);
    assert_int_equal(getsockname(listener, (struct sockaddr *)&a, &len), 0);
    assert_true(connect(one, (struct sockaddr *)&a, len) == 0 || errno == EINPROGRESS);
    struct pollfd come = {.fd = listener, .events = POLLIN};
    assert_int_equal(fd_wait(&come, 1, 10 * NS_PER_S), 1);
    int other = fd_accept(listener);
    assert_born_right(other, 0);
    fd_acknowledge(other);
    assert_int_equal(fd_send(other, "abc", 3), 3);
    close(one);
    struct pollfd gone = {.fd = other, .events = POLLIN}; /* a reset: it had not read */
    assert_int_equal(fd_wait(&gone, 1, 10 * NS_PER_S), 1);
    assert_int_equal(fd_send(other, "abc", 3), -1); /* and no signal */
    close(other);
    close(listener);
}

static void waits(void **state)
{
    int fds[2];
    (void)state;
    assert_int_equal(fd_pipe(fds), 0);
    struct pollfd wait = {.fd = fds[0], .events = POLLIN};
    int64_t began = clock_now_ns();
    assert_int_equal(fd_wait(&wait, 1, 3 * NS_PER_MS), 0);
    assert_true(clock_now_ns() - began >= 3 * NS_PER_MS);
    assert_int_equal(fd_wait(&wait, 1, 0), 0);
    close(fds[0]);
    close(fds[1]);
}

static void copies_from_the_beginning(void **state)
{
    char text[16] = "";
    (void)state;
    int from = memfile_make("from", NULL), to = memfile_make("to", NULL);
    assert_born_right(from, 1);
    assert_int_equal(write(from, "hello world", 11), 11); /* its position is the end */
    assert_int_equal(fd_copy(to, from, 5), 5);
    assert_int_equal(fd_copy(to, from, 100), 11);
    assert_int_equal(lseek(from, 0, SEEK_CUR), 11);
    assert_int_equal(pread(to, text, sizeof text, 0), 16);
    assert_memory_equal(text, "hellohello world", 16);
    struct stat info;
    assert_int_equal(fstat(to, &info), 0);
    assert_int_equal(info.st_nlink, 0);
    close(from);
    close(to);
    assert_int_equal(fd_copy(to, from, 5), -1);
}

static void closes_the_rest(void **state)
{
    int status = 0;
    (void)state;
    pid_t pid = fork();
    if (pid == 0) {
        int a = dup2(0, 7), b = dup2(0, 100);
        fd_close_from(8);
        _exit(a == 7 && b == 100 && fcntl(7, F_GETFD) >= 0 && fcntl(100, F_GETFD) < 0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(WEXITSTATUS(status), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pipes),           cmocka_unit_test(sockets),
        cmocka_unit_test(waits),           cmocka_unit_test(copies_from_the_beginning),
        cmocka_unit_test(closes_the_rest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
