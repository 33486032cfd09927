/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "report/report.h"

static const struct test_case test = {
    .id = (char[]){"one"}, .title = (char[]){"First"}, .points = 4};

static void sums_up(void **state)
{
    (void)state;
    static const struct {
        struct {
            enum result result;
            bool advice;
        } cases[3];
        enum result result;
        int64_t points;
    } rows[] = {
        {{{RESULT_PASS, false}, {RESULT_PASS, false}, {RESULT_PASS, true}},
         RESULT_PASS,
         6},
        {{{RESULT_PASS, false}, {RESULT_PASS, false}, {RESULT_FAIL, true}},
         RESULT_PASS,
         6},
        {{{RESULT_PASS, false}, {RESULT_PASS, false}, {RESULT_ERROR, true}},
         RESULT_PASS,
         6},
        {{{RESULT_PASS, false}, {RESULT_FAIL, false}, {RESULT_PASS, true}},
         RESULT_FAIL,
         3},
        {{{RESULT_FAIL, false}, {RESULT_SKIPPED, false}, {RESULT_SKIPPED, true}},
         RESULT_FAIL,
         0},
        {{{RESULT_ERROR, false}, {RESULT_FAIL, false}, {RESULT_PASS, true}},
         RESULT_ERROR,
         0},
        {{{RESULT_FAIL, false}, {RESULT_ERROR, false}, {RESULT_PASS, true}},
         RESULT_ERROR,
         0},
        {{{RESULT_ERROR, false}, {RESULT_SKIPPED, false}, {RESULT_SKIPPED, true}},
         RESULT_ERROR,
         0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct report_case cases[3] = {{0}};
        struct report_exercise e = {.cases = cases, .case_count = 3};
        for (size_t k = 0; k < 3; k++) {
            cases[k].result = rows[i].cases[k].result;
            cases[k].advice = rows[i].cases[k].advice;
            cases[k].max_points = cases[k].advice ? 0 : 3;
            cases[k].points = cases[k].result == RESULT_PASS ? cases[k].max_points : 0;
        }
        report_sum(&e);
        if (e.result != rows[i].result || e.points != rows[i].points || e.max_points != 6)
            fail_msg("row %zu: %s, %d points", i, result_name(e.result), (int)e.points);
    }
}

/* Written with three decimals and read again, each time is the same number; so is each
 * sum of them. */
static void times_are_the_same_when_read_again(void **state)
{
    (void)state;
    double sum = 0;
    for (int64_t ns = 1; ns < INT64_C(1) << 42; ns = ns * 7 / 4 + 12345) {
        char text[64];
        const double ms = report_ms_of(ns);
        snprintf(text, sizeof text, "%.3f", ms);
        assert_true(strtod(text, NULL) == ms);
        assert_true(fabs(ms - (double)ns / 1e6) <= 0.000501);
        sum = report_ms(sum + ms);
        snprintf(text, sizeof text, "%.3f", sum);
        assert_true(strtod(text, NULL) == sum);
    }
    assert_true(report_ms_of(141834999) == 141.835);
}

static void takes_a_verdict_over(void **state)
{
    (void)state;
    struct report_case c;
    struct verdict v = {.code = CODE_WRONG_MESSAGE, .line = 7};
    buf_puts(&v.message, "Your \033[31mprogram\n\"b\\n\" \xff sent");
    buf_puts(&v.expected, "\"a\"");
    buf_puts(&v.notes, "one\ntwo\n");
    report_judged(&c, &test, &v, NULL);
    assert_int_equal(c.result, RESULT_FAIL);
    assert_string_equal(c.code, "wrong-message");
    assert_string_equal(c.message, "Your \\x1b[31mprogram\n\"b\\n\" \\xff sent");
    assert_string_equal(c.expected, "\"a\"");
    assert_null(c.received);
    assert_null(c.hint);
    assert_null(c.newline);
    assert_int_equal(c.line, 7);
    assert_int_equal(c.points, 0);
    assert_int_equal(c.max_points, 4);
    assert_int_equal(c.note_count, 2);
    assert_string_equal(c.notes[0], "one");
    assert_string_equal(c.notes[1], "two");
    report_case_close(&c);
    verdict_close(&v);

    v = (struct verdict){.code = CODE_PASS};
    report_judged(&c, &test, &v, NULL);
    assert_int_equal(c.result, RESULT_PASS);
    assert_int_equal(c.points, 4);
    report_case_close(&c);
}

static void takes_an_attempt_over(void **state)
{
    (void)state;
    static char large[9000];
    struct report_case c;
    struct verdict v = {.code = CODE_PASS};
    const struct exercise exercise = {.id = (char[]){"x"}, .port = 5555};
    struct attempt a = {.play.setup = {.mode = WANTED_LINES}, .duration_ns = 1500000};
    struct transcript *t = &a.play.transcript;
    a.play.setup.scope = a.scope = scope_new(&exercise, &test, 1, NULL);
    memset(large, 'x', sizeof large);
    transcript_append(t, 1250000, EVENT_SENT, "main", "a\0\033", 3);
    transcript_append(t, 2000000, EVENT_PRINTED, NULL, large, sizeof large);
    capture_append(&a.play.out, "begin\n", 6);
    capture_append(&a.play.out, large, sizeof large);
    capture_append(&a.play.out, "\tend\033", 5);
    a.usage = (struct usage){.cpu_ns = 31000000, .memory_bytes = 3 << 19, .tasks = 2};
    report_judged(&c, &test, &v, &a);
    assert_string_equal(c.newline, "newline");
    assert_true(c.duration_ms > 1.49 && c.duration_ms < 1.51);
    assert_int_equal(strncmp(c.out, "begin\nxxx", 9), 0);
    assert_non_null(strstr(c.out, "x\n[... 5011 bytes left out ...]\nx"));
    assert_string_equal(c.out + strlen(c.out) - 9, "x\tend\\x1b");
    assert_null(c.err);
    assert_string_equal(c.process, "ran for 2 ms, 31 ms of processor time, 1.5 MiB of "
                                   "memory, 2 processes and threads");
    assert_int_equal(c.event_count, 2);
    assert_string_equal(c.events[0].from, "grader");
    assert_string_equal(c.events[0].connection, "main");
    assert_string_equal(c.events[0].kind, "data");
    assert_string_equal(c.events[0].text, "a\\0\\x1b");
    assert_true(c.events[0].time_ms > 1.24 && c.events[0].time_ms < 1.26);
    assert_null(c.events[1].connection);
    assert_true(strlen(c.events[1].text) < 5000);
    assert_non_null(strstr(c.events[1].text, "... (9000 bytes)"));
    report_case_close(&c);
    transcript_close(t);
    capture_close(&a.play.out);
    scope_free(a.scope);
}

static void tells_what_was_not_judged(void **state)
{
    (void)state;
    struct report_case c;
    report_unjudged(&c, &test, RESULT_ERROR, "can't \033 do it");
    assert_string_equal(c.code, "error");
    assert_string_equal(c.message, "can't \\x1b do it");
    assert_int_equal(c.points, 0);
    assert_int_equal(c.max_points, 4);
    report_case_close(&c);
    report_case_close(&c);
    report_unjudged(&c, &test, RESULT_SKIPPED, "why");
    assert_string_equal(c.code, "skipped");
    report_case_close(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_up),
        cmocka_unit_test(times_are_the_same_when_read_again),
        cmocka_unit_test(takes_a_verdict_over),
        cmocka_unit_test(takes_an_attempt_over),
        cmocka_unit_test(tells_what_was_not_judged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
