/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/file.h"
#include "batch/assignment.h"
#include "script/loader.h"

#define DATA SOCKGRADE_TEST_DATA "/batch/assignment"

/* --- three exercises, and those of files -------------------------------------------- */

static struct exercise known[3], loaded;

static void make(struct exercise *e, const char *id, const char *part)
{
    struct error err;
    char *text = mem_printf(
        "{\"sockgrade\": 1, \"id\": \"%s\", \"title\": \"T\", \"set\": \"S\","
        " \"student\": \"%s\", \"port\": 3456, \"cases\": ["
        "{\"id\": \"greeting\", \"points\": 4, \"steps\": [{\"expect\": \"hi\"}]},"
        "{\"id\": \"pieces\", \"points\": 2, \"visibility\": \"after_due_date\","
        " \"steps\": [{\"expect\": \"hi\"}]}]}",
        id, part);
    if (loader_read_text(e, id, text, strlen(text), &err) < 0)
        fail_msg("%s", err.text);
    free(text);
}

static int set_up(void **state)
{
    (void)state;
    make(&known[0], "one", "client");
    make(&known[1], "two", "server");
    make(&known[2], "pair", "client");
    known[2].student = STUDENT_BOTH;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    for (size_t i = 0; i < 3; i++)
        exercise_close(&known[i]);
    exercise_close(&loaded);
    return 0;
}

static const struct exercise *find(void *ctx, const char *id, struct error *err)
{
    (void)ctx;
    for (size_t i = 0; i < 3; i++)
        if (strcmp(known[i].id, id) == 0)
            return &known[i];
    if (!strchr(id, '/')) {
        error_kind(err, ERROR_USAGE, "there is no exercise \"%s\"", id);
        return NULL;
    }
    exercise_close(&loaded);
    return loader_read_file(&loaded, id, err) < 0 ? NULL : &loaded;
}

/* --- invalid/NAME.json says what invalid/NAME.error has ------------------------------ */

static int is_json(const struct dirent *entry)
{
    size_t len = strlen(entry->d_name);
    return len > 5 && strcmp(entry->d_name + len - 5, ".json") == 0;
}

static void check_invalid(const char *name)
{
    struct assignment a;
    struct error err = {0};
    struct buf wanted = {0}, got = {0};
    char *path = mem_printf(DATA "/invalid/%s", name);
    char *error_path = mem_printf("%.*s.error", (int)strlen(path) - 5, path);
    if (assignment_read(&a, path, find, NULL, &err) == 0)
        fail_msg("%s: is read without an error", name);
    assert_int_equal(err.kind, ERROR_EXERCISE);
    for (const char *at = err.text; *at; at++) /* wherever the source lies */
        if (strncmp(at, DATA "/", strlen(DATA "/")) == 0)
            at += strlen(DATA "/") - 1;
        else
            buf_putc(&got, *at);
    buf_putc(&got, '\n');
    if (getenv("SOCKGRADE_RENEW")) {
        FILE *file = fopen(error_path, "we");
        assert_non_null(file);
        fputs(buf_text(&got), file);
        fclose(file);
    }
    if (file_read(&wanted, "", error_path, 1 << 20, &err) < 0)
        fail_msg("%s", err.text);
    assert_string_equal(buf_text(&got), buf_text(&wanted));
    buf_close(&wanted);
    buf_close(&got);
    free(error_path);
    free(path);
}

static void tells_what_is_wrong(void **state)
{
    (void)state;
    struct dirent **entries;
    int count = scandir(DATA "/invalid", &entries, is_json, alphasort);
    assert_true(count > 50);
    for (int i = 0; i < count; i++) {
        check_invalid(entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
}

static void tells_that_there_is_none(void **state)
{
    (void)state;
    struct assignment a;
    struct error err = {0};
    assert_int_equal(assignment_read(&a, DATA "/none.json", find, NULL, &err), -1);
    assert_int_equal(err.kind, ERROR_EXERCISE);
    assert_non_null(strstr(err.text, "can't read the assignment "));
    assert_int_equal(assignment_read(&a, DATA, find, NULL, &err), -1);
    assert_non_null(strstr(err.text, "this is a folder"));
}

/* --- valid ---------------------------------------------------------------------------- */

static void read_valid(struct assignment *a, const char *name)
{
    struct error err;
    char *path = mem_printf(DATA "/valid/%s", name);
    if (assignment_read(a, path, find, NULL, &err) < 0)
        fail_msg("%s", err.text);
    free(path);
}

static void fills_in_what_is_not_said(void **state)
{
    (void)state;
    struct assignment a;
    read_valid(&a, "small.json");
    assert_string_equal(a.id, "small");
    assert_string_equal(a.title, "small");
    assert_int_equal(a.count, 1);
    assert_ptr_equal(a.list[0].exercise, &known[0]);
    assert_true(a.list[0].points == 6);
    assert_int_equal(a.list[0].pattern_count, 0);
    assert_false(assigned_hides(&a.list[0], &known[0].cases[0]));
    assert_true(assigned_hides(&a.list[0], &known[0].cases[1])); /* says the exercise */
    assert_int_equal(a.late.deadline_ms, 0);
    assert_true(a.late.most_percent == 100);
    assert_int_equal(a.attempts, ATTEMPTS_LAST);
    assert_false(a.seed_fixed);
    for (int i = 0; i < LIMITS; i++)
        assert_int_equal(a.limits.value[i], 0);
    assignment_close(&a);
    assignment_close(&a); /* of what is empty is fine */
}

static void reads_everything(void **state)
{
    (void)state;
    struct assignment a;
    read_valid(&a, "everything.json");
    assert_string_equal(a.title, "Week 3: \"sockets\"");
    assert_int_equal(a.count, 3);
    assert_true(a.list[1].points == 7.5);
    assert_int_equal(a.list[1].pattern_count, 2);
    assert_string_equal(a.list[1].patterns[1], "ex2*.py");
    assert_int_equal(a.list[1].hidden_count, 1);
    assert_false(assigned_hides(&a.list[1], &known[1].cases[0]));
    assert_true(a.list[2].points == 0);
    assert_string_equal(a.list[2].server_patterns[0], "server.*");
    assert_string_equal(a.list[2].client_patterns[0], "client.*");
    assert_true(assigned_hides(&a.list[2], &known[2].cases[0]));
    assert_int_equal(a.late.deadline_ms, 1795215540000);
    assert_int_equal(a.late.closes_ms - a.late.deadline_ms, 7 * 86400000);
    assert_int_equal(a.late.grace_ms, 600000);
    assert_true(a.late.percent_per_day == 12.5 && a.late.most_percent == 50);
    assert_int_equal(a.attempts, ATTEMPTS_BEST);
    assert_int_equal(a.limits.value[LIMIT_MEMORY], 256 << 20);
    assert_int_equal(assignment_seed(&a, "anyone"), 7);
    assignment_close(&a);
}

static void finds_a_file_beside_it(void **state)
{
    (void)state;
    struct assignment a;
    read_valid(&a, "beside.json");
    assert_string_equal(a.list[0].exercise->id, "own");
    assert_true(a.list[0].points == 3);
    assignment_close(&a);
}

static void makes_one_of_exercises(void **state)
{
    (void)state;
    struct assignment a;
    const struct exercise *all[] = {&known[0], &known[1]};
    assignment_default(&a, all, 1);
    assert_string_equal(a.id, "one");
    assert_string_equal(a.title, "one");
    assignment_close(&a);
    assignment_default(&a, all, 2);
    assert_string_equal(a.id, "one+two");
    assert_string_equal(a.title, "S");
    assert_true(a.list[1].points == 6);
    assert_true(lateness_share(&a.late, 1795215540000, true) == 1);
    assignment_close(&a);
}

static void keeps_a_seed_a_student(void **state)
{
    (void)state;
    struct assignment a, b;
    const struct exercise *all[] = {&known[0], &known[1]};
    assignment_default(&a, all, 1);
    assignment_default(&b, all, 2);
    /* SHA-256 of "one\0ada", its first 53 bits: other versions must find the same. */
    assert_int_equal(assignment_seed(&a, "ada"), 4597492939328981);
    assert_int_equal(assignment_seed(&a, "ada"), assignment_seed(&a, "ada"));
    assert_int_not_equal(assignment_seed(&a, "ada"), assignment_seed(&a, "adb"));
    assert_int_not_equal(assignment_seed(&a, "ada"), assignment_seed(&b, "ada"));
    assert_true(assignment_seed(&a, "ada") < (uint64_t)1 << 53);
    assignment_close(&a);
    assignment_close(&b);
}

static void assert_restored(const struct assignment *a, const struct assignment *b)
{
    assert_string_equal(a->id, b->id);
    assert_string_equal(a->title, b->title);
    assert_int_equal(a->attempts, b->attempts);
    assert_int_equal(a->seed_fixed, b->seed_fixed);
    assert_int_equal(a->seed, b->seed);
    assert_memory_equal(&a->limits, &b->limits, sizeof a->limits);
    assert_memory_equal(&a->late, &b->late, sizeof a->late);
    assert_int_equal(a->count, b->count);
    for (size_t i = 0; i < a->count; i++) {
        const struct exercise *x = a->list[i].exercise, *y = b->list[i].exercise;
        assert_string_equal(x->id, y->id);
        assert_string_equal(x->title, y->title);
        assert_true(a->list[i].points == b->list[i].points);
        assert_int_equal(x->case_count, y->case_count);
        for (size_t k = 0; k < x->case_count; k++) {
            assert_string_equal(x->cases[k].id, y->cases[k].id);
            assert_int_equal(x->cases[k].points, y->cases[k].points);
            assert_int_equal(assigned_hides(&a->list[i], &x->cases[k]),
                             assigned_hides(&b->list[i], &y->cases[k]));
        }
    }
}

static void is_stored_and_restored(void **state)
{
    (void)state;
    struct assignment a, back;
    struct buf text = {0}, again = {0};
    struct error err;
    read_valid(&a, "everything.json");
    assignment_store(&a, &text);
    assert_int_equal(assignment_restore(&back, buf_text(&text), text.len, &err), 0);
    assert_restored(&a, &back);
    assignment_store(&back, &again);
    assert_string_equal(buf_text(&text), buf_text(&again));
    assignment_close(&a);
    assignment_close(&back);
    assert_int_equal(assignment_restore(&back, "{", 1, &err), -1);
    assert_int_equal(assignment_restore(&back, "{}", 2, &err), -1);
    assert_int_equal(assignment_restore(&back, "[]", 2, &err), -1);
    buf_close(&text);
    buf_close(&again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_what_is_wrong),
        cmocka_unit_test(tells_that_there_is_none),
        cmocka_unit_test(fills_in_what_is_not_said),
        cmocka_unit_test(reads_everything),
        cmocka_unit_test(finds_a_file_beside_it),
        cmocka_unit_test(makes_one_of_exercises),
        cmocka_unit_test(keeps_a_seed_a_student),
        cmocka_unit_test(is_stored_and_restored),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
