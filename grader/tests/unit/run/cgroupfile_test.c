/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run/cgroupfile.h"

static void path_is_found(void **state)
{
    (void)state;
    static const struct {
        const char *text, *path; /* NULL: there is none */
    } rows[] = {
        {"0::/\n", "/"},
        {"0::/user.slice/user-1000.slice/session 2.scope\n",
         "/user.slice/user-1000.slice/session 2.scope"},
        {"9:name=systemd:/a\n4:memory:/b\n0::/c\n", "/c"},
        {"10:pids:/a\n0::/..a/b\n", "/..a/b"},
        {"0::/last line without an end", "/last line without an end"},
        {"0::/a (deleted) or not\n", "/a (deleted) or not"},
        {"0::/a/b (deleted)\n", NULL},
        {"0::/..\n", NULL},
        {"0::/../../init.scope\n", NULL},
        {"4:memory:/b\n", NULL},
        {"10::/b\n", NULL},
        {"0::\n", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char path[64] = "untouched";
        int result = cgroupfile_path(rows[i].text, path, sizeof path);
        if (result != (rows[i].path ? 0 : -1)
            || strcmp(path, rows[i].path ? rows[i].path : "untouched") != 0)
            fail_msg("row %zu: %d, \"%s\"", i, result, path);
    }
}

static void path_needs_room(void **state)
{
    (void)state;
    char path[5];
    assert_int_equal(cgroupfile_path("0::/abc\n", path, sizeof path), 0);
    assert_int_equal(cgroupfile_path("0::/abcd\n", path, sizeof path), -1);
}

#define MOUNTS                                                                           \
    "22 27 0:21 / /proc rw,relatime - proc proc rw\n"                                    \
    "32 31 0:29 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"                  \
    "35 31 0:30 /docker/x /there\\040is/one\\134 rw shared:9 master:2 - cgroup2 none "   \
    "rw\n"                                                                               \
    "38 31 0:38 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n"

static void folder_is_found(void **state)
{
    (void)state;
    static const struct {
        const char *mounts, *path, *folder;
    } rows[] = {
        {MOUNTS, "/", "/sys/fs/cgroup"},
        {MOUNTS, "/a/b", "/sys/fs/cgroup/a/b"},
        {MOUNTS, "/docker/xy", "/sys/fs/cgroup/docker/xy"},
        {MOUNTS, "/docker/x", "/there is/one\\"},
        {MOUNTS, "/docker/x/y", "/there is/one\\/y"},
        {"1 2 0:3 /a /m rw - cgroup2 x rw\n", "/b", NULL},
        {"1 2 0:3 / /m rw - cgroup x rw\n", "/b", NULL},
        {"1 2 0:3 / /m rw - tmpfs cgroup2 rw\n", "/b", NULL},
        {"1 2 0:3 / /m", "/b", NULL},
        {"1 2 - cgroup2 \n", "/b", NULL},
        {"\n\n", "/b", NULL},
        {"", "/b", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char folder[64] = "untouched";
        int result =
            cgroupfile_folder(rows[i].mounts, rows[i].path, folder, sizeof folder);
        if (result != (rows[i].folder ? 0 : -1)
            || (rows[i].folder && strcmp(folder, rows[i].folder) != 0))
            fail_msg("row %zu: %d, \"%s\"", i, result, folder);
    }
}

static void folder_needs_room(void **state)
{
    (void)state;
    char folder[5];
    static const char mount[] = "1 2 0:3 / /m rw - cgroup2 x rw\n";
    assert_int_equal(cgroupfile_folder(mount, "/a", folder, sizeof folder), 0);
    assert_int_equal(cgroupfile_folder(mount, "/ab", folder, sizeof folder), -1);
}

static void words_are_listed_whole(void **state)
{
    (void)state;
    assert_true(cgroupfile_lists("cpu memory pids\n", "memory"));
    assert_true(cgroupfile_lists("cpu memory pids\n", "pids"));
    assert_true(cgroupfile_lists("memory", "memory"));
    assert_false(cgroupfile_lists("cpu memory pids\n", "mem"));
    assert_false(cgroupfile_lists("hugememory memory2\n", "memory"));
    assert_false(cgroupfile_lists("\n", "memory"));
    assert_false(cgroupfile_lists("", "memory"));
}

static void counts_are_read(void **state)
{
    (void)state;
    static const char events[] =
        "low 0\nhigh 2\nmax 93\noom 1\noom_kill 12345678901\noom_group_kill 4";
    assert_int_equal(cgroupfile_count(events, "low"), 0);
    assert_int_equal(cgroupfile_count(events, "oom"), 1);
    assert_int_equal(cgroupfile_count(events, "oom_kill"), 12345678901);
    assert_int_equal(cgroupfile_count(events, "oom_group_kill"), 4);
    assert_int_equal(cgroupfile_count(events, "kill"), 0);
    assert_int_equal(cgroupfile_count(events, "oom_"), 0);
    assert_int_equal(cgroupfile_count("", "max"), 0);
    assert_int_equal(cgroupfile_count("max", "max"), 0);
}

static void names_can_be_read_back(void **state)
{
    (void)state;
    const struct cgroupfile_maker maker = {4026531836u, 4194303, UINT64_MAX};
    struct cgroupfile_maker back;
    char name[CGROUPFILE_NAME_SIZE];
    cgroupfile_name(&maker, 4294967295u, name);
    assert_true(cgroupfile_name_read(name, &back));
    assert_int_equal(back.pid_namespace, maker.pid_namespace);
    assert_int_equal(back.pid, maker.pid);
    assert_true(back.start == maker.start);
}

static void other_names_are_none_of_ours(void **state)
{
    (void)state;
    static const char *const names[] = {
        "",
        "sockgrade-graders",
        "sockgrade-run-1-2-3",
        "sockgrade-run-1-2-3-4x",
        "sockgrade-run-1-2-3-4-5",
        "sockgrade-run-1-0-3-4",
        "xsockgrade-run-1-2-3-4",
        "session-2.scope",
    };
    struct cgroupfile_maker maker;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (cgroupfile_name_read(names[i], &maker))
            fail_msg("\"%s\" was taken for one of ours", names[i]);
}

static uint64_t start_of(pid_t pid)
{
    char path[64], text[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    assert_int_equal(cgroupfile_read(AT_FDCWD, path, text, sizeof text), 0);
    return cgroupfile_start(text);
}

/* Against the kernel's own text, in which a name may look like anything. */
static void start_is_read(void **state)
{
    (void)state;
    static const char odd[] =
        "7 (a) R (b)) S 1 7 7 0 -1 64 1 2 3 4 5 6 7 8 20 0 1 0 987654321 99 1 2 3\n";
    assert_int_equal(cgroupfile_start(odd), 987654321);
    assert_int_equal(cgroupfile_start("7 (a) S 1 7"), 0);
    assert_int_equal(cgroupfile_start(""), 0);

    uint64_t ours = start_of(getpid());
    pid_t child = fork();
    if (child == 0)
        for (;;)
            pause();
    uint64_t its = start_of(child);
    assert_true(ours > 0 && its >= ours && its - ours < 60 * 100 * 10);
    kill(child, SIGKILL);
    siginfo_t end;
    assert_int_equal(waitid(P_PID, (id_t)child, &end, WEXITED | WNOWAIT), 0);
    assert_int_equal(start_of(child), 0); /* it has ended, though it is still listed */
    assert_int_equal(waitpid(child, NULL, 0), child);
}

static void files_are_read_and_written(void **state)
{
    (void)state;
    char name[] = "/tmp/sockgrade-cgroupfile-XXXXXX", text[8];
    int fd = mkstemp(name);
    assert_true(fd >= 0);
    assert_int_equal(cgroupfile_write(AT_FDCWD, name, "1234567"), 0);
    assert_int_equal(cgroupfile_read(AT_FDCWD, name, text, sizeof text), 0);
    assert_string_equal(text, "1234567");
    assert_int_equal(cgroupfile_read(AT_FDCWD, name, text, 4), 0);
    assert_string_equal(text, "123");
    close(fd);
    unlink(name);
    assert_int_equal(cgroupfile_write(AT_FDCWD, name, "x"), -1);
    assert_int_equal(errno, ENOENT); /* nothing is made */
    assert_int_equal(cgroupfile_read(AT_FDCWD, name, text, sizeof text), -1);
    assert_int_equal(errno, ENOENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(path_is_found),
        cmocka_unit_test(path_needs_room),
        cmocka_unit_test(folder_is_found),
        cmocka_unit_test(folder_needs_room),
        cmocka_unit_test(words_are_listed_whole),
        cmocka_unit_test(counts_are_read),
        cmocka_unit_test(names_can_be_read_back),
        cmocka_unit_test(other_names_are_none_of_ours),
        cmocka_unit_test(start_is_read),
        cmocka_unit_test(files_are_read_and_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
