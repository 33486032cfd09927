/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "batch/crew.h"
#include "run/trial.h"
#include "script/loader.h"

#define EXERCISE SOCKGRADE_SOURCE_DIR "/exercises/connect-2.json"
#define FIXTURES SOCKGRADE_SOURCE_DIR "/fixtures/connect-2"

static struct exercise exercise;
static struct assigned assigned = {.exercise = &exercise};
static struct assignment assignment = {.list = &assigned, .count = 1};
static struct crew_settings settings = {.assignment = &assignment};

/* A program that takes its time, which its patience allows. */
static char slow_path[] = "/tmp/sockgrade-crew-XXXXXX.py";

static int write_slow(void)
{
    int fd = mkstemps(slow_path, 3);
    FILE *f = fd < 0 ? NULL : fdopen(fd, "w");
    if (!f)
        return -1;
    fputs("import time\ntime.sleep(4)\n", f);
    return fclose(f) || chmod(slow_path, 0644);
}

static int load(void **state)
{
    struct error err, refused;
    (void)state;
    signal(SIGPIPE, SIG_IGN);
    if (loader_read_file(&exercise, EXERCISE, &err) < 0
        || trial_choose(&settings.stage, false, &refused, &err) < 0) {
        print_error("%s\n", err.text);
        return -1;
    }
    return write_slow();
}

static int unload(void **state)
{
    (void)state;
    exercise_close(&exercise);
    return unlink(slow_path);
}

static struct crew *crew_of(size_t most)
{
    settings.most = most;
    return crew_new(&settings);
}

static void start(struct crew *c, size_t number, const struct work *w)
{
    struct error err;
    const struct crew_order order = {.number = number, .work = w, .seed = 1 + number};
    if (crew_start(c, &order, &err) < 0)
        fail_msg("%s", err.text);
}

static size_t wait_for(struct crew *c, struct report_exercise *out)
{
    struct error err;
    size_t number = SIZE_MAX;
    if (crew_wait(c, 0, &number, out, &err) != 1)
        fail_msg("no result");
    return number;
}

static void checks_one_after_another(void **state)
{
    (void)state;
    const struct {
        const char *path;
        enum result result;
    } rows[] = {
        {FIXTURES "/pass/plain.py", RESULT_PASS},
        {FIXTURES "/both-waiting/receives-first.py", RESULT_FAIL},
        {FIXTURES "/build-failed/wrong-indentation.py", RESULT_FAIL},
        {FIXTURES "/pass/says-nothing.py", RESULT_PASS},
        {FIXTURES "/is-not-there.py", RESULT_ERROR},
    };
    enum { ROWS = sizeof rows / sizeof *rows };
    struct work works[ROWS] = {0};
    bool seen[ROWS] = {0};
    struct crew *c = crew_of(2);
    size_t started = 0, done = 0;
    while (done < ROWS) {
        while (started < ROWS && crew_has_room(c)) {
            works[started].path = (char *)rows[started].path;
            start(c, started, &works[started]);
            started++;
        }
        assert_true(crew_running(c) <= 2);
        struct report_exercise out;
        size_t n = wait_for(c, &out);
        assert_true(n < ROWS && !seen[n]);
        if (out.result != rows[n].result)
            fail_msg("%s: %s (%s)", rows[n].path, result_name(out.result),
                     out.cases[0].message);
        assert_string_equal(out.path, rows[n].path);
        assert_int_equal(out.case_count, exercise.case_count);
        assert_true((out.text != NULL) == (n != ROWS - 1));
        report_exercise_close(&out);
        seen[n] = true;
        done++;
    }
    assert_int_equal(crew_running(c), 0);
    crew_free(c);
}

static void has_room_for_so_many(void **state)
{
    (void)state;
    struct work w = {.path = slow_path};
    struct crew *c = crew_of(3);
    const size_t most = stage_isolates(settings.stage) ? 3 : 1; /* fixed ports */
    size_t number;
    struct report_exercise out;
    struct error err;
    assert_int_equal(crew_wait(c, 0, &number, &out, &err), 0); /* nothing runs */
    for (size_t i = 0; i < most; i++) {
        assert_true(crew_has_room(c));
        start(c, i, &w);
    }
    assert_false(crew_has_room(c));
    assert_int_equal(crew_running(c), most);
    int64_t until_ns = clock_now_ns() + 50 * NS_PER_MS;
    assert_int_equal(crew_wait(c, until_ns, &number, &out, &err), 0);
    assert_true(clock_now_ns() >= until_ns);
    crew_free(c);
}

#ifdef __linux__
/* Where runs are not kept apart, what a killed worker has left holds the port for a while. */
static bool can_see_workers(void)
{
    return stage_isolates(settings.stage) && access("/proc/self/task", F_OK) == 0;
}

static pid_t child_of(pid_t parent)
{
    char path[64];
    int child = 0;
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)parent, (int)parent);
    FILE *f = fopen(path, "r");
    if (!f || fscanf(f, "%d", &child) != 1)
        child = 0;
    if (f)
        fclose(f);
    return child;
}

/* The worker, once it is at work: it has a child then. */
static pid_t busy_worker(pid_t not )
{
    int64_t until_ns = clock_now_ns() + 20 * NS_PER_S;
    while (clock_now_ns() < until_ns) {
        pid_t worker = child_of(getpid());
        if (worker && worker != not &&child_of(worker))
            return worker;
        sched_yield();
    }
    fail_msg("no worker is at work");
    return 0;
}

static void replaces_a_worker(void **state)
{
    (void)state;
    if (!can_see_workers())
        skip();
    struct work w = {.path = (char *)(FIXTURES "/pass/plain.py")};
    struct crew *c = crew_of(1);
    struct report_exercise out;
    start(c, 0, &w);
    kill(busy_worker(0), SIGKILL);
    assert_int_equal(wait_for(c, &out), 0);
    assert_int_equal(out.result, RESULT_PASS);
    report_exercise_close(&out);
    kill(child_of(getpid()), SIGKILL); /* one that has nothing to do */
    start(c, 1, &w);
    assert_int_equal(wait_for(c, &out), 1);
    assert_int_equal(out.result, RESULT_PASS);
    report_exercise_close(&out);
    crew_free(c);
}

static size_t wait_while_killing(struct crew *c, struct report_exercise *out)
{
    size_t number;
    struct error err;
    pid_t last = 0;
    for (int i = 0; i < 2; i++) {
        pid_t worker = busy_worker(last);
        kill(worker, SIGKILL);
        last = worker;
        if (i == 0)
            assert_int_equal(
                crew_wait(c, clock_now_ns() + 300 * NS_PER_MS, &number, out, &err), 0);
    }
    return wait_for(c, out);
}

static void gives_up_what_breaks_two(void **state)
{
    (void)state;
    if (!can_see_workers())
        skip();
    struct work w = {.path = slow_path};
    struct crew *c = crew_of(1);
    struct report_exercise out;
    start(c, 7, &w);
    assert_int_equal(wait_while_killing(c, &out), 7);
    assert_int_equal(out.result, RESULT_ERROR);
    assert_int_equal(out.case_count, exercise.case_count);
    assert_non_null(strstr(out.cases[0].message, "signal 9"));
    assert_non_null(strstr(out.cases[0].message, "twice"));
    report_exercise_close(&out);
    crew_free(c);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(checks_one_after_another),
        cmocka_unit_test(has_room_for_so_many),
#ifdef __linux__
        cmocka_unit_test(replaces_a_worker),
        cmocka_unit_test(gives_up_what_breaks_two),
#endif
    };
    return cmocka_run_group_tests(tests, load, unload);
}
