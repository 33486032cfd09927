/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "play/track.h"
#include "script/loader.h"

static void load(struct exercise *e, const char *steps)
{
    struct error err;
    char *text = mem_printf(
        "{\"sockgrade\": 1, \"id\": \"x\", \"title\": \"X\", \"student\": \"server\","
        " \"port\": 3456, \"values\": {\"w\": {\"word\": [30, 30]}},"
        " \"cases\": [{\"id\": \"one\", \"steps\": [%s]}]}",
        steps);
    if (loader_read_text(e, "test.json", text, strlen(text), &err) < 0)
        fail_msg("%s", err.text);
    free(text);
}

/* The words of the steps in the order in which they are played, each with its round. */
static void walk(const char *steps, const char *wanted)
{
    struct exercise e;
    struct error err;
    struct track t;
    struct buf walked = {0};
    const struct step *s;
    load(&e, steps);
    struct scope *scope = scope_new(&e, &e.cases[0], 1, &err);
    track_open(&t, e.cases[0].steps, e.cases[0].step_count, scope);
    while (assert_int_equal(track_next(&t, &s, &err), 0), s) {
        const struct step *again;
        assert_int_equal(track_next(&t, &again, &err), 0);
        assert_ptr_equal(again, s);
        track_pass(&t);
        if (s->kind == STEP_SEND)
            assert_int_equal(
                scope_expand(scope, s->data.text, s->data.len, &walked, &err), 0);
        const struct step *next = track_expects(&t);
        if (next)
            buf_printf(&walked, "(%s)", next->match.text);
    }
    assert_string_equal(buf_text(&walked), wanted);
    buf_close(&walked);
    scope_free(scope);
    exercise_close(&e);
}

static void plays_repeats(void **state)
{
    (void)state;
    walk("{\"send\": \"a\"}, {\"send\": \"b\"}", "ab");
    walk("{\"send\": \"a\"},"
         "{\"repeat\": {\"times\": 3, \"steps\": [{\"send\": \"{{round}}\"}]}},"
         "{\"send\": \"z\"}",
         "a123z");
    walk("{\"repeat\": {\"times\": 2, \"steps\": [{\"send\": \"<\"},"
         "{\"repeat\": {\"times\": 2, \"steps\": [{\"send\": \"{{round}}\"}]}},"
         "{\"send\": \"{{round}}>\"}]}}",
         "<121><122>");
}

/* What comes in the next round has other values. */
static void knows_what_is_expected_next(void **state)
{
    (void)state;
    walk("{\"send\": \"a\"}, {\"expect\": \"b\"}, {\"send\": \"c\"}, {\"expect\": \"d\"}",
         "(b)a(b)(d)c(d)");
    walk("{\"repeat\": {\"times\": 2, \"steps\": [{\"send\": \"a\"}, {\"expect\": "
         "\"b\"}]}},"
         "{\"expect\": \"c\"}",
         "a(b)a(b)(c)");
}

static void draws_anew_for_each_round(void **state)
{
    (void)state;
    struct exercise e;
    struct error err;
    struct track t;
    const struct step *s;
    struct buf words[4] = {{0}};
    size_t count = 0;
    load(&e, "{\"repeat\": {\"times\": 2, \"steps\": [{\"send\": \"{{w}}\"},"
             "{\"send\": \"{{w}}\"}]}}");
    struct scope *scope = scope_new(&e, &e.cases[0], 1, &err);
    track_open(&t, e.cases[0].steps, e.cases[0].step_count, scope);
    while (assert_int_equal(track_next(&t, &s, &err), 0), s) {
        track_pass(&t);
        if (s->kind == STEP_SEND)
            scope_expand(scope, s->data.text, s->data.len, &words[count++], &err);
    }
    assert_int_equal(count, 4);
    assert_string_equal(words[0].data, words[1].data);
    assert_string_equal(words[2].data, words[3].data);
    assert_string_not_equal(words[0].data, words[2].data);
    for (size_t i = 0; i < 4; i++)
        buf_close(&words[i]);
    scope_free(scope);
    exercise_close(&e);
}

/* How many steps are played with this seed. */
static int count_steps(const struct exercise *e, uint64_t seed)
{
    struct error err;
    struct track t;
    const struct step *s;
    int count = 0;
    struct scope *scope = scope_new(e, &e->cases[0], seed, &err);
    track_open(&t, e->cases[0].steps, e->cases[0].step_count, scope);
    while (assert_int_equal(track_next(&t, &s, &err), 0), s) {
        track_pass(&t);
        count++;
    }
    scope_free(scope);
    return count;
}

static void repeats_as_often_as_chance_decides(void **state)
{
    (void)state;
    struct exercise e;
    bool seen[6] = {false};
    load(&e, "{\"repeat\": {\"times\": [2, 5], \"steps\": [{\"send\": \"x\"}]}}");
    assert_int_equal(exercise_case_patience_ms(&e.cases[0]), (1 + 5) * 10000);
    for (uint64_t seed = 0; seed < 100; seed++) {
        int count = count_steps(&e, seed) - 1; /* the implied connect */
        assert_in_range(count, 2, 5);
        assert_int_equal(count_steps(&e, seed) - 1, count);
        seen[count] = true;
    }
    assert_true(seen[2] && seen[3] && seen[4] && seen[5]);
    exercise_close(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plays_repeats),
        cmocka_unit_test(repeats_as_often_as_chance_decides),
        cmocka_unit_test(knows_what_is_expected_next),
        cmocka_unit_test(draws_anew_for_each_round),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
