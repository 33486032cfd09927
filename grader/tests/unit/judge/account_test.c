/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>
#include <signal.h>

#include "judge/account.h"

#define BOUND(socket_, port_)                                                            \
    {                                                                                    \
        .call = DEED_BIND, .result = DEED_WORKED, .socket = socket_, .port = port_,      \
        .address = "0.0.0.0"                                                             \
    }
#define BIND_FAILED(socket_, error_, address_)                                           \
    {                                                                                    \
        .call = DEED_BIND, .result = DEED_FAILED, .error = error_, .socket = socket_,    \
        .port = 5555, .address = address_                                                \
    }

/* An attempt put together by hand; `client`: we listen on 5555. */
static struct attempt attempt_of(const struct deed *list, size_t count, bool client)
{
    struct attempt a = {.deeds.told = true, .deeds.our_port = client ? 5555 : 0};
    for (size_t i = 0; i < count; i++)
        deeds_add(&a.deeds, &list[i]);
    return a;
}

static void says(const struct attempt *a,
                 bool (*tell)(const struct attempt *, struct buf *), const char *wanted)
{
    struct buf out = {0};
    assert_int_equal(tell(a, &out), wanted[0] != '\0');
    assert_string_equal(buf_text(&out), wanted);
    buf_close(&out);
}

static void shows(const struct attempt *a, const char *wanted)
{
    struct buf out = {0};
    account_lines(a, &out);
    assert_string_equal(buf_text(&out), wanted);
    buf_close(&out);
}

static void tells_why_bind_failed(void **state)
{
    (void)state;
    static const struct {
        struct deed list[2];
        bool client;
        const char *wanted;
    } rows[] = {
        {{BOUND(1, 5555),
          {.call = DEED_BIND,
           .result = DEED_FAILED,
           .error = EADDRINUSE,
           .socket = 2,
           .port = 5555,
           .holder = 1}},
         false,
         " bind() to port 5555 failed: the port is taken by your own program's first "
         "socket, which is still open."},
        {{BOUND(1, 1), BIND_FAILED(2, EADDRINUSE, "::")},
         false,
         " bind() to port 5555 failed: the port is taken."},
        {{BOUND(1, 1), BIND_FAILED(2, EADDRINUSE, "::")},
         true,
         " bind() to port 5555 failed: the server, which is the grader here, has this "
         "port already, and a client needs no bind()."},
        {{BOUND(1, 1), BIND_FAILED(2, EADDRNOTAVAIL, "1.0.0.127")},
         false,
         " bind() to port 5555 failed: 1.0.0.127, which is 127.0.0.1 without "
         "htonl(), is not an address of this computer."},
        {{BOUND(2, 80), BIND_FAILED(2, EINVAL, "::")},
         false,
         " bind() to port 5555 failed: this socket was bound before, to port 80, and a "
         "socket is bound only once."},
        {{BOUND(1, 80), BIND_FAILED(2, EINVAL, "::")},
         false,
         " bind() to port 5555 failed: Invalid argument."},
        {{BOUND(1, 5555), BOUND(1, 5555)},
         false,
         " It bound port 5555, but no listen() followed."},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct attempt a = attempt_of(rows[i].list, 2, rows[i].client);
        says(&a, account_why_unlistened, rows[i].wanted);
    }
}

static void says_nothing_untold(void **state)
{
    (void)state;
    struct attempt a = {0};
    says(&a, account_why_unlistened, "");
    says(&a, account_why_unconnected, "");
    a.deeds.told = true;
    says(&a, account_why_unlistened, " No bind() and no listen() was carried out.");
    says(&a, account_why_unconnected, " No connect() was carried out.");
    a.deeds.lost = true;
    says(&a, account_why_unlistened, "");
    says(&a, account_why_unconnected, "");
}

static void tells_an_address_without_family(void **state)
{
    (void)state;
    static const struct deed none = {.call = DEED_CONNECT, .no_family = true};
    struct attempt a = attempt_of(&none, 1, true);
    const char *wanted = " The address that it gave to connect() has no family: "
                         "sin_family = AF_INET is missing.";
    says(&a, account_why_unconnected, wanted);
    says(&a, account_why_crashed, "");
    a.play.outcome.exit_signal = SIGPIPE;
    says(&a, account_why_crashed, wanted);
}

/* The error may come from elsewhere: then the call that failed is not why. */
static void explains_a_crash_in_its_own_words(void **state)
{
    (void)state;
    static const struct deed taken = BIND_FAILED(1, EADDRINUSE, "::");
    struct attempt a = attempt_of(&taken, 1, false);
    strcpy(a.crash.text, "NameError: name 'x' is not defined");
    says(&a, account_why_crashed, "");
    strcpy(a.crash.text, "OSError: [Errno 98] Address already in use");
    says(&a, account_why_crashed, " bind() to port 5555 failed: the port is taken.");
}

static void shows_a_line_a_socket(void **state)
{
    (void)state;
    static const struct deed list[] = {
        BOUND(7, 5555),
        {.call = DEED_BIND, .result = DEED_WORKED, .socket = 6, .address = "::1"},
        {.call = DEED_LISTEN,
         .result = DEED_WORKED,
         .socket = 7,
         .port = 5555,
         .backlog = 5},
        {.call = DEED_CONNECT, .socket = 8, .port = 5555, .address = "::1"},
        {.call = DEED_CONNECT,
         .socket = 9,
         .port = 80,
         .address = "127.0.0.1",
         .result = DEED_FAILED,
         .error = ECONNREFUSED},
        {.call = DEED_CONNECT,
         .socket = 10,
         .port = 80,
         .address = "127.0.0.1",
         .result = DEED_FAILED,
         .error = ECONNREFUSED},
        {.call = DEED_BIND,
         .result = DEED_WORKED,
         .socket = 3,
         .udp = true,
         .port = 9,
         .address = "127.0.0.1"},
    };
    struct attempt a = attempt_of(list, sizeof list / sizeof *list, true);
    a.play.outcome.connections = 1;
    a.play.outcome.look.waits[0].kind = WAIT_ACCEPT;
    a.play.outcome.look.wait_count = 1;
    a.wait_sockets[0] = 7;
    a.deeds.more = 3;
    shows(&a, "socket(TCP) -> bind 0.0.0.0:5555 ok -> listen(5) ok -> waits in accept()\n"
              "socket(TCP) -> connect [::1]:5555 ok\n"
              "socket(TCP) -> connect 127.0.0.1:80 refused (2 times)\n"
              "socket(UDP) -> bind 127.0.0.1:9 ok\n"
              "and 3 more calls\n");
    a.play.outcome.ended = true;
    a.play.outcome.connections = 0;
    a.deeds.count = 4;
    a.deeds.more = 0;
    shows(&a, "socket(TCP) -> bind 0.0.0.0:5555 ok -> listen(5) ok\n"
              "socket(TCP) -> connect [::1]:5555\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_why_bind_failed),
        cmocka_unit_test(says_nothing_untold),
        cmocka_unit_test(tells_an_address_without_family),
        cmocka_unit_test(explains_a_crash_in_its_own_words),
        cmocka_unit_test(shows_a_line_a_socket),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
