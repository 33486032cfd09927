/* SPDX-License-Identifier: MIT */
#include "worker.h"

#include <arpa/inet.h>
#include <sched.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>

#include "run/probe.h"

/* ---- how a program ends is told ---- */

static void exit_3(struct run *r)
{
    run_shell(r, "echo said; exit 3");
}

static void status_is_told(void **state)
{
    struct run r = run_new(kind_of(state));
    perform(&r, exit_3);
    assert_string_equal(r.found->output, "said\n");
    assert_int_equal(r.found->end.si_code, CLD_EXITED);
    assert_int_equal(r.found->end.si_status, 3);
    run_end(&r);
}

static void write_to_nobody(struct run *r)
{
    const char *const argv[] = {"/usr/bin/yes", NULL};
    close(r->out);
    if (enter(r) && start(r, argv))
        reap(r);
    leave(r);
}

static void broken_pipe_kills(void **state)
{
    struct run r = run_new(kind_of(state));
    pid_t worker = begin(&r, write_to_nobody);
    close(r.out); /* now nobody reads */
    r.out = open("/dev/null", O_RDONLY | O_CLOEXEC);
    assert_int_equal(waitpid(worker, NULL, 0), worker);
    assert_string_equal(r.found->trouble, "");
    assert_int_equal(r.found->end.si_code, CLD_KILLED);
    assert_int_equal(r.found->end.si_status, SIGPIPE);
    run_end(&r);
}

static void abort_it(struct run *r)
{
    run_shell(r, "kill -ABRT $$");
}

static void abort_leaves_no_core(void **state)
{
    struct run r = run_new(kind_of(state));
    perform(&r, abort_it);
    assert_int_equal(r.found->end.si_code, CLD_KILLED); /* not CLD_DUMPED */
    assert_int_equal(r.found->end.si_status, SIGABRT);
    run_end(&r);
}

static void signal_it(struct run *r)
{
    const char *const argv[] = {"/bin/cat", NULL};
    int ends[2];
    if (enter(r) && pipe2(ends, O_CLOEXEC) == 0 && start_with(r, argv, ends[0])) {
        if (stage_signal(r->stage, SIGUSR1))
            trouble(r, "stage_signal", strerror(errno));
        reap(r);
    }
    leave(r);
}

static void signal_reaches(void **state)
{
    struct run r = run_new(kind_of(state));
    perform(&r, signal_it);
    assert_int_equal(r.found->end.si_status, SIGUSR1);
    run_end(&r);
}

/* ---- what can't be started ---- */

static void run_nothing(struct run *r)
{
    const char *const argv[] = {"/nonexistent/program", NULL};
    run_to_end(r, argv);
}

static void run_folder(struct run *r)
{
    const char *const argv[] = {"/usr", NULL};
    run_to_end(r, argv);
}

static int content(const char *text)
{
    int fd = memfd_create("content", MFD_CLOEXEC);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    return fd;
}

static void run_without_interpreter(struct run *r)
{
    const struct stage_file file = {
        .name = "script", .fd = content("#!/nonexistent/interpreter\n"), .mode = 0755};
    char path[300];
    const char *const argv[] = {path, NULL};
    r->files = &file;
    r->file_count = 1;
    if (!enter(r))
        return;
    snprintf(path, sizeof path, "%s/script", stage_submission(r->stage));
    start(r, argv);
    leave(r);
}

static void expect_failure(enum stage_kind kind, body *b, const char *text)
{
    struct run r = run_new(kind);
    pid_t worker = begin(&r, b);
    assert_int_equal(waitpid(worker, NULL, 0), worker);
    if (!strstr(r.found->trouble, text))
        fail_msg("\"%s\" is not in \"%s\"", text, r.found->trouble);
    run_end(&r);
}

static void exec_failure_is_told(void **state)
{
    enum stage_kind kind = kind_of(state);
    expect_failure(kind, run_nothing,
                   "can't run the program /nonexistent/program: No such file");
    expect_failure(kind, run_folder, "can't run the program /usr: Permission denied");
    expect_failure(kind, run_without_interpreter, "the interpreter that its first line");
}

/* ---- what a program is given ---- */

static void show_itself(struct run *r)
{
    run_shell(r, "pwd; id -u; umask; ulimit -c; grep -E 'CapEff|NoNew' /proc/self/status;"
                 "ls /proc/self/fd | wc -l; : >file && echo written");
}

static void program_is_unprivileged(void **state)
{
    struct run r = run_new(kind_of(state));
    char expected[1024];
    perform(&r, show_itself);
    /* Of its descriptors the fourth is ls's own. */
    snprintf(expected, sizeof expected,
             "0022\n0\nCapEff:\t0000000000000000\nNoNewPrivs:\t1\n4\nwritten\n");
    unsigned uid = 0;
    size_t home = strlen(r.found->home);
    assert_memory_equal(r.found->output, r.found->home, home);
    assert_int_equal(sscanf(r.found->output + home, "%u", &uid), 1);
    assert_int_not_equal(uid, 0);
    if (r.kind != STAGE_PRIVILEGED)
        assert_int_equal(uid, stage_uid());
    assert_non_null(strstr(r.found->output, expected));
    assert_int_not_equal(stage_uid(), 0);
    run_end(&r);
}

static void show_files(struct run *r)
{
    int text = content("content\nmore");
    const struct stage_file files[] = {
        {.name = "text", .fd = text, .mode = 0644, .part = true, .size = 8},
        {.name = "tool", .fd = content("#!/bin/sh\necho ran\n"), .mode = 0755},
        {.name = "a/b/more", .fd = text, .mode = 0644, .part = true, .at = 8, .size = 4},
        {.name = "a/none", .fd = text, .mode = 0644, .part = true},
    };
    char script[512];
    const char *const argv[] = {SHELL, "-c", script, NULL};
    r->files = files;
    r->file_count = sizeof files / sizeof *files;
    if (!enter(r))
        return;
    snprintf(script, sizeof script,
             "cat text; ./tool; cd %s; ls -l text | cut -c1-10; cat a/b/more a/none; "
             "echo; pwd",
             stage_submission(r->stage));
    if (start(r, argv))
        hear(r, NULL);
    leave(r);
}

static void submission_is_there(void **state)
{
    struct run r = run_new(kind_of(state));
    char expected[512];
    perform(&r, show_files);
    snprintf(expected, sizeof expected, "content\nran\n-rw-r--r--\nmore\n%s\n",
             r.kind == STAGE_NONE ? r.found->home : "/submission");
    assert_string_equal(r.found->output, expected);
    run_end(&r);
}

/* ---- orphans ---- */

/* Of the children that a process has waited for, in ticks: proc(5). */
static unsigned long children_ticks(pid_t pid)
{
    char path[64], text[1024];
    unsigned long user = 0, system = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t len = fd < 0 ? 0 : read(fd, text, sizeof text - 1);
    close(fd);
    text[len > 0 ? len : 0] = '\0';
    const char *at = strrchr(text, ')');
    if (!at
        || sscanf(at, ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %lu %lu",
                  &user, &system)
               != 2)
        return 0;
    return user + system;
}

/* The orphan's end and the init's look are not one moment. */
static void leave_busy_orphan(struct run *r)
{
    static const char script[] =
        "(sh -c 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done' &)";
    const char *const argv[] = {SHELL, "-c", script, NULL};
    struct timespec now, began;
    if (!enter(r) || !start(r, argv))
        return;
    hear(r, NULL);
    clock_gettime(CLOCK_MONOTONIC, &began);
    do
        clock_gettime(CLOCK_MONOTONIC, &now);
    while (!children_ticks(r->found->roots[1])
           && now.tv_sec - began.tv_sec < LIMIT_MS / 1000);
    if (!children_ticks(r->found->roots[1]))
        trouble(r, "the time of an orphan", "is lost");
    leave(r);
}

static void time_of_orphans_is_kept(void **state)
{
    struct run r = run_new(kind_of(state));
    perform(&r, leave_busy_orphan);
    run_end(&r);
}

/* ---- nothing stays behind ---- */

/* One in a session of its own, one orphan, and the program itself; all hold its output. */
#define FAMILY                                                                           \
    "setsid sleep 1000 & (sleep 1000 &) ; (setsid sh -c 'sleep 1000 & sleep 1000' &);"   \
    "mkdir -p a/b; : >a/b/c; chmod 0 a; echo ready; sleep 1000"

static void leave_family(struct run *r)
{
    const char *const argv[] = {SHELL, "-c", FAMILY, NULL};
    if (enter(r) && start(r, argv))
        hear(r, "ready");
    leave(r);
}

/* The pipe hangs up when the last process that holds the program's output has ended. */
static void assert_all_gone(const struct run *r)
{
    struct pollfd p = {.fd = r->out};
    assert_int_equal(poll(&p, 1, LIMIT_MS), 1);
    assert_true(p.revents & POLLHUP);
}

static void nothing_left_after_leave(void **state)
{
    struct run r = run_new(kind_of(state));
    perform(&r, leave_family);
    struct pollfd p = {.fd = r.out};
    assert_int_equal(poll(&p, 1, 0), 1); /* at once */
    assert_true(access(r.found->home, F_OK) != 0 && errno == ENOENT);
    assert_true(kill(r.found->roots[0], 0) != 0 && errno == ESRCH);
    assert_true(kill(r.found->roots[1], 0) != 0 && errno == ESRCH);
    run_end(&r);
}

static void stay_with_family(struct run *r)
{
    const char *const argv[] = {SHELL, "-c", FAMILY, NULL};
    if (enter(r) && start(r, argv))
        hear(r, "ready");
    prctl(PR_SET_NAME, "settled");
    r->found->end.si_pid = getpid();
    raise(SIGSTOP); /* tells the parent that all is running, and waits to be killed */
}

/* Waits until the folder has gone; who removes it is nobody's child. */
static void assert_removed(const char *folder, int watch)
{
    struct pollfd p = {.fd = watch, .events = POLLIN};
    if (access(folder, F_OK) == 0)
        assert_int_equal(poll(&p, 1, LIMIT_MS), 1);
    assert_true(access(folder, F_OK) != 0 && errno == ENOENT);
}

static int watch_folder(const struct run *r)
{
    int watch = inotify_init1(IN_CLOEXEC);
    if (r->kind == STAGE_NONE)
        assert_true(inotify_add_watch(watch, r->found->home, IN_DELETE_SELF) >= 0);
    return watch;
}

static void nothing_left_after_killing_worker(void **state)
{
    struct run r = run_new(kind_of(state));
    int status;
    pid_t worker = begin(&r, stay_with_family);
    assert_int_equal(waitpid(worker, &status, WUNTRACED), worker);
    assert_string_equal(r.found->trouble, "");
    assert_true(WIFSTOPPED(status));
    int watch = watch_folder(&r);
    kill(worker, SIGKILL);
    assert_int_equal(waitpid(worker, NULL, 0), worker);
    assert_all_gone(&r);
    assert_removed(r.found->home, watch);
    close(watch);
    run_end(&r);
}

/* A grader of our own, so that it can be killed; its worker becomes an orphan of ours. */
static void nothing_left_after_killing_grader(void **state)
{
    struct run r = run_new(kind_of(state));
    int status;
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    pid_t grader = fork();
    if (grader == 0) {
        r.grader = getpid();
        pid_t worker = begin(&r, stay_with_family);
        waitpid(worker, &status, WUNTRACED);
        raise(SIGSTOP);
    }
    close(r.program_out);
    r.program_out = -1;
    assert_int_equal(waitpid(grader, &status, WUNTRACED), grader);
    assert_true(WIFSTOPPED(status));
    assert_string_equal(r.found->trouble, "");
    int watch = watch_folder(&r);
    kill(grader, SIGKILL);
    assert_int_equal(waitpid(grader, NULL, 0), grader);
    assert_all_gone(&r);
    assert_removed(r.found->home, watch);
    while (waitpid(-1, NULL, 0) > 0) /* the worker, and a guardian; neither stays */
        ;
    assert_int_equal(errno, ECHILD);
    prctl(PR_SET_CHILD_SUBREAPER, 0);
    close(watch);
    run_end(&r);
}

/* A sibling that the program makes would be a child of the worker that nobody knows of. The
 * reports are not heard here, so the call fails without an answer. */
static void make_sibling(struct run *r)
{
    char script[256];
    const char *const argv[] = {PYTHON, "-I", "-c", script, NULL};
    snprintf(script, sizeof script,
             "import ctypes, time\n"
             "print(ctypes.CDLL(None).syscall(%d, %d, 0, 0, 0, 0), flush=True)\n"
             "time.sleep(1000)\n",
             SYS_clone, CLONE_PARENT | SIGCHLD);
    if (enter(r) && start(r, argv)) {
        notice_close(&r->notice);
        hear(r, "-1\n");
    }
    leave(r);
}

static void no_siblings_are_made(void **state)
{
    struct run r = run_new(kind_of(state));
    if (access(PYTHON, X_OK))
        skip();
    perform(&r, make_sibling);
    assert_all_gone(&r);
    run_end(&r);
}

/* ---- the probe sees the program ---- */

static void look_at_it(struct run *r)
{
    const char *const argv[] = {SHELL, "-c", "(cat <&3 &) 3<&0; echo go; exec cat", NULL};
    int ends[2], counts[2];
    pid_t roots[2];
    struct look look = {0};
    struct timespec tick = {.tv_nsec = 500000};
    if (!enter(r) || pipe2(ends, O_CLOEXEC) || !start_with(r, argv, ends[0]))
        return;
    size_t n = stage_roots(r->stage, roots, counts);
    struct probe *probe = probe_new(roots, counts, n);
    for (int i = 0; i < 20000 && look.activity != ACTIVITY_WAITING; i++) {
        ppoll(NULL, 0, &tick, NULL);
        probe_look(probe, INT64_MAX, &look);
    }
    if (look.activity != ACTIVITY_WAITING)
        trouble(r, "the probe says", activity_name(look.activity));
    probe_free(probe);
    close(ends[1]);
    reap(r);
    leave(r);
}

static void probe_sees_it(void **state)
{
    struct run r = run_new(kind_of(state));
    perform(&r, look_at_it);
    run_end(&r);
}

/* ---- only with namespaces ---- */

static void look_around(struct run *r)
{
    run_shell(r, "echo x >/tmp/sockgrade-visible; echo x >/var/tmp/sockgrade-visible;"
                 "(echo x >/sockgrade-visible) 2>/dev/null || echo read-only;"
                 "ls -A /run /root; ls /etc/shadow /sys; grep CapBnd /proc/self/status; "
                 "kill -KILL 1; kill -STOP 1;"
                 "ls /proc/1 2>&1 | tail -n 1; echo $$");
}

static void machine_is_out_of_reach(void **state)
{
    struct run r = run_new(kind_of(state));
    perform(&r, look_around);
    assert_int_not_equal(access("/tmp/sockgrade-visible", F_OK), 0);
    assert_int_not_equal(access("/var/tmp/sockgrade-visible", F_OK), 0);
    assert_non_null(strstr(r.found->output, "read-only\n"));
    assert_non_null(strstr(r.found->output, "CapBnd:\t0000000000000000\n"));
    assert_int_equal(r.found->end.si_code, CLD_EXITED);
    run_end(&r);
}

/* Takes port 5555, says so, and holds it until its input ends. */
static void hold_port(struct run *r)
{
    static const char script[] = "import socket, sys\n"
                                 "s = socket.create_server(('', 5555))\n"
                                 "print('bound', flush=True)\n"
                                 "sys.stdin.read()\n";
    const char *const argv[] = {PYTHON, "-I", "-c", script, NULL};
    int ends[2];
    if (!enter(r) || pipe2(ends, O_CLOEXEC) || !start_with(r, argv, ends[0]))
        return;
    hear(r, "bound");
    raise(SIGSTOP); /* until the other one has it too */
    close(ends[1]);
    reap(r);
    leave(r);
}

static void two_stages_one_port(void **state)
{
    enum stage_kind kind = kind_of(state);
    if (access(PYTHON, X_OK))
        skip();
    struct run r[2] = {run_new(kind), run_new(kind)};
    pid_t worker[2] = {begin(&r[0], hold_port), begin(&r[1], hold_port)};
    int status;
    for (int i = 0; i < 2; i++) {
        assert_int_equal(waitpid(worker[i], &status, WUNTRACED), worker[i]);
        assert_string_equal(r[i].found->trouble, "");
        assert_true(WIFSTOPPED(status));
    }
    for (int i = 0; i < 2; i++) {
        kill(worker[i], SIGCONT);
        assert_int_equal(waitpid(worker[i], &status, 0), worker[i]);
        assert_string_equal(r[i].found->output, "bound\n");
        assert_int_equal(r[i].found->end.si_status, 0);
        run_end(&r[i]);
    }
}

/* In the worker: is the address ours to be dialled at? */
static void dial(struct run *r, int family, const char *address)
{
    struct sockaddr_in four = {.sin_family = AF_INET, .sin_port = htons(80)};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_port = htons(80)};
    bool old = family == AF_INET;
    struct sockaddr *at = old ? (struct sockaddr *)&four : (struct sockaddr *)&six;
    socklen_t size = old ? sizeof four : sizeof six;
    int listener = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (listener < 0 && !old)
        return; /* a machine without IPv6 */
    int client = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int only = 1;
    if (!old)
        setsockopt(listener, IPPROTO_IPV6, IPV6_V6ONLY, &only, sizeof only);
    if (bind(listener, at, size) || listen(listener, 1))
        trouble(r, "listening on port 80", strerror(errno));
    inet_pton(family, address, old ? (void *)&four.sin_addr : (void *)&six.sin6_addr);
    if (connect(client, at, size))
        trouble(r, address, strerror(errno));
    close(client);
    close(listener);
}

static void dial_the_world(struct run *r)
{
    const char *const argv[] = {"/usr/bin/getent", "hosts", "telnet.example", NULL};
    if (enter(r)) {
        dial(r, AF_INET, "93.184.216.34");
        dial(r, AF_INET6, "2001:db8::1");
        if (start(r, argv))
            hear(r, NULL);
    }
    leave(r);
}

static void every_address_is_ours(void **state)
{
    static const struct stage_host hosts[] = {{"telnet.example", "10.1.2.3"}};
    struct run r = run_new(kind_of(state));
    r.world = (struct stage_world){.any_host = true, .hosts = hosts, .host_count = 1};
    perform(&r, dial_the_world);
    assert_string_equal(r.found->output, "10.1.2.3        telnet.example\n");
    run_end(&r);
}

/* ---- only without ---- */

static void enter_and_leave(struct run *r)
{
    enter(r);
    leave(r);
}

static void none_refuses_worlds(void **state)
{
    static const struct stage_host hosts[] = {{"telnet.example", "10.1.2.3"}};
    (void)state;
    struct run r = run_new(STAGE_NONE);
    r.world.any_host = true;
    assert_int_equal(waitpid(begin(&r, enter_and_leave), NULL, 0) > 0, 1);
    assert_non_null(strstr(r.found->trouble, "needs a network of its own"));
    assert_non_null(strstr(r.found->trouble, "sockgrade doctor"));
    r.found->trouble[0] = '\0';
    r.world = (struct stage_world){.hosts = hosts, .host_count = 1};
    assert_int_equal(waitpid(begin(&r, enter_and_leave), NULL, 0) > 0, 1);
    assert_non_null(strstr(r.found->trouble, "needs host names of its own"));
    run_end(&r);
}

static void orphaned_worker_ends(void **state)
{
    enum stage_kind kind = kind_of(state);
    struct run r = run_new(kind);
    r.grader = getpid() + 1; /* as if our parent had ended */
    assert_int_equal(waitpid(begin(&r, enter_and_leave), NULL, 0) > 0, 1);
    assert_non_null(strstr(r.found->trouble, "the grader has ended"));
    run_end(&r);
}

static void names_are_found(void **state)
{
    (void)state;
    assert_string_equal(stage_name(STAGE_FULL), "full");
    assert_int_equal(stage_find("full"), STAGE_FULL);
    assert_int_equal(stage_find("none"), STAGE_NONE);
    assert_int_equal(stage_find("nothing"), -1);
}

static bool works(enum stage_kind kind)
{
    struct run r = run_new(kind);
    waitpid(begin(&r, enter_and_leave), NULL, 0);
    bool entered = r.found->entered;
    if (!entered)
        fprintf(stderr, "skipped for %s: %s\n", stage_name(kind), r.found->trouble);
    run_end(&r);
    return entered;
}

static const enum stage_kind kinds[] = {STAGE_FULL, STAGE_NONE, STAGE_PRIVILEGED};

#define ON(i, function)                                                                  \
    {                                                                                    \
#function, function, NULL, NULL, (void *)&kinds[i]                               \
    }
#define ISOLATED(function) ON(0, function), ON(2, function)
#define EVERY(function) ON(0, function), ON(1, function), ON(2, function)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_found),
        cmocka_unit_test(none_refuses_worlds),
        EVERY(status_is_told),
        EVERY(broken_pipe_kills),
        EVERY(abort_leaves_no_core),
        EVERY(signal_reaches),
        EVERY(exec_failure_is_told),
        EVERY(program_is_unprivileged),
        EVERY(submission_is_there),
        EVERY(nothing_left_after_leave),
        EVERY(nothing_left_after_killing_worker),
        EVERY(nothing_left_after_killing_grader),
        EVERY(no_siblings_are_made),
        EVERY(orphaned_worker_ends),
        EVERY(probe_sees_it),
        ISOLATED(time_of_orphans_is_kept),
        ISOLATED(machine_is_out_of_reach),
        ISOLATED(two_stages_one_port),
        ISOLATED(every_address_is_ours),
    };
    for (size_t i = 0; i < 3; i++)
        have[kinds[i]] = works(kinds[i]);
    int failed = 0;
    for (int i = 0; i < 2; i++) {
        in_place = i;
        failed += cmocka_run_group_tests_name(
            in_place ? "the init shares our memory" : "tests", tests, NULL, NULL);
    }
    return !failed && !have[STAGE_FULL] && !have[STAGE_NONE] ? 77 : failed;
}
