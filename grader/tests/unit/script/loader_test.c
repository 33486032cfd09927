/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>

#include "base/buf.h"
#include "script/loader.h"

static void slurp(struct buf *out, const char *path)
{
    char block[4096];
    size_t got;
    FILE *file = fopen(path, "re");
    if (!file)
        fail_msg("can't open %s", path);
    while ((got = fread(block, 1, sizeof block, file)) > 0)
        buf_append(out, block, got);
    fclose(file);
}

static void load(struct exercise *e, const char *text)
{
    struct error err = {0};
    if (loader_read_text(e, "test.json", text, strlen(text), &err) < 0)
        fail_msg("%s", err.text);
}

/* --- invalid/NAME.json says what invalid/NAME.error has ---------------------------- */

static int is_json(const struct dirent *entry)
{
    size_t len = strlen(entry->d_name);
    return len > 5 && strcmp(entry->d_name + len - 5, ".json") == 0;
}

static void check_invalid(const char *name)
{
    struct buf text = {0}, wanted = {0};
    struct exercise e;
    struct error err = {0};
    char *path = mem_printf(SOCKGRADE_TEST_DATA "/script/invalid/%s", name);
    char *error_path =
        mem_printf("%.*s.error", (int)(strlen(path) - strlen(".json")), path);
    slurp(&text, path);
    slurp(&wanted, error_path);
    if (loader_read_text(&e, name, buf_text(&text), text.len, &err) == 0)
        fail_msg("%s: is read without an error", name);
    assert_int_equal(err.kind, ERROR_EXERCISE);
    buf_drop(&wanted, 0);
    if (wanted.len && wanted.data[wanted.len - 1] == '\n')
        wanted.data[--wanted.len] = '\0';
    assert_string_equal(err.text, buf_text(&wanted));
    buf_close(&wanted);
    buf_close(&text);
    free(error_path);
    free(path);
}

static void tells_what_is_wrong(void **state)
{
    (void)state;
    struct dirent **entries;
    int count =
        scandir(SOCKGRADE_TEST_DATA "/script/invalid", &entries, is_json, alphasort);
    assert_true(count > 100);
    for (int i = 0; i < count; i++) {
        check_invalid(entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
}

/* --- valid ------------------------------------------------------------------------- */

static const char small[] = "{\"sockgrade\": 1, \"id\": \"x-1\", \"title\": \"X\","
                            " \"student\": \"client\", \"port\": 3456,"
                            " \"cases\": [{\"id\": \"one\", \"steps\": ["
                            "{\"expect\": \"hi\"}]}]}";

static void fills_in_what_is_not_said(void **state)
{
    (void)state;
    struct exercise e;
    load(&e, small);
    assert_string_equal(e.path, "test.json");
    assert_string_equal(e.set, "");
    assert_string_equal(e.task, "");
    assert_string_equal(e.origin, "");
    assert_int_equal(e.student, STUDENT_CLIENT);
    assert_int_equal(e.port, 3456);
    assert_null(e.functions);
    assert_int_equal(e.case_count, 1);
    const struct test_case *c = &e.cases[0];
    assert_string_equal(c->title, "one");
    assert_int_equal(c->points, 1);
    assert_false(c->advice);
    assert_null(c->needs);
    assert_int_equal(c->newline, NEWLINE_EITHER);
    assert_int_equal(c->patience_ms, 10000);
    for (int i = 0; i < LIMITS; i++)
        assert_int_equal(c->limits.value[i] | e.limits.value[i], 0);
    assert_int_equal(c->step_count, 2);
    assert_int_equal(c->steps[0].kind, STEP_ACCEPT);
    assert_string_equal(c->steps[0].name, "main");
    assert_string_equal(c->steps[0].path, "cases[0].steps[0]");
    assert_int_equal(c->steps[1].kind, STEP_EXPECT);
    assert_string_equal(c->steps[1].path, "cases[0].steps[0]");
    assert_int_equal(c->steps[1].match.kind, MATCH_EXACT);
    assert_ptr_equal(exercise_find_case(&e, "one"), c);
    assert_null(exercise_find_case(&e, "two"));
    exercise_close(&e);
    exercise_close(&e); /* of what is empty is fine */
}

static void load_data(struct exercise *e, const char *name)
{
    struct buf text = {0};
    char *path = mem_printf(SOCKGRADE_TEST_DATA "/script/valid/%s", name);
    slurp(&text, path);
    struct error err = {0};
    if (loader_read_text(e, path, buf_text(&text), text.len, &err) < 0)
        fail_msg("%s", err.text);
    buf_close(&text);
    free(path);
}

static void reads_everything_at_the_top(void **state)
{
    (void)state;
    struct exercise e;
    load_data(&e, "everything.json");
    assert_string_equal(e.id, "every-thing");
    assert_string_equal(e.title, "Everything that is played");
    assert_string_equal(e.set, "Tests");
    assert_string_equal(e.task, "Do *this*.");
    assert_string_equal(e.origin, "Here, 1");
    assert_int_equal(e.student, STUDENT_SERVER);
    assert_true(e.world.any_host);
    assert_int_equal(e.world.host_count, 2);
    assert_string_equal(e.world.hosts[0].name, "www.a.example");
    assert_string_equal(e.world.hosts[1].address, "{{ip}}");
    assert_string_equal(e.functions, "function twice(x) return 2 * x end");
    assert_int_equal(e.hint_count, 1);
    assert_string_equal(e.hints[0].code, "wrong-message");
    assert_string_equal(e.hints[0].text, "Look again.");
    exercise_close(&e);
}

static void reads_values(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        enum value_kind kind;
        int64_t low, high;
        const char *text;
    } rows[] = {
        {"n", VALUE_INT, -5, 5, NULL},      {"w", VALUE_WORD, 3, 8, NULL},
        {"t", VALUE_TEXT, 2, 4, NULL},      {"o", VALUE_ONE_OF, 0, 0, NULL},
        {"ip", VALUE_IP, 0, 0, "loopback"}, {"host", VALUE_NAME, 0, 0, "host"},
        {"raw", VALUE_BYTES, 16, 0, NULL},  {"sum", VALUE_LUA, 0, 0, "twice(n)"},
    };
    struct exercise e;
    load_data(&e, "everything.json");
    assert_int_equal(e.value_count, sizeof rows / sizeof rows[0]);
    for (size_t i = 0; i < e.value_count; i++) {
        assert_string_equal(e.values[i].name, rows[i].name);
        assert_int_equal(e.values[i].kind, rows[i].kind);
        assert_int_equal(e.values[i].low, rows[i].low);
        assert_int_equal(e.values[i].high, rows[i].high);
        if (rows[i].text)
            assert_string_equal(e.values[i].text, rows[i].text);
        else
            assert_null(e.values[i].text);
    }
    assert_int_equal(e.values[3].choice_count, 2);
    assert_string_equal(e.values[3].choices[1], "blue");
    exercise_close(&e);
}

static void inherits_settings(void **state)
{
    (void)state;
    struct exercise e;
    load_data(&e, "everything.json");
    const struct test_case *heir = &e.cases[0], *own = &e.cases[1];
    assert_int_equal(heir->newline, NEWLINE_ALWAYS);
    assert_int_equal(heir->patience_ms, 500);
    assert_int_equal(heir->arg_count, 2);
    assert_string_equal(heir->args[1], "{{n}}");
    assert_int_equal(heir->env_count, 1);
    assert_string_equal(heir->env[0], "MODE={{w}}");
    assert_int_equal(heir->points, 7);
    assert_int_equal(own->newline, NEWLINE_NEVER);
    assert_int_equal(own->patience_ms, 120000);
    assert_int_equal(own->arg_count, 0);
    assert_int_equal(own->env_count, 0);
    assert_true(own->advice);
    assert_int_equal(own->points, 0);
    assert_string_equal(own->needs, "first");
    assert_int_equal(own->value_count, 1);
    exercise_close(&e);
}

static void reads_limits(void **state)
{
    (void)state;
    static const struct limits whole = {{[LIMIT_PROCESSOR_TIME] = 1500,
                                         [LIMIT_MEMORY] = 128 << 20,
                                         [LIMIT_PROCESSES] = 8,
                                         [LIMIT_OPEN_FILES] = 32,
                                         [LIMIT_OUTPUT] = 4096}};
    struct limits own = whole;
    struct exercise e;
    own.value[LIMIT_MEMORY] = 256 << 20;
    own.value[LIMIT_WALL_TIME] = 90000;
    load_data(&e, "limits.json");
    assert_memory_equal(&e.limits, &whole, sizeof whole);
    assert_memory_equal(&e.cases[0].limits, &whole, sizeof whole);
    assert_memory_equal(&e.cases[1].limits, &own, sizeof own);
    assert_memory_equal(&e.cases[2].limits, &whole, sizeof whole);
    exercise_close(&e);
}

static void adds_up_patience(void **state)
{
    (void)state;
    struct exercise e;
    load_data(&e, "everything.json");
    /* Fifteen steps of half a second, but that one has two seconds. */
    assert_int_equal(exercise_case_patience_ms(&e.cases[0]), 14 * 500 + 2000);
    exercise_close(&e);
    /* Two minutes for each of an implied and a written step. */
    load_data(&e, "limits.json");
    assert_int_equal(exercise_case_patience_ms(&e.cases[1]), 240000);
    exercise_close(&e);
}

static void reads_steps(void **state)
{
    (void)state;
    static const struct {
        enum step_kind kind;
        const char *path;
    } rows[] = {
        {STEP_CONNECT, "cases[0].steps[0]"},       {STEP_SEND, "cases[0].steps[1]"},
        {STEP_SEND, "cases[0].steps[2]"},          {STEP_SEND, "cases[0].steps[3]"},
        {STEP_SEND, "cases[0].steps[4]"},          {STEP_CONNECT, "cases[0].steps[5]"},
        {STEP_EXPECT, "cases[0].steps[6]"},        {STEP_SILENCE, "cases[0].steps[7]"},
        {STEP_PRINTS, "cases[0].steps[8]"},        {STEP_STDERR, "cases[0].steps[9]"},
        {STEP_HALF_CLOSE, "cases[0].steps[10]"},   {STEP_RESET, "cases[0].steps[11]"},
        {STEP_EXPECT_CLOSE, "cases[0].steps[12]"}, {STEP_CLOSE, "cases[0].steps[13]"},
        {STEP_EXITS, "cases[0].steps[14]"},
    };
    struct exercise e;
    load_data(&e, "everything.json");
    const struct step *s = e.cases[0].steps;
    assert_int_equal(e.cases[0].step_count, sizeof rows / sizeof rows[0]);
    for (size_t i = 0; i < e.cases[0].step_count; i++) {
        assert_int_equal(s[i].kind, rows[i].kind);
        assert_string_equal(s[i].path, rows[i].path);
    }
    assert_string_equal(s[0].name, "main");
    assert_string_equal(s[0].from, "{{ip}}");
    assert_int_equal(s[1].data.kind, DATA_TEXT);
    assert_memory_equal(s[1].data.text, "a\0{{n}}", s[1].data.len);
    assert_int_equal(s[1].data.len, 7);
    assert_int_equal(s[1].pieces.kind, PIECES_BYTES);
    assert_string_equal(s[1].explain, "{{n}} in bytes");
    assert_string_equal(s[1].hint, "Read on.");
    assert_int_equal(s[1].patience_ms, 2000);
    assert_int_equal(s[2].data.kind, DATA_HEX);
    assert_int_equal(s[2].data.len, 3);
    assert_memory_equal(s[2].data.text, "\0\xff\x1a", 3);
    assert_int_equal(s[2].pieces.kind, PIECES_COUNT);
    assert_int_equal(s[2].pieces.count, 2);
    assert_int_equal(s[3].data.kind, DATA_REPEAT);
    assert_int_equal(s[3].data.times, 1000);
    assert_int_equal(s[3].pieces.kind, PIECES_LENGTHS);
    assert_int_equal(s[3].pieces.length_count, 2);
    assert_int_equal(s[3].pieces.lengths[1], 20);
    assert_true(s[4].at_once);
    assert_int_equal(s[4].pieces.kind, PIECES_WHOLE);
    assert_string_equal(s[6].on, "main");
    assert_string_equal(s[6].save, "answer");
    assert_true(s[6].optional);
    assert_int_equal(s[14].exit_code, 3);
    exercise_close(&e);
}

static void reads_what_is_typed(void **state)
{
    (void)state;
    struct exercise e;
    load_data(&e, "everything.json");
    const struct step *s = e.cases[2].steps;
    assert_int_equal(s[0].kind, STEP_TYPE);
    assert_string_equal(s[0].data.text, "{{w}}");
    assert_true(s[0].at_once);
    assert_int_equal(s[1].data.kind, DATA_HEX);
    assert_int_equal(s[2].kind, STEP_TYPE_EOF);
    assert_true(s[3].slow);
    assert_int_equal(s[5].kind, STEP_SIGNAL);
    assert_int_equal(s[5].signal, SIGTERM);
    assert_int_equal(s[6].kind, STEP_EXPECT_RESET);
    assert_string_equal(s[6].name, "other");
    assert_string_equal(s[7].check, "#answer > 0 and twice(n) == 2 * n");
    assert_null(e.cases[2].input);
    assert_string_equal(e.cases[3].input, "{{w}}\n");
    assert_true(exercise_case_types(&e.cases[2], e.student));
    assert_true(exercise_case_types(&e.cases[3], e.student));
    assert_false(exercise_case_types(&e.cases[0], e.student));
    exercise_close(&e);
}

static void reads_binary_data(void **state)
{
    (void)state;
    struct exercise e;
    load_data(&e, "everything.json");
    const struct test_case *c = &e.cases[4];
    assert_int_equal(c->visibility, VISIBILITY_AFTER_DUE_DATE);
    assert_int_equal(e.cases[0].visibility, VISIBILITY_VISIBLE);
    const struct step *s = &c->steps[1]; /* behind the connect that is implied */
    assert_int_equal(s[0].data.kind, DATA_PACK);
    assert_int_equal(s[0].data.pack.count, 4);
    assert_true(s[0].data.pack.little);
    assert_int_equal(s[0].data.pack.fields[1].kind, PACK_I32);
    assert_string_equal(s[0].data.pack.fields[1].text, "-7");
    assert_int_equal(s[1].data.kind, DATA_HEX);
    assert_int_equal(s[1].data.len, 3);
    assert_memory_equal(s[1].data.text, "\0\1\xff", 3);
    assert_string_equal(s[2].data.text, "A page.\n");
    assert_int_equal(s[3].match.kind, MATCH_PACK);
    assert_false(s[3].match.pack.little);
    assert_true(s[3].match.pack.fields[1].open);
    assert_string_equal(s[3].match.pack.fields[2].name, "rest");
    assert_int_equal(s[4].match.kind, MATCH_EXACT);
    assert_int_equal(s[4].match.times, 1000);
    assert_string_equal(e.world.machine, "{{w}}");
    exercise_close(&e);
}

static void reads_matches(void **state)
{
    (void)state;
    struct exercise e;
    load_data(&e, "everything.json");
    const struct match *any = &e.cases[1].steps[1].match;
    static const enum match_kind kinds[] = {
        MATCH_EXACT,  MATCH_EXACT,  MATCH_CONTAINS, MATCH_CONTAINS,
        MATCH_REGEX,  MATCH_NUMBER, MATCH_NUMBER,   MATCH_PROMPT,
        MATCH_LENGTH, MATCH_HEX,    MATCH_LUA,      MATCH_NOT,
    };
    assert_int_equal(any->kind, MATCH_ANY_OF);
    assert_int_equal(any->item_count, sizeof kinds / sizeof kinds[0]);
    for (size_t i = 0; i < any->item_count; i++)
        assert_int_equal(any->items[i].kind, kinds[i]);
    assert_false(any->items[0].ignore_case);
    assert_true(any->items[1].ignore_case);
    assert_int_equal(any->items[2].item_count, 1);
    assert_int_equal(any->items[3].item_count, 2);
    assert_true(any->items[3].items[1].ignore_case);
    assert_string_equal(any->items[5].text, "7");
    assert_string_equal(any->items[6].text, "{{n + 1}}");
    assert_string_equal(any->items[8].text, "12");
    assert_int_equal(any->items[9].len, 2);
    assert_string_equal(any->items[10].text, "#message > 3");
    assert_int_equal(any->items[11].items[0].kind, MATCH_CONTAINS);
    exercise_close(&e);
}

/* The connection goes where the first step stands that needs one. */
static void implies_a_connection(void **state)
{
    (void)state;
    struct exercise e;
    load_data(&e, "implied.json");
    static const struct {
        size_t at, count;
    } rows[] = {{0, 2}, {0, 2}, {1, 3}, {SIZE_MAX, 1}, {SIZE_MAX, 3}};
    assert_int_equal(e.case_count, sizeof rows / sizeof rows[0]);
    for (size_t i = 0; i < e.case_count; i++) {
        const struct test_case *c = &e.cases[i];
        assert_int_equal(c->step_count, rows[i].count);
        if (rows[i].at == SIZE_MAX)
            continue;
        assert_int_equal(c->steps[rows[i].at].kind, STEP_CONNECT);
        assert_string_equal(c->steps[rows[i].at].name, "main");
        assert_string_equal(c->steps[rows[i].at].path, c->steps[rows[i].at + 1].path);
    }
    exercise_close(&e);
}

/* Each step is about one of two programs: that it names, or that was named last. */
static void tells_two_programs_apart(void **state)
{
    (void)state;
    static const enum student_role parts[] = {
        STUDENT_SERVER, STUDENT_SERVER, STUDENT_CLIENT, STUDENT_CLIENT,
        STUDENT_CLIENT, STUDENT_SERVER, STUDENT_SERVER, STUDENT_CLIENT,
        STUDENT_SERVER, STUDENT_CLIENT, STUDENT_SERVER, STUDENT_CLIENT,
    };
    struct exercise e;
    load_data(&e, "both.json");
    const struct test_case *c = &e.cases[0];
    assert_int_equal(e.student, STUDENT_BOTH);
    assert_int_equal(c->step_count, sizeof parts / sizeof *parts);
    for (size_t i = 0; i < c->step_count; i++)
        assert_int_equal(c->steps[i].part, parts[i]);
    assert_int_equal(c->steps[0].kind, STEP_RUN);
    assert_int_equal(c->steps[1].kind, STEP_CONNECT); /* implied, as the next one */
    assert_int_equal(c->steps[3].kind, STEP_ACCEPT);
    assert_int_equal(c->steps[4].kind, STEP_RELAY);
    assert_string_equal(c->steps[4].to, "server");
    exercise_close(&e);
}

static void writes_nothing_on_failure(void **state)
{
    (void)state;
    struct exercise e, before;
    memset(&e, 0x5A, sizeof e);
    memcpy(&before, &e, sizeof e);
    assert_int_equal(loader_read_text(&e, "x", "{}", 2, NULL), -1);
    assert_int_equal(loader_read_text(&e, "x", "{", 1, NULL), -1);
    assert_memory_equal(&e, &before, sizeof e);
}

static void reads_files(void **state)
{
    (void)state;
    struct exercise e;
    struct error err = {0};
    static const char path[] = SOCKGRADE_TEST_DATA "/script/valid/implied.json";
    assert_int_equal(loader_read_file(&e, path, &err), 0);
    assert_string_equal(e.path, path);
    exercise_close(&e);
    assert_int_equal(loader_read_file(&e, "/nowhere/x.json", &err), -1);
    assert_int_equal(err.kind, ERROR_EXERCISE);
    assert_string_equal(
        err.text, "can't read the exercise /nowhere/x.json: No such file or directory");
    assert_int_equal(loader_read_file(&e, "/", &err), -1);
    assert_int_equal(err.kind, ERROR_EXERCISE);
}

static void refuses_huge_files(void **state)
{
    (void)state;
    struct exercise e;
    struct error err = {0};
    size_t len = ((size_t)4 << 20) + 1;
    char *text = malloc(len);
    memset(text, ' ', len);
    assert_int_equal(loader_read_text(&e, "big.json", text, len, &err), -1);
    assert_string_equal(err.text, "big.json: is longer than 4 MiB");
    free(text);
}

/* Cut anywhere, a file gives an error with a place, never a crash. */
static void survives_any_cut(void **state)
{
    (void)state;
    for (size_t len = 0; len < sizeof small - 1; len++) {
        struct exercise e;
        struct error err = {0};
        char *copy = malloc(len ? len : 1);
        memcpy(copy, small, len);
        assert_int_equal(loader_read_text(&e, "cut.json", copy, len, &err), -1);
        assert_memory_equal(err.text, "cut.json:1:", 11);
        free(copy);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_what_is_wrong),
        cmocka_unit_test(fills_in_what_is_not_said),
        cmocka_unit_test(reads_everything_at_the_top),
        cmocka_unit_test(reads_values),
        cmocka_unit_test(inherits_settings),
        cmocka_unit_test(reads_limits),
        cmocka_unit_test(adds_up_patience),
        cmocka_unit_test(reads_steps),
        cmocka_unit_test(reads_what_is_typed),
        cmocka_unit_test(reads_binary_data),
        cmocka_unit_test(reads_matches),
        cmocka_unit_test(implies_a_connection),
        cmocka_unit_test(tells_two_programs_apart),
        cmocka_unit_test(writes_nothing_on_failure),
        cmocka_unit_test(reads_files),
        cmocka_unit_test(refuses_huge_files),
        cmocka_unit_test(survives_any_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
