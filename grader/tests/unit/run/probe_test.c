/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "folder.h"
#include "programs.h"
#include "run/probe.h"

#define PYTHON "/usr/bin/python3"
#define PROGRAMS SOCKGRADE_TEST_DATA "/run/programs/"

/* Long enough for the slowest machine; nothing that goes well takes it. */
#define LIMIT_NS (30 * NS_PER_S)
#define DEADLINE_NS (60 * NS_PER_S)
#define TICK_NS (500 * NS_PER_US)
#define LOOKS_AFTER 60

struct scene {
    const char *name;
    void (*program)(void);
    const char *script; /* instead: a file of PROGRAMS */
    enum activity expected;
    enum wait_kind kind; /* of the first thread that waits */
};

struct watch {
    pid_t pid;
    struct probe *probe;
    struct look look;
    int64_t deadline_ns;
};

static char java[sizeof folder + 8]; /* Python by that name, which runs scripts when */
static const char *java_argument;    /* there is something to tell them */

/* Programs that outlive a test by a failed assertion end with it all the same. */
static void become(const struct scene *s)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_PTRACER, -1L, 0, 0, 0);
    if (s->program) {
        s->program();
        _exit(0);
    }
    char path[4096];
    snprintf(path, sizeof path, PROGRAMS "%s", s->script);
    int keyboard[2];
    if (pipe(keyboard) == 0)
        dup2(keyboard[0], 0);
    execl(java_argument ? java : PYTHON, PYTHON, "-I", path, java_argument, (char *)NULL);
    _exit(127);
}

/* What it uses is watched too, as in a run: then most looks at who runs are short ones. */
static void watch_start(struct watch *w, const struct scene *s)
{
    static struct limits limits;
    const int counts = 1;
    limits_resolve(&limits, NULL, 0);
    *w = (struct watch){.deadline_ns = clock_now_ns() + DEADLINE_NS};
    w->pid = fork();
    assert_true(w->pid >= 0);
    if (w->pid == 0)
        become(s);
    w->probe = probe_new(&w->pid, &counts, 1);
    probe_watch(w->probe, &limits, false);
}

static void watch_end(struct watch *w)
{
    probe_free(w->probe);
    kill(w->pid, SIGKILL);
    waitpid(w->pid, NULL, 0);
}

static void look(struct watch *w)
{
    probe_look(w->probe, w->deadline_ns, &w->look);
}

static void tick(void)
{
    struct timespec length = {.tv_nsec = TICK_NS};
    ppoll(NULL, 0, &length, NULL);
}

/* Looks until the activity is seen. Nothing but a waiting program may be said to wait. */
static void watch_until(struct watch *w, enum activity wanted)
{
    int64_t limit_ns = clock_now_ns() + LIMIT_NS;
    do {
        look(w);
        if (w->look.activity == wanted)
            return;
        assert_int_not_equal(w->look.activity, ACTIVITY_WAITING);
        tick();
    } while (clock_now_ns() < limit_ns);
    fail_msg("never %s, but %s", activity_name(wanted), activity_name(w->look.activity));
}

/* Whether this machine lets us look at our own child. */
static bool can_look(void)
{
    const struct scene s = {.program = wait_for_signal};
    struct watch w;
    watch_start(&w, &s);
    do {
        tick();
        look(&w);
    } while (w.look.activity == ACTIVITY_RUNNING);
    watch_end(&w);
    return w.look.activity == ACTIVITY_SLEEPING;
}

static bool looks;

static void play(void **state)
{
    const struct scene *s = *state;
    struct watch w;
    if (!looks || (s->script && access(PYTHON, X_OK)))
        skip();
    watch_start(&w, s);
    watch_until(&w, s->expected);
    if (s->expected != ACTIVITY_RUNNING && s->expected != ACTIVITY_ENDED) {
        assert_true(w.look.wait_count > 0);
        assert_string_equal(wait_kind_name(w.look.waits[0].kind),
                            wait_kind_name(s->kind));
    }
    /* Once it rests it goes on resting. */
    for (int i = 0; i < LOOKS_AFTER; i++) {
        tick();
        look(&w);
        if (s->script && s->expected == ACTIVITY_SLEEPING)
            assert_int_not_equal(w.look.activity, ACTIVITY_WAITING);
        else
            assert_int_equal(w.look.activity, s->expected);
    }
    watch_end(&w);
}

static const struct scene scenes[] = {
    {"recv", NULL, "recv.py", ACTIVITY_WAITING, WAIT_SOCKET_READ},
    {"accept", NULL, "accept.py", ACTIVITY_WAITING, WAIT_ACCEPT},
    {"threads", NULL, "threads.py", ACTIVITY_WAITING, WAIT_ACCEPT},
    {"deadlock", NULL, "lock.py", ACTIVITY_WAITING, WAIT_LOCK},
    {"child", NULL, "child.py", ACTIVITY_WAITING, WAIT_CHILD},
    {"asyncio", NULL, "async.py", ACTIVITY_WAITING, WAIT_MANY},
    {"keyboard", NULL, "keyboard.py", ACTIVITY_WAITING, WAIT_STDIN},
    {"time.sleep", NULL, "sleep.py", ACTIVITY_SLEEPING, WAIT_SLEEP},
    {"computing", NULL, "compute.py", ACTIVITY_RUNNING, WAIT_OTHER},
    {"settimeout", NULL, "settimeout.py", ACTIVITY_LISTENING, WAIT_ACCEPT},
    {"poll for ever", poll_forever, NULL, ACTIVITY_WAITING, WAIT_PIPE},
    {"poll two for ever", poll_two_forever, NULL, ACTIVITY_WAITING, WAIT_MANY},
    {"poll 3 s", poll_three_seconds, NULL, ACTIVITY_LISTENING, WAIT_SOCKET_READ},
    {"poll nothing 3 s", poll_nothing, NULL, ACTIVITY_SLEEPING, WAIT_SLEEP},
    {"select for ever", select_forever, NULL, ACTIVITY_WAITING, WAIT_SOCKET_READ},
    {"select 3 s", select_three_seconds, NULL, ACTIVITY_LISTENING, WAIT_SOCKET_READ},
    {"full pipe", write_to_full_pipe, NULL, ACTIVITY_WAITING, WAIT_PIPE},
    {"SO_RCVTIMEO", receive_with_time_out, NULL, ACTIVITY_LISTENING, WAIT_SOCKET_READ},
    {"epoll with a socket", epoll_server, NULL, ACTIVITY_LISTENING, WAIT_MANY},
    {"epoll without", epoll_without_socket, NULL, ACTIVITY_SLEEPING, WAIT_MANY},
    {"armed timerfd", armed_timerfd, NULL, ACTIVITY_SLEEPING, WAIT_MANY},
    {"idle timerfd", idle_timerfd, NULL, ACTIVITY_WAITING, WAIT_MANY},
    {"timer_create", posix_timer, NULL, ACTIVITY_SLEEPING, WAIT_SOCKET_READ},
    {"alarm", alarm_clock, NULL, ACTIVITY_SLEEPING, WAIT_SOCKET_READ},
    {"pause", wait_for_signal, NULL, ACTIVITY_SLEEPING, WAIT_SIGNAL},
    {"nanosleep", sleep_shortly, NULL, ACTIVITY_SLEEPING, WAIT_SLEEP},
    {"longer than the deadline", sleep_beyond_deadline, NULL, ACTIVITY_WAITING,
     WAIT_SLEEP},
    {"timed lock", timed_lock, NULL, ACTIVITY_SLEEPING, WAIT_LOCK},
    {"busy loop", spin, NULL, ACTIVITY_RUNNING, WAIT_OTHER},
    {"stopped", stop, NULL, ACTIVITY_WAITING, WAIT_STOPPED},
    {"busy child", parent_of_busy_child, NULL, ACTIVITY_RUNNING, WAIT_OTHER},
    {"main thread gone", main_thread_gone, NULL, ACTIVITY_WAITING, WAIT_SOCKET_READ},
    {"hundred threads", hundred_threads, NULL, ACTIVITY_WAITING, WAIT_SOCKET_READ},
    {"ended", leave_at_once, NULL, ACTIVITY_ENDED, WAIT_OTHER},
};

#define PROGRESS(function)                                                               \
    {                                                                                    \
#function, function, NULL, ACTIVITY_RUNNING, WAIT_OTHER                          \
    }

static const struct scene busy_scenes[] = {
    PROGRESS(thread_ping_pong), PROGRESS(process_ping_pong), PROGRESS(socket_ping_pong),
    PROGRESS(forking_forever),  PROGRESS(polling_forever),
};

/* As many looks as can be had, back to back, and some with a tick between. */
static void never_waits(void **state)
{
    struct watch w;
    if (!looks)
        skip();
    watch_start(&w, *state);
    for (int i = 0; i < 20000; i++) {
        look(&w);
        assert_int_not_equal(w.look.activity, ACTIVITY_WAITING);
        assert_int_not_equal(w.look.activity, ACTIVITY_ENDED);
        if (i % 64 == 0)
            tick();
    }
    watch_end(&w);
}

/* The first look at a blocked tree can't know that it was so before. */
static void first_look_says_running(void **state)
{
    (void)state;
    const struct scene s = {.program = wait_on_socket};
    const int counts = 1;
    struct watch w;
    if (!looks)
        skip();
    watch_start(&w, &s);
    watch_until(&w, ACTIVITY_WAITING);
    probe_free(w.probe);
    w.probe = probe_new(&w.pid, &counts, 1);
    look(&w);
    assert_int_equal(w.look.activity, ACTIVITY_RUNNING);
    look(&w);
    assert_int_equal(w.look.activity, ACTIVITY_WAITING);
    watch_end(&w);
}

/* A time-out runs from when the wait began, however often one looks. */
static void end_stands_still(void **state)
{
    (void)state;
    const struct scene s = {.program = poll_three_seconds};
    struct watch w;
    if (!looks)
        skip();
    int64_t before_ns = clock_now_ns();
    watch_start(&w, &s);
    watch_until(&w, ACTIVITY_LISTENING);
    int64_t ends_ns = w.look.ends_ns;
    /* A process's start is known to a clock tick, 10 ms. */
    assert_true(ends_ns > before_ns + 2900 * NS_PER_MS);
    assert_true(ends_ns < clock_now_ns() + 3000 * NS_PER_MS);
    for (int i = 0; i < LOOKS_AFTER; i++) {
        tick();
        look(&w);
        assert_true(w.look.ends_ns == ends_ns);
        assert_true(w.look.waits[0].ends_ns == ends_ns);
    }
    /* What ends after the deadline never does. */
    w.deadline_ns = clock_now_ns() + NS_PER_S;
    look(&w);
    assert_int_equal(w.look.activity, ACTIVITY_WAITING);
    watch_end(&w);
}

/* A Java machine on its way out: its last thread waits for one that naps, again and again. A
 * thread with the same name that rests for long has nothing to do. */
static bool has_thread(pid_t pid, const char *wanted)
{
    char path[64], name[32] = "";
    bool found = false;
    snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
    DIR *tasks = opendir(path);
    const struct dirent *e;
    while (!found && tasks && (e = readdir(tasks))) {
        char comm[400];
        snprintf(comm, sizeof comm, "%s/%s/comm", path, e->d_name);
        FILE *file = fopen(comm, "re");
        found = file && fgets(name, sizeof name, file)
                && !strncmp(name, wanted, strlen(wanted));
        if (file)
            fclose(file);
    }
    if (tasks)
        closedir(tasks);
    return found;
}

static void watch_housekeeping(struct watch *w, const char *nap_s)
{
    const struct scene s = {.script = "housekeeping.py"};
    int64_t limit_ns = clock_now_ns() + LIMIT_NS;
    java_argument = nap_s;
    watch_start(w, &s);
    java_argument = NULL;
    while (!has_thread(w->pid, "VM Thread")) {
        assert_true(clock_now_ns() < limit_ns);
        tick();
    }
}

static void naps_of_housekeeping(void **state)
{
    struct error err;
    struct watch w;
    int python = open(PYTHON, O_RDONLY | O_CLOEXEC);
    if (!looks || python < 0)
        skip();
    assert_int_equal(folder_make(state), 0);
    assert_int_equal(scratch_put(folder, "java", python, 0, SCRATCH_ALL, 0755, &err), 0);
    close(python);
    snprintf(java, sizeof java, "%s/java", folder);
    watch_housekeeping(&w, "0.01");
    for (int i = 0; i < 20 * LOOKS_AFTER; i++) {
        look(&w);
        assert_int_not_equal(w.look.activity, ACTIVITY_WAITING);
        assert_int_not_equal(w.look.activity, ACTIVITY_SLEEPING);
        if (i % 4 == 0)
            tick();
    }
    watch_end(&w);
    watch_housekeeping(&w, "0.5");
    watch_until(&w, ACTIVITY_WAITING);
    watch_end(&w);
    assert_int_equal(folder_remove(state), 0);
}

/* Orphans are found below whoever inherits them: here, us. */
static void orphans_count(void **state)
{
    (void)state;
    const struct scene s = {.program = parent_of_orphan};
    struct watch w;
    if (!looks)
        skip();
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    watch_start(&w, &s);
    probe_free(w.probe);
    const pid_t roots[] = {w.pid, getpid()};
    const int counts[] = {1, 0};
    w.probe = probe_new(roots, counts, 2);
    for (int i = 0; i < 200; i++) {
        look(&w);
        assert_int_equal(w.look.activity, ACTIVITY_RUNNING);
        tick();
    }
    watch_end(&w);
    prctl(PR_SET_CHILD_SUBREAPER, 0);
    /* The orphan is ours now, and the only child that is left. */
    char path[64], text[32] = "";
    snprintf(path, sizeof path, "/proc/self/task/%d/children", getpid());
    FILE *children = fopen(path, "re");
    assert_non_null(children);
    assert_non_null(fgets(text, sizeof text, children));
    fclose(children);
    kill((pid_t)atoi(text), SIGKILL);
    assert_true(wait(NULL) > 0);
}

static void hidden_is_unknown(void **state)
{
    (void)state;
    const struct scene s = {.program = hidden};
    struct watch w;
    if (!looks || !geteuid()) /* root sees everything */
        skip();
    watch_start(&w, &s);
    watch_until(&w, ACTIVITY_UNKNOWN);
    watch_end(&w);
}

static void facts_are_limited(void **state)
{
    (void)state;
    const struct scene s = {.program = hundred_threads};
    struct watch w;
    if (!looks)
        skip();
    watch_start(&w, &s);
    watch_until(&w, ACTIVITY_WAITING);
    assert_int_equal(w.look.wait_count, LOOK_WAITS);
    assert_int_equal(w.look.waits[0].tid, w.pid);
    watch_end(&w);
}

static void processor_time_grows(void **state)
{
    (void)state;
    const struct scene s = {.program = spin};
    int64_t limit_ns = clock_now_ns() + LIMIT_NS;
    struct watch w;
    if (!looks)
        skip();
    watch_start(&w, &s);
    do {
        look(&w);
        tick();
    } while (probe_cpu_ns(w.probe) < 20 * NS_PER_MS && clock_now_ns() < limit_ns);
    assert_true(probe_cpu_ns(w.probe) >= 20 * NS_PER_MS);
    watch_end(&w);
}

#define SCENES (sizeof scenes / sizeof *scenes)
#define BUSY_SCENES (sizeof busy_scenes / sizeof *busy_scenes)

static const struct CMUnitTest others[] = {
    cmocka_unit_test(first_look_says_running), cmocka_unit_test(end_stands_still),
    cmocka_unit_test(orphans_count),           cmocka_unit_test(hidden_is_unknown),
    cmocka_unit_test(facts_are_limited),       cmocka_unit_test(processor_time_grows),
    cmocka_unit_test(naps_of_housekeeping),
};

#define OTHERS (sizeof others / sizeof *others)

int main(void)
{
    struct CMUnitTest tests[SCENES + BUSY_SCENES + OTHERS] = {0};
    size_t count = 0;
    for (size_t i = 0; i < SCENES; i++)
        tests[count++] = (struct CMUnitTest){.name = scenes[i].name,
                                             .test_func = play,
                                             .initial_state = (void *)&scenes[i]};
    for (size_t i = 0; i < BUSY_SCENES; i++)
        tests[count++] = (struct CMUnitTest){.name = busy_scenes[i].name,
                                             .test_func = never_waits,
                                             .initial_state = (void *)&busy_scenes[i]};
    for (size_t i = 0; i < OTHERS; i++)
        tests[count++] = others[i];
    looks = can_look();
    if (!looks)
        fprintf(stderr, "skipped: /proc does not show what our own child waits for\n");
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    return !failed && !looks ? 77 : failed;
}
