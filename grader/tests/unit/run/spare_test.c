/* SPDX-License-Identifier: MIT
 *
 * Networks that go from run to run: each run here is a worker that enters the stage, has a
 * program tell which network it is in, and gives the network back, or can't.
 */
#include "worker.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "run/spare.h"

static const char *const tell_network[] = {"/usr/bin/readlink", "/proc/self/ns/net",
                                           NULL};
static const char *const nothing[] = {"/usr/bin/true", NULL};

static struct spares pile = SPARES_NONE;

static int make_pile(void **state)
{
    struct error err;
    (void)state;
    if (!have[STAGE_FULL])
        return 0;
    return spares_open(&pile, &err);
}

static int drop_pile(void **state)
{
    (void)state;
    spares_close(&pile);
    return 0;
}

static void need_the_stage(void)
{
    if (!have[STAGE_FULL])
        skip();
}

static void visit(struct run *r)
{
    run_to_end(r, tell_network);
}

/* Which network the run was in. */
static void run_with(struct spare *spare, bool any_host, char *out, size_t size)
{
    struct run r = run_new(STAGE_FULL);
    r.spares = &pile;
    r.spare = *spare;
    r.world.any_host = any_host;
    perform(&r, visit);
    snprintf(out, size, "%.*s", (int)size - 1, r.found->output);
    run_end(&r);
    spare_close(spare);
}

static void the_next_run_has_it(void **state)
{
    char first[64], again[64], other[64];
    struct spare none = SPARE_NONE;
    (void)state;
    need_the_stage();
    run_with(&none, false, first, sizeof first);
    assert_non_null(strstr(first, "net:["));
    for (int i = 0; i < 3; i++) {
        struct spare s = spares_take(&pile, false);
        assert_true(s.net_fd >= 0 && s.user_fd >= 0);
        assert_int_equal(spares_take(&pile, false).net_fd, -1); /* it was the only one */
        run_with(&s, false, again, sizeof again);
        assert_string_equal(again, first);
    }
    run_with(&none, false, other, sizeof other);
    assert_string_not_equal(other, first);
}

static void another_world_has_another(void **state)
{
    char name[64];
    struct spare none = SPARE_NONE;
    (void)state;
    need_the_stage();
    run_with(&none, true, name, sizeof name);
    assert_int_equal(spares_take(&pile, false).net_fd, -1);
    struct spare s = spares_take(&pile, true);
    assert_true(s.net_fd >= 0);
    spare_close(&s);
}

static void so_many_are_kept(void **state)
{
    char name[64];
    size_t count = 0;
    struct spare none = SPARE_NONE, s;
    (void)state;
    need_the_stage();
    for (int i = 0; i < SPARES_MOST + 2; i++)
        run_with(&none, false, name, sizeof name);
    while ((s = spares_take(&pile, false)).net_fd >= 0) {
        spare_close(&s);
        count++;
    }
    assert_int_equal(count, SPARES_MOST);
}

static void without_a_pile_there_is_none(void **state)
{
    struct spares empty = SPARES_NONE;
    (void)state;
    assert_int_equal(spares_take(NULL, false).net_fd, -1);
    assert_int_equal(spares_take(&empty, false).net_fd, -1);
}

/* --- the base of the file system ------------------------------------------------------------------ */

/* The program, ls and grep are all that it sees of processes. */
static const char look_around[] =
    "ls /submission; cat /etc/hosts; cat /proc/self/comm; ls /proc | grep -c '^[0-9]';"
    "touch /x /etc/x /submission/x /usr/x 2>/dev/null; ls -d /x /etc/x /submission/x "
    "/usr/x "
    "2>/dev/null; touch own; ls; ls /tmp | wc -l; touch /tmp/left";

static void visit_root(struct run *r)
{
    run_shell(r, look_around);
}

static struct spare run_in_base(const struct spare *taken, const struct stage_file *file,
                                const struct stage_host *host, const char *expected)
{
    struct run r = run_new(STAGE_FULL);
    r.spares = &pile;
    r.spare = *taken;
    r.files = file;
    r.file_count = 1;
    r.world.machine = "localhost";
    r.world.hosts = host;
    r.world.host_count = 1;
    perform(&r, visit_root);
    assert_string_equal(r.found->output, expected);
    run_end(&r);
    return spares_take(&pile, false);
}

static ino_t number_of(const struct spare *s)
{
    struct stat info;
    assert_true(s->base_fd >= 0);
    assert_int_equal(fstat(s->base_fd, &info), 0);
    return info.st_ino;
}

#define HOSTS "127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n"
#define REST(file) "cat\n3\n" file "\nown\n0\n"

static void it_has_a_copy_of_the_base(void **state)
{
    const struct stage_file one = {.name = "one", .fd = open("/dev/null", O_RDONLY)};
    const struct stage_file two = {.name = "next", .fd = one.fd};
    const struct stage_host here = {"here", "127.0.0.2"}, there = {"there", "127.0.0.3"};
    (void)state;
    need_the_stage();
    for (int i = 0; i < 2; i++) {
        in_place = i;
        struct spare none = SPARE_NONE;
        struct spare first =
            run_in_base(&none, &one, &here, "one\n" HOSTS "127.0.0.2 here\n" REST("one"));
        struct spare again = run_in_base(&first, &two, &here,
                                         "next\n" HOSTS "127.0.0.2 here\n" REST("next"));
        assert_int_equal(number_of(&again), number_of(&first));
        struct spare other = run_in_base(&again, &two, &there,
                                         "next\n" HOSTS "127.0.0.3 there\n" REST("next"));
        assert_int_not_equal(number_of(&other), number_of(&first));
        spare_close(&first);
        spare_close(&again);
        spare_close(&other);
    }
    in_place = false;
    close(one.fd);
}

/* --- what may be left behind -------------------------------------------------------------------- */

static int bound(int family, int type)
{
    union {
        struct sockaddr any;
        struct sockaddr_in four;
        struct sockaddr_in6 six;
        struct sockaddr_un local;
    } at = {.any.sa_family = (sa_family_t)family};
    socklen_t len = family == AF_INET    ? sizeof at.four
                    : family == AF_INET6 ? sizeof at.six
                                         : sizeof(sa_family_t); /* a name of its own */
    int fd = socket(family, type | SOCK_CLOEXEC, 0);
    if (fd < 0 || bind(fd, &at.any, len))
        return -1;
    return fd;
}

static bool leave_listener(int family)
{
    int fd = bound(family, SOCK_STREAM);
    return fd >= 0 && listen(fd, 1) == 0;
}

/* Who closes first keeps the port for a minute. */
static bool leave_stump(int family)
{
    struct sockaddr_storage at;
    socklen_t len = sizeof at;
    char byte;
    int listener = bound(family, SOCK_STREAM), client = socket(family, SOCK_STREAM, 0);
    if (listener < 0 || listen(listener, 1)
        || getsockname(listener, (struct sockaddr *)&at, &len)
        || connect(client, (struct sockaddr *)&at, len))
        return false;
    int server = accept(listener, NULL, NULL);
    shutdown(client, SHUT_WR);
    bool ended = read(server, &byte, 1) == 0;
    close(server);
    ended = ended && read(client, &byte, 1) == 0;
    close(client);
    close(listener);
    return ended;
}

static bool leave_datagrams(int family)
{
    return bound(family, SOCK_DGRAM) >= 0;
}

static bool leave_local(int family)
{
    return bound(family, SOCK_STREAM) >= 0;
}

struct leaving {
    bool (*leave)(int family);
    int family;
};

static const struct leaving *leaving;

static void visit_and_leave_something(struct run *r)
{
    if (enter(r) && start(r, nothing)) {
        hear(r, NULL);
        reap(r);
        if (!leaving->leave(leaving->family))
            trouble(r, "a socket", strerror(errno));
    }
    leave(r);
}

static void who_leaves_something_is_the_last(void **state)
{
    static const struct leaving rows[] = {
        {leave_listener, AF_INET},  {leave_listener, AF_INET6},
        {leave_stump, AF_INET},     {leave_stump, AF_INET6},
        {leave_datagrams, AF_INET}, {leave_datagrams, AF_INET6},
        {leave_local, AF_UNIX},
    };
    (void)state;
    need_the_stage();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].family == AF_INET6 && access("/proc/net/if_inet6", F_OK))
            continue;
        struct run r = run_new(STAGE_FULL);
        r.spares = &pile;
        leaving = &rows[i];
        perform(&r, visit_and_leave_something);
        run_end(&r);
        if (spares_take(&pile, false).net_fd >= 0)
            fail_msg("row %zu: its network went on", i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_next_run_has_it, make_pile, drop_pile),
        cmocka_unit_test_setup_teardown(another_world_has_another, make_pile, drop_pile),
        cmocka_unit_test_setup_teardown(so_many_are_kept, make_pile, drop_pile),
        cmocka_unit_test_setup_teardown(it_has_a_copy_of_the_base, make_pile, drop_pile),
        cmocka_unit_test(without_a_pile_there_is_none),
        cmocka_unit_test_setup_teardown(who_leaves_something_is_the_last, make_pile,
                                        drop_pile),
    };
    struct run r = run_new(STAGE_FULL);
    waitpid(begin(&r, visit), NULL, 0);
    have[STAGE_FULL] = r.found->entered;
    run_end(&r);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
