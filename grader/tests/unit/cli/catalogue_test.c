/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../run/folder.h"
#include "cli/catalogue.h"

#define EXERCISE(id)                                                                     \
    "{\"sockgrade\": 1, \"id\": \"" id "\", \"title\": \"T\", \"student\": \"client\","  \
    " \"port\": 5555, \"cases\": [{\"id\": \"one\", \"title\": \"O\","                   \
    " \"steps\": [{\"accept\": \"main\"}]}]}"

static int setup(void **state)
{
    if (folder_make(state))
        return -1;
    mkdir("own", 0755);
    put_text("own/zebra.json", EXERCISE("zebra"));
    put_text("own/aardvark.json", EXERCISE("aardvark"));
    put_text("own/connect-1.json", EXERCISE("connect-1"));
    put_text("own/broken.json", "{");
    put_text("own/.hidden.json", EXERCISE("hidden"));
    put_text("own/exercise.schema.json", "{}");
    put_text("own/notes.txt", "");
    put_text("own/.json", "");
    put_text("here.json", EXERCISE("here"));
    char own[300];
    snprintf(own, sizeof own, "%s/own", folder);
    return setenv("SOCKGRADE_EXERCISES", own, 1);
}

static bool has(const struct catalogue *c, const char *id)
{
    for (size_t i = 0; i < c->count; i++)
        if (strcmp(c->ids[i], id) == 0)
            return true;
    return false;
}

static void lists_in_order(void **state)
{
    (void)state;
    struct catalogue c;
    struct error err;
    assert_int_equal(catalogue_open(&c, &err), 0);
    static const char *const there[] = {"aardvark", "broken", "connect-1", "zebra"};
    static const char *const absent[] = {"", ".hidden", "hidden", "notes",
                                         "exercise.schema"};
    for (size_t i = 0; i < sizeof there / sizeof *there; i++)
        assert_true(has(&c, there[i]));
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        assert_false(has(&c, absent[i]));
    for (size_t i = 0; i < c.count; i++) {
        assert_true(i == 0 || strcmp(c.ids[i - 1], c.ids[i]) < 0);
        assert_int_equal(access(c.paths[i], R_OK), 0);
    }
    catalogue_close(&c);
    catalogue_close(&c);
}

/* The folder that was named comes before all others. */
static void own_folder_comes_first(void **state)
{
    (void)state;
    struct exercise e;
    struct error err;
    assert_int_equal(catalogue_load("connect-1", &e, &err), 0);
    assert_string_equal(e.title, "T");
    assert_non_null(strstr(e.path, "/own/"));
    exercise_close(&e);
}

static void loads_by_path(void **state)
{
    (void)state;
    static const char *const paths[] = {"here.json", "./here.json", "own/../here.json"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct exercise e;
        struct error err;
        assert_int_equal(catalogue_load(paths[i], &e, &err), 0);
        assert_string_equal(e.id, "here");
        exercise_close(&e);
    }
}

static void tells_what_is_not_there(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        enum error_kind kind;
        const char *text;
    } rows[] = {
        {"zebbra", ERROR_USAGE, "\"zebbra\" (did you mean \"zebra\"?)"},
        {"xyzzy", ERROR_USAGE, "\"xyzzy\"; \"sockgrade list\" shows them"},
        {"", ERROR_USAGE, "there is no exercise \"\""},
        {"here", ERROR_USAGE, "there is no exercise \"here\""},
        {"none.json", ERROR_EXERCISE, "none.json"},
        {"./own", ERROR_EXERCISE, "a folder"},
        {"/dev/null", ERROR_EXERCISE, "not a file"},
        {"broken", ERROR_EXERCISE, "own/broken.json:1:"},
        {"own/broken.json", ERROR_EXERCISE, "own/broken.json:1:"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct exercise e;
        struct error err = {0};
        assert_int_equal(catalogue_load(rows[i].name, &e, &err), -1);
        if (err.kind != rows[i].kind || !strstr(err.text, rows[i].text))
            fail_msg("%s: %d, \"%s\"", rows[i].name, err.kind, err.text);
    }
}

/* A folder that is not there is no reason to find nothing. */
static void goes_on_without_an_own_folder(void **state)
{
    (void)state;
    struct catalogue c;
    struct error err;
    setenv("SOCKGRADE_EXERCISES", "/nowhere", 1);
    assert_int_equal(catalogue_open(&c, &err), 0);
    assert_true(has(&c, "connect-1") && has(&c, "listen-4"));
    assert_false(has(&c, "zebra"));
    catalogue_close(&c);
    unsetenv("SOCKGRADE_EXERCISES");
    assert_int_equal(catalogue_open(&c, &err), 0);
    assert_true(has(&c, "connect-1"));
    catalogue_close(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_in_order),
        cmocka_unit_test(own_folder_comes_first),
        cmocka_unit_test(loads_by_path),
        cmocka_unit_test(tells_what_is_not_there),
        cmocka_unit_test(goes_on_without_an_own_folder),
    };
    return cmocka_run_group_tests(tests, setup, folder_remove);
}
