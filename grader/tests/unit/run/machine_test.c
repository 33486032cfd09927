/* SPDX-License-Identifier: MIT
 *
 * The checks on the machine that the tests run on: what it can do is not ours to say, but
 * what one check says has to agree with what another does, and with what was taken away.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run/machine.h"
#include "run/trial.h"

static struct machine machine; /* as it is here */

static int look(void **state)
{
    (void)state;
    machine_look(&machine);
    return 0;
}

static const struct finding *find(const struct machine *m, const char *id)
{
    for (size_t i = 0; i < m->finding_count; i++)
        if (strcmp(m->findings[i].id, id) == 0)
            return &m->findings[i];
    fail_msg("there is no finding %s", id);
    return NULL;
}

static void every_check_gives_a_reason(void **state)
{
    (void)state;
    assert_true(machine.finding_count > 15);
    for (size_t i = 0; i < machine.finding_count; i++) {
        const struct finding *f = &machine.findings[i];
        if (!f->reason[0] || !f->purpose[0] || f->reason[strlen(f->reason) - 1] == '.')
            fail_msg("%s: \"%s\"", f->id, f->reason);
        assert_ptr_equal(find(&machine, f->id), f); /* no id stands twice */
        if (f->state == FINDING_OK)
            assert_string_equal(f->mend, "");
    }
}

static void chooses_the_first_that_works(void **state)
{
    (void)state;
    const struct machine_stage *first = NULL;
    for (size_t i = 0; i < MACHINE_STAGES; i++) {
        const struct machine_stage *stage = &machine.stages[i];
        assert_int_equal(stage->works, trial_run(stage->kind, NULL) == 0);
        assert_int_equal(stage->works, stage->reason[0] == '\0');
        if (stage->works && !first)
            first = stage;
    }
    assert_ptr_equal(machine.chosen, first);
    assert_non_null(first);
}

/* What the best stage is made of works by itself too, where the stage does. */
static void parts_agree_with_the_whole(void **state)
{
    (void)state;
    static const char *const parts[] = {"user-namespaces", "mounts", "processes",
                                        "network"};
    if (!machine.stages[0].works)
        skip();
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (find(&machine, parts[i])->state != FINDING_OK)
            fail_msg("%s: %s", parts[i], find(&machine, parts[i])->reason);
}

static void isolation_takes_nothing_that_is_missing(void **state)
{
    (void)state;
    if (machine_is_isolated(&machine))
        assert_int_not_equal(find(&machine, "user-namespaces")->state, FINDING_MISSING);
}

static void tries_one_alone(void **state)
{
    (void)state;
    struct finding f;
    assert_true(machine_try("terminal", &machine.around, &f));
    assert_string_equal(f.id, "terminal");
    assert_int_equal(f.state, find(&machine, "terminal")->state);
    assert_false(machine_try("telepathy", &machine.around, &f));
}

/* Runs one check in a process from which something was taken; returns its state. */
static enum finding_state state_without(const char *id, void (*take)(void))
{
    int status;
    pid_t pid = fork();
    if (pid == 0) {
        struct finding f;
        take();
        machine_try(id, &machine.around, &f);
        _exit(f.state == FINDING_MISSING && !f.mend[0] ? 99 : (int)f.state);
    }
    assert_true(pid > 0);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    assert_int_not_equal(WEXITSTATUS(status), 99); /* what is missing can be mended */
    return (enum finding_state)WEXITSTATUS(status);
}

static void take_files(void)
{
    setrlimit(RLIMIT_NOFILE, &(struct rlimit){60, 60});
}

static void take_processes(void)
{
    setrlimit(RLIMIT_NPROC, &(struct rlimit){20, 20});
}

static void take_nothing(void)
{
}

static void sees_what_was_taken(void **state)
{
    (void)state;
    assert_int_equal(state_without("open-files", take_nothing), FINDING_OK);
    assert_int_equal(state_without("open-files", take_files), FINDING_MISSING);
    if (geteuid() == 0) /* others may have 20 processes already, and could not even try */
        assert_int_equal(state_without("tasks", take_processes), FINDING_MISSING);
}

static void leaves_nothing_of_itself(void **state)
{
    (void)state;
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
}

static void finds_tools(void **state)
{
    (void)state;
    struct toolchain t;
    size_t found = 0;
    for (size_t i = 0; i < machine.language_count; i++) {
        assert_ptr_equal(machine.languages[i].language, language_at(i));
        found += machine.languages[i].path[0] != '\0';
    }
    assert_int_equal(machine_has_language(&machine), found > 0);
    char *path = strdup(getenv("PATH") ? getenv("PATH") : "/usr/bin:/bin");
    setenv("PATH", "/nowhere", 1);
    toolchain_find(&t, language_at(0));
    setenv("PATH", path, 1);
    free(path);
    assert_false(t.works);
    assert_string_equal(t.path, "");
    assert_string_equal(t.passed_over, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_check_gives_a_reason),
        cmocka_unit_test(chooses_the_first_that_works),
        cmocka_unit_test(parts_agree_with_the_whole),
        cmocka_unit_test(isolation_takes_nothing_that_is_missing),
        cmocka_unit_test(tries_one_alone),
        cmocka_unit_test(sees_what_was_taken),
        cmocka_unit_test(finds_tools),
        cmocka_unit_test(leaves_nothing_of_itself),
    };
    return cmocka_run_group_tests(tests, look, NULL);
}
