/* SPDX-License-Identifier: MIT
 *
 * On a real cgroup that was delegated to this test, which must be alone in it; elsewhere the
 * test says why not. tests/machine arranges such places in a virtual machine.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run/cgroup.h"

#define MIB ((int64_t)1 << 20)
#define LIMIT_MS 30000 /* for what takes milliseconds on an idle machine */
#define NOBODY 65534

static struct cgroups all;
static int home = -1; /* ours through all tests */

static int setup(void **state)
{
    struct error err = {0};
    (void)state;
    if (!cgroups_open(&all, &err))
        return 0;
    fprintf(stderr, "%s\n", err.text);
    return -1;
}

static int teardown(void **state)
{
    (void)state;
    cgroups_close(&all);
    return 0;
}

static struct cgroup make(int64_t memory_bytes, int64_t processes)
{
    const struct cgroup_limits limits = {memory_bytes, processes};
    struct error err = {0};
    struct cgroup g;
    if (cgroup_make(&g, &all, &limits, &err))
        fail_msg("%s", err.text);
    return g;
}

static void end(struct cgroup *g)
{
    struct error err = {0};
    char name[CGROUPFILE_NAME_SIZE];
    snprintf(name, sizeof name, "%s", g->name);
    if (cgroup_remove(g, &err))
        fail_msg("%s", err.text);
    assert_int_equal(faccessat(home, name, F_OK, 0), -1);
}

/* What a program does; its result is its exit status. */
typedef int program(int arg);

static pid_t start(const struct cgroup *g, program *run, int arg)
{
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        _exit(cgroup_enter(g->procs) ? 99 : run(arg));
    return pid;
}

static int status_of(pid_t pid)
{
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return status;
}

static int run(const struct cgroup *g, program *what, int arg)
{
    return status_of(start(g, what, arg));
}

static bool was_killed(int status)
{
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

/* ---- programs ---- */

static int grow(int mib)
{
    char *all_of_it = mmap(NULL, (size_t)(mib * MIB), PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (all_of_it == MAP_FAILED)
        return 1;
    for (int64_t i = 0; i < mib * MIB; i += 4096)
        ((volatile char *)all_of_it)[i] = 1;
    return 0;
}

/* Nobody's resident memory. */
static int hide(int mib)
{
    static char block[1 << 16];
    int fd = memfd_create("hidden", MFD_CLOEXEC);
    for (int64_t i = 0; i < mib * MIB; i += (int64_t)sizeof block)
        if (write(fd, block, sizeof block) < 0)
            return 1;
    return 0;
}

/* Nor this: sent, and never received. */
static int stuff_sockets(int mib)
{
    static char block[1 << 16];
    int64_t sent = 0;
    while (sent < mib * MIB) {
        int ends[2], size = 1 << 20;
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends))
            return errno == EMFILE ? 2 : 1;
        setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
        for (ssize_t n; (n = write(ends[0], block, sizeof block)) > 0;)
            sent += n;
    }
    return 0;
}

static int grow_beside_a_child(int pipe_end)
{
    pid_t child = fork();
    if (child == 0)
        for (;;)
            pause();
    close(pipe_end);
    return grow(256);
}

/* How many it got. */
static int multiply(int wanted)
{
    for (int i = 0; i < wanted; i++) {
        pid_t child = fork();
        if (child == 0)
            for (;;)
                pause();
        if (child < 0)
            return errno == EAGAIN ? i : 98;
    }
    return wanted;
}

static int detach(int pipe_end)
{
    for (int i = 0; i < 2; i++)
        if (fork() > 0)
            _exit(0);
    setsid();
    for (int i = 1; i < NSIG; i++)
        signal(i, SIG_IGN);
    if (write(pipe_end, "x", 1) != 1)
        return 1;
    for (;;)
        pause();
}

/* For ever, all of them. */
static int bomb(int unused)
{
    (void)unused;
    while (fork() >= 0 || errno == EAGAIN)
        setsid();
    return 1;
}

static int become_nobody(int mib)
{
    if (setgroups(0, NULL) || setresgid(NOBODY, NOBODY, NOBODY)
        || setresuid(NOBODY, NOBODY, NOBODY))
        return 1;
    return grow(mib);
}

/* ---- limits ---- */

static bool limit_works(void)
{
    struct cgroup g = make(32 * MIB, 0);
    bool well = was_killed(run(&g, grow, 256)) && cgroup_exceeded(&g) == CGROUP_MEMORY;
    end(&g);
    return well;
}

static void memory_is_limited(void **state)
{
    (void)state;
    static const struct {
        program *run;
        int mib;
        bool killed;
    } rows[] = {
        {grow, 16, false}, {grow, 256, true},          {hide, 16, false},
        {hide, 256, true}, {stuff_sockets, 256, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct cgroup g = make(48 * MIB, 0);
        int status = run(&g, rows[i].run, rows[i].mib);
        enum cgroup_excess excess = cgroup_exceeded(&g);
        if (rows[i].killed ? !was_killed(status) : status != 0)
            fail_msg("row %zu: the status is %#x", i, (unsigned)status);
        if (excess != (rows[i].killed ? CGROUP_MEMORY : CGROUP_WITHIN))
            fail_msg("row %zu: %d was exceeded", i, (int)excess);
        end(&g);
    }
}

/* To the page, give or take what the kernel itself needs for a process. */
static void memory_is_exact(void **state)
{
    (void)state;
    struct cgroup g = make(64 * MIB, 0);
    assert_int_equal(run(&g, grow, 62), 0);
    assert_true(was_killed(run(&g, grow, 64)));
    assert_int_equal(cgroup_exceeded(&g), CGROUP_MEMORY);
    end(&g);
}

static void all_of_it_is_killed(void **state)
{
    (void)state;
    int ends[2];
    char byte;
    struct cgroup g = make(32 * MIB, 0);
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    int status = run(&g, grow_beside_a_child, ends[1]);
    assert_true(was_killed(status));
    close(ends[1]);
    struct pollfd p = {.fd = ends[0], .events = POLLIN};
    assert_int_equal(poll(&p, 1, LIMIT_MS), 1);
    assert_int_equal(read(ends[0], &byte, 1), 0); /* the child has it no more, either */
    close(ends[0]);
    end(&g);
}

static void events_wake_the_poller(void **state)
{
    (void)state;
    struct cgroup g = make(32 * MIB, 3);
    assert_int_equal(cgroup_exceeded(&g), CGROUP_WITHIN);
    struct pollfd p[] = {{.fd = g.memory_events, .events = POLLPRI},
                         {.fd = g.pids_events, .events = POLLPRI}};
    assert_int_equal(poll(p, 2, 0), 0);
    pid_t pid = start(&g, grow, 256);
    assert_int_equal(poll(p, 1, LIMIT_MS), 1);
    assert_true(was_killed(status_of(pid)));
    assert_int_equal(cgroup_exceeded(&g), CGROUP_MEMORY);
    pid = start(&g, multiply, 8);
    assert_int_equal(poll(p + 1, 1, LIMIT_MS), 1);
    status_of(pid);
    end(&g);
}

static void processes_are_limited(void **state)
{
    (void)state;
    struct cgroup g = make(0, 4);
    int status = run(&g, multiply, 3);
    assert_int_equal(WEXITSTATUS(status), 3);
    assert_int_equal(cgroup_exceeded(&g), CGROUP_WITHIN);
    end(&g);
    g = make(0, 4);
    status = run(&g, multiply, 20);
    assert_int_equal(WEXITSTATUS(status), 3);
    assert_int_equal(cgroup_exceeded(&g), CGROUP_PROCESSES);
    end(&g);
}

static void none_is_no_limit(void **state)
{
    (void)state;
    struct cgroup g = make(0, 0);
    assert_int_equal(WEXITSTATUS(run(&g, multiply, 60)), 60);
    assert_int_equal(run(&g, grow, 96), 0);
    assert_int_equal(cgroup_exceeded(&g), CGROUP_WITHIN);
    end(&g);
}

/* Whoever is born in it is under its limits before it can do anything. */
static void born_in_it(void **state)
{
    (void)state;
    struct cgroup g = make(32 * MIB, 0);
    int pidfd = -1;
    pid_t pid = cgroup_fork(&g, CLONE_VFORK, &pidfd);
    if (pid == 0)
        _exit(grow(256));
    if (pid < 0 && errno == ENOSYS)
        skip();
    assert_true(pid > 0);
    assert_true(fcntl(pidfd, F_GETFD) & FD_CLOEXEC);
    struct pollfd p = {.fd = pidfd, .events = POLLIN};
    assert_int_equal(poll(&p, 1, LIMIT_MS), 1);
    assert_true(was_killed(status_of(pid)));
    assert_int_equal(cgroup_exceeded(&g), CGROUP_MEMORY);
    close(pidfd);
    end(&g);
}

/* Root's programs run as somebody else, and the worker that asks has become so, too. */
static void rights_are_inherited(void **state)
{
    (void)state;
    if (geteuid())
        skip();
    struct cgroup g = make(32 * MIB, 0);
    pid_t pid = fork();
    if (pid == 0) {
        int pidfd;
        become_nobody(0);
        if (cgroup_fork(&g, 0, &pidfd) != -1 || errno != EACCES)
            _exit(2); /* the kernel would not even ask whose descriptor it is */
        pid_t child = start(&g, grow, 256);
        int status = status_of(child);
        _exit(was_killed(status) && cgroup_exceeded(&g) == CGROUP_MEMORY ? 0 : 1);
    }
    assert_int_equal(status_of(pid), 0);
    end(&g);
}

/* Memory that was lacking around its own is not the program's fault. */
static void starving_is_told_apart(void **state)
{
    (void)state;
    const struct cgroup_limits limits = {1024 * MIB, 0};
    struct error err = {0};
    struct cgroup outer = make(64 * MIB, 0), inner;
    struct cgroups within = all;
    within.home = openat(home, outer.name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert_int_equal(
        cgroupfile_write(within.home, "cgroup.subtree_control", "+memory +pids"), 0);
    assert_int_equal(cgroup_make(&inner, &within, &limits, &err), 0);
    assert_true(was_killed(run(&inner, grow, 512)));
    assert_int_equal(cgroup_exceeded(&inner), CGROUP_STARVED);
    assert_int_equal(cgroup_remove(&inner, &err), 0);
    close(within.home);
    end(&outer);
}

/* ---- nothing is left ---- */

static void who_hides_is_ended(void **state)
{
    (void)state;
    int ends[2];
    char byte;
    struct cgroup g = make(0, 0);
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    assert_int_equal(run(&g, detach, ends[1]), 0);
    assert_int_equal(read(ends[0], &byte, 1), 1);
    close(ends[1]);
    end(&g);
    assert_int_equal(read(ends[0], &byte, 1), 0);
    close(ends[0]);
}

static void who_multiplies_is_ended(void **state)
{
    (void)state;
    struct cgroup g = make(0, 100);
    pid_t pid = start(&g, bomb, 0);
    struct pollfd p = {.fd = g.pids_events, .events = POLLPRI};
    while (cgroup_exceeded(&g) == CGROUP_WITHIN)
        assert_int_equal(poll(&p, 1, LIMIT_MS), 1);
    end(&g); /* while it goes on */
    assert_true(was_killed(status_of(pid)));
}

static void cgroups_below_go_too(void **state)
{
    (void)state;
    static const char *const below[] = {"x", "x/y", ".hidden"};
    char path[256];
    struct cgroup g = make(MIB, 1);
    for (size_t i = 0; i < sizeof below / sizeof *below; i++) {
        snprintf(path, sizeof path, "%s/%s", g.name, below[i]);
        assert_int_equal(mkdirat(home, path, 0755), 0);
    }
    end(&g);
}

static void failure_leaves_nothing(void **state)
{
    (void)state;
    const struct cgroup_limits limits = {1, 1};
    struct error err = {0};
    struct cgroup g;
    int made = all.home, elsewhere = open("/tmp", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    all.home = elsewhere; /* where folders have no limits */
    assert_int_equal(cgroup_make(&g, &all, &limits, &err), -1);
    assert_non_null(strstr(err.text, "can't set memory.max of the control group"));
    assert_int_equal(cgroup_remove(&g, &err), 0);
    all.home = made;
    char name[CGROUPFILE_NAME_SIZE];
    cgroupfile_name(&all.maker, all.made - 1, name);
    assert_int_equal(faccessat(elsewhere, name, F_OK, 0), -1);
    close(elsewhere);
}

static void is_as_it_was(void)
{
    char text[512], list[512];
    assert_int_equal(cgroupfile_read(home, "cgroup.subtree_control", text, sizeof text),
                     0);
    assert_false(cgroupfile_lists(text, "memory") || cgroupfile_lists(text, "pids"));
    assert_int_equal(cgroupfile_read(home, "cgroup.procs", list, sizeof list), 0);
    snprintf(text, sizeof text, "%d", (int)getpid());
    assert_true(cgroupfile_lists(list, text));
    int fd = openat(home, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *entries = fdopendir(fd);
    for (struct dirent *e; (e = readdir(entries)) != NULL;)
        if (!strncmp(e->d_name, "sockgrade", 9))
            fail_msg("%s is left", e->d_name);
    closedir(entries);
}

/* What a grader that was killed in the middle has left, program included. */
static void next_one_sweeps(void **state)
{
    (void)state;
    int ends[2];
    char byte, name[CGROUPFILE_NAME_SIZE];
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    cgroups_close(&all);
    pid_t grader = fork();
    if (grader == 0) {
        if (setup(NULL))
            _exit(1);
        struct cgroup g = make(0, 0);
        if (write(ends[1], g.name, sizeof g.name) != sizeof g.name)
            _exit(1);
        start(&g, detach, ends[1]);
        for (;;)
            pause();
    }
    close(ends[1]);
    assert_int_equal(read(ends[0], name, sizeof name), sizeof name);
    assert_int_equal(read(ends[0], &byte, 1), 1);
    kill(grader, SIGKILL);
    siginfo_t info;
    assert_int_equal(waitid(P_PID, (id_t)grader, &info, WEXITED | WNOWAIT), 0);
    assert_int_equal(faccessat(home, name, F_OK, 0), 0);
    assert_int_equal(setup(NULL), 0); /* the dead one has not even been reaped */
    assert_int_equal(read(ends[0], &byte, 1), 0);
    assert_int_equal(faccessat(home, name, F_OK, 0), -1);
    close(ends[0]);
    status_of(grader);
    cgroups_close(&all);
    is_as_it_was();
}

/* Opens, makes, removes and closes for ever, and tells of each step. */
static void grade_for_ever(int steps)
{
    for (;;) {
        if (setup(NULL) || write(steps, "o", 1) != 1)
            _exit(1);
        struct cgroup g = make(32 * MIB, 0);
        if (write(steps, "m", 1) != 1 || run(&g, grow, 1) || write(steps, "r", 1) != 1)
            _exit(1);
        end(&g);
        if (write(steps, "e", 1) != 1)
            _exit(1);
        cgroups_close(&all);
        if (write(steps, "c", 1) != 1)
            _exit(1);
    }
}

static void killed_at_any_time(void **state)
{
    (void)state;
    char byte;
    cgroups_close(&all);
    for (int steps = 0; steps < 20; steps++) {
        int ends[2];
        assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
        pid_t grader = fork();
        if (grader == 0)
            grade_for_ever(ends[1]);
        close(ends[1]);
        for (int i = 0; i < steps; i++)
            assert_int_equal(read(ends[0], &byte, 1), 1);
        kill(grader, SIGKILL); /* somewhere in or behind the next step */
        assert_true(was_killed(status_of(grader)));
        close(ends[0]);
        assert_int_equal(setup(NULL), 0);
        assert_true(limit_works());
        cgroups_close(&all);
        is_as_it_was();
    }
}

static void end_sweeps_ours(void **state)
{
    (void)state;
    struct cgroup g = make(0, 0);
    cgroup_close(&g);
    cgroups_close(&all);
    is_as_it_was();
}

/* A worker that inherits it all must not take it away from the grader. */
static void child_only_closes(void **state)
{
    (void)state;
    struct cgroup g = make(32 * MIB, 0);
    pid_t child = fork();
    if (child == 0) {
        cgroup_close(&g);
        cgroups_close(&all);
        _exit(0);
    }
    assert_int_equal(status_of(child), 0);
    assert_true(was_killed(run(&g, grow, 256)));
    assert_int_equal(cgroup_exceeded(&g), CGROUP_MEMORY);
    end(&g);
}

/* ---- others ---- */

/* In a process that was forked from one that has it open: what that has is not its own. */
static void start_anew(void)
{
    cgroups_close(&all);
    if (setup(NULL))
        _exit(50);
}

/* The second one comes while the first is at work, and goes before or after it. */
static void side_by_side(void **state)
{
    (void)state;
    for (int stays_longer = 0; stays_longer < 2; stays_longer++) {
        int up[2], down[2];
        char byte;
        assert_int_equal(pipe2(up, O_CLOEXEC) || pipe2(down, O_CLOEXEC), 0);
        pid_t other = fork();
        if (other == 0) {
            close(down[1]);
            start_anew();
            bool well = limit_works() && write(up[1], "x", 1) == 1;
            if (stays_longer) /* until the first one has gone */
                well &= read(down[0], &byte, 1) == 0 && limit_works();
            cgroups_close(&all);
            _exit(well ? 0 : 1);
        }
        close(down[0]);
        close(up[1]);
        assert_int_equal(read(up[0], &byte, 1), 1);
        if (!stays_longer)
            assert_int_equal(status_of(other), 0);
        assert_true(limit_works());
        cgroups_close(&all);
        close(down[1]);
        if (stays_longer)
            assert_int_equal(status_of(other), 0);
        close(up[0]);
        is_as_it_was(); /* we are back, too, whoever was the last */
        assert_int_equal(setup(NULL), 0);
    }
}

/* Both were started in it before either could divide it. */
static void at_the_same_time(void **state)
{
    (void)state;
    int down[2];
    char byte;
    cgroups_close(&all);
    is_as_it_was();
    assert_int_equal(pipe2(down, O_CLOEXEC), 0);
    pid_t other = fork();
    if (other == 0) {
        close(down[1]);
        if (read(down[0], &byte, 1) != 1 || setup(NULL))
            _exit(1);
        bool well = limit_works();
        cgroups_close(&all);
        _exit(well ? 0 : 2);
    }
    close(down[0]);
    assert_int_equal(setup(NULL), 0);
    assert_int_equal(write(down[1], "x", 1), 1);
    assert_int_equal(status_of(other), 0);
    close(down[1]);
    assert_true(limit_works());
    cgroups_close(&all);
    is_as_it_was();
}

static void refuses_company(void **state)
{
    (void)state;
    struct error err = {0};
    char text[64], byte;
    int input[2], executed[2];
    cgroups_close(&all);
    assert_int_equal(pipe2(input, O_CLOEXEC) || pipe2(executed, O_CLOEXEC), 0);
    pid_t other = fork();
    if (other == 0) {
        dup2(input[0], 0);
        execl("/bin/cat", "cat", (char *)NULL);
        _exit(1);
    }
    close(executed[1]);
    assert_int_equal(read(executed[0], &byte, 1), 0); /* it is no copy of us any more */
    assert_int_equal(cgroups_open(&all, &err), -1);
    assert_int_equal(err.kind, ERROR_STAGE);
    snprintf(text, sizeof text, "process %d (cat) lives", (int)other);
    if (!strstr(err.text, text))
        fail_msg("\"%s\"", err.text);
    is_as_it_was();
    close(input[0]);
    close(input[1]);
    close(executed[0]);
    assert_int_equal(status_of(other), 0);
}

#define PREPARED(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PREPARED(memory_is_limited),
        PREPARED(memory_is_exact),
        PREPARED(all_of_it_is_killed),
        PREPARED(events_wake_the_poller),
        PREPARED(processes_are_limited),
        PREPARED(none_is_no_limit),
        PREPARED(born_in_it),
        PREPARED(rights_are_inherited),
        PREPARED(starving_is_told_apart),
        PREPARED(who_hides_is_ended),
        PREPARED(cgroups_below_go_too),
        PREPARED(failure_leaves_nothing),
        PREPARED(next_one_sweeps),
        PREPARED(end_sweeps_ours),
        PREPARED(who_multiplies_is_ended),
        PREPARED(killed_at_any_time),
        PREPARED(child_only_closes),
        PREPARED(side_by_side),
        PREPARED(at_the_same_time),
        PREPARED(refuses_company),
    };
    struct error err = {0};
    if (cgroups_open(&all, &err)) {
        fprintf(stderr, "skipped: %s\n", err.text);
        return 77;
    }
    home = fcntl(all.home, F_DUPFD_CLOEXEC, 3);
    cgroups_close(&all);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
