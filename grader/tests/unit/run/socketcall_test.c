/* SPDX-License-Identifier: MIT
 *
 * A thread under the filter makes calls, and the test's own thread answers: what the caller
 * is told is what it would be without the filter, and what is kept says so.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "play/sockdiag.h"
#include "run/deeds.h"
#include "run/filter.h"
#include "run/notice.h"

#define SKIPPED 77

struct scene {
    void (*act)(struct scene *s);
    struct filter filter;
    atomic_int reports; /* the filter's descriptor; -1: not yet, -2: there is none */
    atomic_bool done;
    int listener, port; /* of one that is made before the filter */
    int results[8];     /* errno of each call that act() made */
    size_t count;
    uint64_t inodes[4];
};

static void note(struct scene *s, int result)
{
    s->results[s->count++] = result < 0 ? errno : 0;
}

static struct sockaddr_in at(const char *address, int port)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    inet_pton(AF_INET, address, &a.sin_addr);
    return a;
}

static int bind_to(int fd, const char *address, int port)
{
    struct sockaddr_in a = at(address, port);
    return bind(fd, (struct sockaddr *)&a, sizeof a);
}

static int connect_to(int fd, const char *address, int port)
{
    struct sockaddr_in a = at(address, port);
    return connect(fd, (struct sockaddr *)&a, sizeof a);
}

static int port_of(int fd)
{
    struct sockaddr_in a = {0};
    socklen_t len = sizeof a;
    getsockname(fd, (struct sockaddr *)&a, &len);
    return ntohs(a.sin_port);
}

static uint64_t inode_of(int fd)
{
    struct stat info = {0};
    fstat(fd, &info);
    return info.st_ino;
}

static void *run_act(void *ctx)
{
    struct scene *s = ctx;
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    int fd = filter_install(&s->filter);
    atomic_store(&s->reports, fd < 0 ? -2 : fd);
    if (fd >= 0)
        s->act(s);
    atomic_store(&s->done, true);
    return NULL;
}

static void play(struct scene *s, struct deeds *deeds, void (*act)(struct scene *))
{
    struct error err;
    struct notice notice;
    pthread_t thread;
    s->act = act;
    atomic_init(&s->reports, -1);
    assert_int_equal(filter_make(&s->filter, INT64_C(1) << 40, &err), 0);
    assert_int_equal(pthread_create(&thread, NULL, run_act, s), 0);
    while (atomic_load(&s->reports) == -1)
        sched_yield();
    if (s->reports == -2) {
        pthread_join(thread, NULL);
        filter_close(&s->filter);
        skip();
    }
    notice_open(&notice, s->reports);
    notice_tell(&notice, deeds);
    while (!atomic_load(&s->done)) {
        struct pollfd wait = {.fd = notice.fd, .events = POLLIN};
        poll(&wait, 1, 1);
        notice_serve(&notice);
    }
    pthread_join(thread, NULL);
    notice_close(&notice);
    filter_close(&s->filter);
}

/* --- bind and listen ----------------------------------------------------------------------- */

static void bind_and_listen(struct scene *s)
{
    int one = socket(AF_INET, SOCK_STREAM, 0), two = socket(AF_INET, SOCK_STREAM, 0);
    int three = socket(AF_INET, SOCK_STREAM, 0);
    note(s, bind_to(one, "127.0.0.1", 0));
    note(s, listen(one, 3));
    s->port = port_of(one);
    note(s, bind_to(two, "127.0.0.1", s->port));
    note(s, bind_to(one, "127.0.0.1", 0));
    note(s, bind_to(three, "203.0.113.9", 5555));
    s->inodes[0] = inode_of(one);
    s->inodes[1] = inode_of(two);
    close(one);
    note(s, bind_to(two, "127.0.0.1", s->port));
    close(two);
    close(three);
}

static void results_are_those_of_the_kernel(void **state)
{
    (void)state;
    static const int wanted[] = {0, 0, EADDRINUSE, EINVAL, EADDRNOTAVAIL, 0};
    struct scene s = {0};
    struct deeds deeds = {0};
    play(&s, &deeds, bind_and_listen);
    assert_int_equal(s.count, 6);
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(s.results[i], wanted[i]);
    if (!filter_waits_out_signals())
        skip(); /* then the program makes the calls, and the results stay unknown */
    assert_int_equal(deeds.count, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(deeds.list[i].error, wanted[i]);
        assert_int_equal(deeds.list[i].result, wanted[i] ? DEED_FAILED : DEED_WORKED);
    }
    assert_int_equal(deeds.list[1].call, DEED_LISTEN);
    assert_int_equal(deeds.list[1].backlog, 3);
    assert_int_equal(deeds.list[1].port, s.port);
    assert_int_equal(deeds.list[1].socket, s.inodes[0]);
    assert_int_equal(deeds.list[2].socket, s.inodes[1]);
    assert_string_equal(deeds.list[4].address, "203.0.113.9");
    assert_int_equal(deeds.list[4].port, 5555);
    assert_false(deeds.lost);
}

/* Only a socket that was bound to the port by a named number is known to hold it. */
static void bind_twice(struct scene *s)
{
    int one = socket(AF_INET, SOCK_STREAM, 0), two = socket(AF_INET, SOCK_STREAM, 0);
    note(s, bind_to(one, "0.0.0.0", s->port));
    note(s, bind_to(two, "127.0.0.1", s->port));
    s->inodes[0] = inode_of(one);
    close(one);
    close(two);
}

static void its_own_socket_holds_the_port(void **state)
{
    (void)state;
    int probe = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind_to(probe, "127.0.0.1", 0), 0);
    struct scene s = {.port = port_of(probe)};
    struct deeds deeds = {0};
    close(probe);
    play(&s, &deeds, bind_twice);
    assert_int_equal(s.results[0], 0);
    assert_int_equal(s.results[1], EADDRINUSE);
    if (!filter_waits_out_signals())
        skip();
    assert_int_equal(deeds.list[1].holder, s.inodes[0]);
}

/* --- connect ------------------------------------------------------------------------------- */

static void connect_several(struct scene *s)
{
    int one = socket(AF_INET, SOCK_STREAM, 0), two = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in none = {.sin_port = htons(5555)};
    note(s, connect_to(one, "127.0.0.1", s->port));
    close(s->listener);
    note(s, connect_to(two, "127.0.0.1", s->port));
    note(s, connect(two, (struct sockaddr *)&none, sizeof none));
    close(one);
    close(two);
}

static void a_refusal_is_known(void **state)
{
    (void)state;
    struct scene s = {.listener = socket(AF_INET, SOCK_STREAM, 0)};
    struct sockdiag diag = {.fd = -1};
    struct error err;
    assert_int_equal(bind_to(s.listener, "127.0.0.1", 0), 0);
    assert_int_equal(listen(s.listener, 1), 0);
    assert_int_equal(sockdiag_open(&diag, &err), 0);
    s.port = port_of(s.listener);
    struct deeds deeds = {.diag = &diag};
    play(&s, &deeds, connect_several);
    sockdiag_close(&diag);
    assert_int_equal(s.results[0], 0);
    assert_int_equal(s.results[1], ECONNREFUSED);
    assert_int_equal(s.results[2], 0);
    assert_int_equal(deeds.count, 3);
    assert_int_equal(deeds.list[0].result, DEED_UNKNOWN); /* it goes on, and may wait */
    assert_int_equal(deeds.list[1].result, DEED_FAILED);
    assert_int_equal(deeds.list[1].error, ECONNREFUSED);
    assert_true(deeds.list[2].no_family);
}

/* --- what is none of its business ------------------------------------------------------------ */

static void other_calls(struct scene *s)
{
    int udp = socket(AF_INET, SOCK_DGRAM, 0), unix_one = socket(AF_UNIX, SOCK_STREAM, 0);
    struct sockaddr_un nowhere = {.sun_family = AF_UNIX, .sun_path = "/nonexistent/x"};
    note(s, connect_to(udp, "127.0.0.1", 5555)); /* as getaddrinfo() does */
    note(s, connect(unix_one, (struct sockaddr *)&nowhere, sizeof nowhere));
    note(s, bind(unix_one, (struct sockaddr *)&nowhere, sizeof nowhere));
    note(s, bind_to(-1, "127.0.0.1", 5555));
    note(s, listen(udp, 1));
    close(udp);
    close(unix_one);
}

static void other_calls_go_on(void **state)
{
    (void)state;
    static const int wanted[] = {0, ENOENT, ENOENT, EBADF, EOPNOTSUPP};
    struct scene s = {0};
    struct deeds deeds = {0};
    play(&s, &deeds, other_calls);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(s.results[i], wanted[i]);
    assert_int_equal(deeds.count, 1);
    assert_true(deeds.list[0].udp);
    assert_false(deeds.lost);
    assert_false(deeds_may_have(&deeds, DEED_CONNECT));
}

static void bind_too_short(struct scene *s)
{
    int one = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in a = at("127.0.0.1", 0);
    note(s, bind(one, (struct sockaddr *)&a, 8));
    note(s, bind(one, (struct sockaddr *)8, sizeof a)); /* no such memory */
    close(one);
}

static void what_can_not_be_read_is_lost(void **state)
{
    (void)state;
    struct scene s = {0};
    struct deeds deeds = {0};
    play(&s, &deeds, bind_too_short);
    assert_int_equal(s.results[0], EINVAL);
    assert_int_equal(s.results[1], EFAULT);
    assert_int_equal(deeds.count, 0);
    assert_true(deeds_may_have(&deeds, DEED_BIND));
}

static void flood(struct scene *s)
{
    for (int i = 0; i < 2000; i++) {
        int fd = socket(AF_INET, SOCK_STREAM, 0);
        int failed = bind_to(fd, "203.0.113.9", 2000 + i);
        if (i == 0 || i == 1999)
            note(s, failed);
        close(fd);
    }
}

static void a_flood_is_bounded(void **state)
{
    (void)state;
    struct scene s = {0};
    struct deeds deeds = {0};
    play(&s, &deeds, flood);
    assert_int_equal(s.results[0], EADDRNOTAVAIL);
    assert_int_equal(s.results[1], EADDRNOTAVAIL);
    assert_int_equal(deeds.count, DEEDS_MOST);
    assert_int_equal(deeds.more, 2000 - DEEDS_MOST);
}

static void repeat(struct scene *s)
{
    for (int i = 0; i < 1000; i++) {
        int fd = socket(AF_INET, SOCK_STREAM, 0);
        int failed = connect_to(fd, "127.0.0.1", s->port);
        if (i == 0 || i == 999)
            note(s, failed);
        close(fd);
    }
}

static void what_floods_is_only_counted(void **state)
{
    (void)state;
    int probe = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind_to(probe, "127.0.0.1", 0), 0); /* and nobody listens there */
    struct scene s = {.port = port_of(probe)};
    struct deeds deeds = {0};
    play(&s, &deeds, repeat);
    close(probe);
    assert_int_equal(s.results[0], ECONNREFUSED);
    assert_int_equal(s.results[1], ECONNREFUSED);
    assert_int_equal(deeds.count, 1);
    assert_int_equal(deeds.list[0].times, DEEDS_FLOOD);
    assert_int_equal(deeds.more, 1000 - DEEDS_FLOOD);
    assert_true(deeds_may_have(&deeds, DEED_LISTEN));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(results_are_those_of_the_kernel),
        cmocka_unit_test(its_own_socket_holds_the_port),
        cmocka_unit_test(a_refusal_is_known),
        cmocka_unit_test(other_calls_go_on),
        cmocka_unit_test(what_can_not_be_read_is_lost),
        cmocka_unit_test(a_flood_is_bounded),
        cmocka_unit_test(what_floods_is_only_counted),
    };
    return filter_watches() ? cmocka_run_group_tests(tests, NULL, NULL) : SKIPPED;
}
