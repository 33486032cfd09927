/* SPDX-License-Identifier: MIT */
#include "../play/loopback.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>

#include "run/port.h"

static int free_port(void)
{
    int fd = listen_four(), port = port_of(fd);
    close(fd);
    return port;
}

static void one_at_a_time(void **state)
{
    (void)state;
    struct error err = {0};
    int port = free_port(), other = free_port(), ready[2], done[2];
    char byte;
    assert_int_equal(pipe(ready), 0);
    assert_int_equal(pipe(done), 0);
    int fd = port_hold(port, true, &err);
    assert_true(fd >= 0);
    pid_t pid = fork();
    if (pid == 0) {
        close(fd);
        int free_one = port_hold(other, true, NULL); /* another port is no matter */
        if (free_one < 0 || write(ready[1], "r", 1) != 1)
            _exit(1);
        int mine = port_hold(port, false, NULL);
        if (mine < 0 || write(done[1], "d", 1) != 1)
            _exit(2);
        _exit(0);
    }
    assert_int_equal(read(ready[0], &byte, 1), 1);
    struct pollfd p = {.fd = done[0], .events = POLLIN};
    assert_int_equal(poll(&p, 1, 0), 0); /* it waits for its turn */
    close(fd);
    wait_for(done[0], POLLIN);
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    fd = port_hold(port, true, &err); /* its end gave the turn back */
    assert_true(fd >= 0);
    close(fd);
    for (int i = 0; i < 2; i++) {
        close(ready[i]);
        close(done[i]);
    }
}

static void turn_of_a_killed_one_is_free(void **state)
{
    (void)state;
    struct error err;
    int port = free_port(), ready[2];
    char byte;
    assert_int_equal(pipe(ready), 0);
    pid_t pid = fork();
    if (pid == 0) {
        if (port_hold(port, true, NULL) < 0 || write(ready[1], "r", 1) != 1)
            _exit(1);
        for (;;)
            pause();
    }
    assert_int_equal(read(ready[0], &byte, 1), 1);
    kill(pid, SIGKILL);
    int fd = port_hold(port, true, &err);
    assert_true(fd >= 0);
    close(fd);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    close(ready[0]);
    close(ready[1]);
}

static void others_are_named(void **state)
{
    (void)state;
    static const char *const addresses[] = {"127.0.0.1", "0.0.0.0", "127.0.0.3"};
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        struct error err = {0};
        char text[32];
        struct sockaddr_in at = {.sin_family = AF_INET,
                                 .sin_addr.s_addr = inet_addr(addresses[i])};
        int other = socket(AF_INET, SOCK_STREAM, 0);
        assert_int_equal(bind(other, (struct sockaddr *)&at, sizeof at), 0);
        assert_int_equal(listen(other, 1), 0);
        int port = port_of(other);
        for (int student_listens = 0; student_listens < 2; student_listens++) {
            assert_int_equal(port_hold(port, student_listens, &err), -1);
            assert_int_equal(err.kind, ERROR_MACHINE);
            snprintf(text, sizeof text, "port %d ", port);
            assert_non_null(strstr(err.text, text));
            assert_non_null(strstr(err.text, addresses[i]));
        }
        close(other);
        int fd = port_hold(port, true, &err); /* nothing of the failure is left */
        assert_true(fd >= 0);
        close(fd);
    }
}

/* Who serves there needs the port for itself; who connects from elsewhere does not. */
static void earlier_conversations_hold_up_servers_only(void **state)
{
    (void)state;
    struct error err;
    int listener = listen_four(), port = port_of(listener);
    int client = dial_four(port), server = accept(listener, NULL, NULL);
    close(listener);
    shutdown(server, SHUT_WR); /* FIN_WAIT on the port, until the client ends too */
    wait_for(client, POLLIN);
    int fd = port_hold(port, false, &err);
    assert_true(fd >= 0);
    close(fd);
    int told[2];
    assert_int_equal(pipe(told), 0);
    pid_t pid = fork();
    if (pid == 0) {
        close(client);
        close(server);
        _exit(port_hold(port, true, NULL) < 0 || write(told[1], "t", 1) != 1);
    }
    struct pollfd p = {.fd = told[0], .events = POLLIN};
    assert_int_equal(poll(&p, 1, 200),
                     0); /* it waits; whether for long enough can't be seen */
    reset_end(client);
    wait_for(told[0], POLLIN);
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    close(server);
    close(told[0]);
    close(told[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_at_a_time),
        cmocka_unit_test(turn_of_a_killed_one_is_free),
        cmocka_unit_test(others_are_named),
        cmocka_unit_test(earlier_conversations_hold_up_servers_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
