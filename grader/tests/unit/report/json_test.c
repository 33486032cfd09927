/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "report/json.h"

/* Borrowed texts throughout: these cases are never closed. */
static struct report_value values[] = {
    {(char *)"word", (char *)"h\\xff"},
    {(char *)"n", (char *)"7"},
};
static char *notes[] = {(char *)"a \"note\"", (char *)"gr\xc3\xbc\xc3\x9f"};
static char *sockets[] = {(char *)"socket(TCP) -> listen(5) ok", (char *)""};
static struct report_event events[] = {
    {0.1234567, (char *)"program", (char *)"main", (char *)"connect", (char *)""},
    {12.5, (char *)"grader", (char *)"main", (char *)"data", (char *)"\\\"\\n\\0"},
    {99, (char *)"program", NULL, (char *)"exit", (char *)"ended with status 0"},
};
static const struct report_case full = {
    .id = (char *)"one",
    .title = (char *)"First",
    .result = RESULT_FAIL,
    .code = (char *)"wrong-message",
    .message = (char *)"Your program\nsent \"x\".",
    .hint = (char *)"a hint",
    .expected = (char *)"\"a\"",
    .received = (char *)"\"b\"",
    .line = 7,
    .waits = (char *)"recv()",
    .out = (char *)"one\n\ttwo \"three\"\n",
    .err = (char *)"Traceback",
    .process = (char *)"ran for 7 ms",
    .max_points = INT64_C(1) << 40,
    .duration_ms = 41.25,
    .newline = (char *)"bare",
    .values = values,
    .value_count = 2,
    .notes = notes,
    .note_count = 2,
    .sockets = sockets,
    .socket_count = 2,
    .events = events,
    .event_count = 3,
};
static const struct report_case bare = {
    .id = (char *)"two",
    .title = (char *)"",
    .result = RESULT_SKIPPED,
    .code = (char *)"skipped",
    .message = (char *)"why",
    .advice = true,
    .visibility = VISIBILITY_AFTER_DUE_DATE,
};

static struct report_case both_cases[2];
static struct report_program both_programs[] = {
    {(char *)"server", (char *)"server.c", (char *)"c", (char *)"int main(void)\n"},
    {(char *)"client", (char *)"client.py", NULL, NULL},
};

static struct report_exercise whole_exercise(void)
{
    both_cases[0] = full;
    both_cases[1] = bare;
    return (struct report_exercise){.id = (char *)"x",
                                    .title = (char *)"X",
                                    .path = (char *)"book.ipynb",
                                    .language = (char *)"python",
                                    .cell = 3,
                                    .text = (char *)"a = \"b\"\n\tc </script>\n",
                                    .programs = both_programs,
                                    .program_count = 2,
                                    .result = RESULT_FAIL,
                                    .points = 1,
                                    .max_points = 9,
                                    .score = 2.5,
                                    .max_score = 10,
                                    .seeded = true,
                                    .seed = (UINT64_C(1) << 53) - 1,
                                    .duration_ms = 1,
                                    .cpu_ms = 12.5,
                                    .cases = both_cases,
                                    .case_count = 2};
}

static void same_text(const char *a, const char *b)
{
    assert_int_equal(!a, !b);
    if (a)
        assert_string_equal(a, b);
}

static void same_case(const struct report_case *a, const struct report_case *b)
{
    same_text(a->id, b->id);
    same_text(a->title, b->title);
    same_text(a->code, b->code);
    same_text(a->message, b->message);
    same_text(a->hint, b->hint);
    same_text(a->expected, b->expected);
    same_text(a->received, b->received);
    same_text(a->waits, b->waits);
    same_text(a->out, b->out);
    same_text(a->err, b->err);
    same_text(a->process, b->process);
    same_text(a->newline, b->newline);
    assert_int_equal(a->result, b->result);
    assert_int_equal(a->line, b->line);
    assert_int_equal(a->advice, b->advice);
    assert_int_equal(a->visibility, b->visibility);
    assert_int_equal(a->points, b->points);
    assert_int_equal(a->max_points, b->max_points);
    assert_true(a->duration_ms == b->duration_ms);
    assert_int_equal(a->value_count, b->value_count);
    for (size_t i = 0; i < a->value_count; i++) {
        same_text(a->values[i].name, b->values[i].name);
        same_text(a->values[i].text, b->values[i].text);
    }
    assert_int_equal(a->note_count, b->note_count);
    for (size_t i = 0; i < a->note_count; i++)
        same_text(a->notes[i], b->notes[i]);
    assert_int_equal(a->socket_count, b->socket_count);
    for (size_t i = 0; i < a->socket_count; i++)
        same_text(a->sockets[i], b->sockets[i]);
    assert_int_equal(a->event_count, b->event_count);
    for (size_t i = 0; i < a->event_count; i++) {
        same_text(a->events[i].from, b->events[i].from);
        same_text(a->events[i].connection, b->events[i].connection);
        same_text(a->events[i].kind, b->events[i].kind);
        same_text(a->events[i].text, b->events[i].text);
        double apart = a->events[i].time_ms - b->events[i].time_ms;
        assert_true(apart < 0.001 && apart > -0.001);
    }
}

static void reads_back_what_it_writes(void **state)
{
    (void)state;
    static const struct report_case *const cases[] = {&full, &bare};
    static const char *const paths[] = {"x.py", "odd \"name\"\n.py", "latin\xe4.py"};
    for (size_t i = 0; i < 2; i++)
        for (size_t k = 0; k < 3; k++) {
            struct buf out = {0};
            struct report_case back;
            struct error err;
            report_json_write_case(cases[i], paths[k], &out);
            assert_null(memchr(out.data, '\n', out.len));
            assert_int_equal(report_json_read_case(&back, out.data, out.len, &err), 0);
            same_case(cases[i], &back);
            report_case_close(&back);
            buf_close(&out);
        }
}

static void reads_no_rubbish(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "{", "nonsense", "{\"id\": \"\xff\"}",
                                        "{} {}"};
    struct report_case c;
    struct error err;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_int_equal(report_json_read_case(&c, texts[i], strlen(texts[i]), &err), -1);
        assert_non_null(strstr(err.text, "can't read a result"));
    }
    struct buf out = {0};
    report_json_write_case(&full, "x.py", &out);
    for (size_t len = 0; len < out.len; len++)
        assert_int_equal(report_json_read_case(&c, out.data, len, &err), -1);
    buf_close(&out);
}

static void tells_what_is_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to; /* the first of these replaced */
        const char *told;
    } rows[] = {
        {"\"id\":\"x\"", "\"id\":7", "id: this is to be a text"},
        {"\"id\":\"one\"", "\"no\":\"one\"", "cases[0]: \"id\" is missing"},
        {"\"fail\"", "\"failed\"", "result: this word is not known"},
        {"\"line\":7", "\"line\":0", "cases[0].source: it has a \"file\""},
        {"\"n\":\"7\"", "\"n\":7", "cases[0].values: every value is a text"},
        {"\"max_points\":9", "\"max_points\":\"9\"", "max_points: this is to be a whole"},
        {"\"advice\":false", "\"advice\":null", "advice: this is to be true or false"},
        {"\"kind\":\"exit\"", "\"kind\":null",
         "cases[0].transcript[2].kind: this is to be a text"},
        {"\"cell\":3", "\"cell\":[3]", "cell: this is to be a whole number"},
    };
    struct report_exercise e = whole_exercise(), back;
    struct buf out = {0};
    report_json_write_exercise(&e, &out);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf changed = {0};
        struct error err = {0};
        const char *at = strstr(buf_text(&out), rows[i].from);
        assert_non_null(at);
        buf_append(&changed, out.data, (size_t)(at - out.data));
        buf_printf(&changed, "%s%s", rows[i].to, at + strlen(rows[i].from));
        assert_int_equal(
            report_json_read_exercise(&back, changed.data, changed.len, &err), -1);
        if (!strstr(err.text, rows[i].told))
            fail_msg("row %zu: %s", i, err.text);
        report_exercise_close(&back);
        buf_close(&changed);
    }
    buf_close(&out);
}

static void reads_an_exercise_back(void **state)
{
    (void)state;
    struct report_exercise e = whole_exercise(), back;
    struct buf out = {0}, again = {0};
    struct error err;
    report_json_write_exercise(&e, &out);
    assert_null(memchr(out.data, '\n', out.len));
    assert_int_equal(report_json_read_exercise(&back, out.data, out.len, &err), 0);
    report_json_write_exercise(&back, &again);
    assert_string_equal(buf_text(&again), buf_text(&out));
    assert_int_equal(back.cell, 3);
    assert_true(back.score == 2.5 && back.max_score == 10 && back.cpu_ms == 12.5);
    assert_true(back.seeded && back.seed == (UINT64_C(1) << 53) - 1);
    assert_string_equal(back.text, e.text);
    assert_int_equal(back.program_count, 2);
    assert_string_equal(back.programs[1].path, "client.py");
    assert_null(back.programs[1].language);
    assert_null(back.programs[1].text);
    assert_int_equal(back.case_count, 2);
    same_case(&back.cases[0], &full);
    report_exercise_close(&back);
    assert_int_equal(report_json_read_exercise(&back, out.data, out.len / 2, &err), -1);
    buf_clear(&out);
    /* One that nothing is known of: no path, no case. */
    report_json_write_exercise(
        &(struct report_exercise){.id = (char *)"y", .title = (char *)""}, &out);
    assert_int_equal(report_json_read_exercise(&back, out.data, out.len, &err), 0);
    assert_null(back.path);
    assert_int_equal(back.cell, 0);
    report_exercise_close(&back);
    buf_close(&out);
    buf_close(&again);
}

static void reads_a_submission_back(void **state)
{
    (void)state;
    struct report_exercise e = whole_exercise();
    char *missing[] = {(char *)"connect-9: why"};
    const struct report_submission s = {.id = (char *)"key",
                                        .path = (char *)"in/latin\xe4",
                                        .whole = true,
                                        .name = (char *)"Ada L.",
                                        .attempt = 2,
                                        .counts = true,
                                        .late = (char *)"2 days late: 20% off",
                                        .score = 2,
                                        .max_score = 10,
                                        .duration_ms = 5.25,
                                        .exercises = &e,
                                        .exercise_count = 1,
                                        .missing = missing,
                                        .missing_count = 1};
    struct report_submission back;
    struct buf out = {0}, again = {0};
    struct error err;
    size_t offset;
    report_json_write_submission(&s, &out);
    assert_int_equal(report_json_read_submission(&back, out.data, out.len, &offset, &err),
                     0);
    report_json_write_submission(&back, &again);
    assert_string_equal(buf_text(&again), buf_text(&out));
    assert_string_equal(back.path, "in/latin\\xe4");
    assert_string_equal(back.late, s.late);
    assert_true(back.whole && back.counts && back.attempt == 2);
    report_submission_close(&back);
    /* What is wrong in it is found in the text. */
    char *at = strstr(out.data, "\"Ada L.\"");
    memcpy(at, "1234567.", 8);
    assert_int_equal(report_json_read_submission(&back, out.data, out.len, &offset, &err),
                     -1);
    assert_non_null(strstr(err.text, "can't read a result"));
    memcpy(at, "12345678", 8);
    assert_int_equal(report_json_read_submission(&back, out.data, out.len, &offset, &err),
                     -1);
    assert_non_null(strstr(err.text, "name: this is to be a text"));
    assert_int_equal(offset, at - out.data);
    report_submission_close(&back);
    buf_close(&out);
    buf_close(&again);
}

static json_t *at(json_t *from, const char *list)
{
    return json_array_get(json_object_get(from, list), 0);
}

static void writes_one_document(void **state)
{
    (void)state;
    static const char *const paths[] = {"dir/x.py", "latin\xe4.py"};
    static const char *const shown[] = {"dir/x.py", "latin\\xe4.py"};
    for (size_t i = 0; i < 2; i++) {
        struct report_case cases[] = {full, bare};
        struct report_exercise e = {.id = (char *)"x",
                                    .path = (char *)paths[i],
                                    .title = (char *)"X",
                                    .result = RESULT_FAIL,
                                    .max_points = 9,
                                    .cases = cases,
                                    .case_count = 2};
        struct report_submission s = {.id = (char *)"x.py",
                                      .path = (char *)paths[i],
                                      .exercises = &e,
                                      .exercise_count = 1};
        const struct report r = {.seed = (UINT64_C(1) << 53) - 1,
                                 .isolation = "none",
                                 .submissions = &s,
                                 .submission_count = 1};
        struct buf out = {0};
        json_error_t problem;
        report_json_write(&r, &out);
        assert_int_equal(out.data[out.len - 1], '\n');
        json_t *d = json_loadb(out.data, out.len, 0, &problem);
        if (!d)
            fail_msg("%s", problem.text);
        assert_int_equal(json_integer_value(json_object_get(d, "sockgrade_report")), 1);
        assert_true(json_integer_value(json_object_get(d, "seed"))
                    == (INT64_C(1) << 53) - 1);
        json_t *submission = at(d, "submissions"), *first;
        assert_true(json_is_null(json_object_get(submission, "language")));
        assert_string_equal(json_string_value(json_object_get(submission, "path")),
                            shown[i]);
        first = at(at(submission, "exercises"), "cases");
        json_t *source = json_object_get(first, "source");
        assert_string_equal(json_string_value(json_object_get(source, "file")), shown[i]);
        assert_int_equal(json_array_size(json_object_get(first, "transcript")), 3);
        json_decref(d);
        buf_close(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_back_what_it_writes),
        cmocka_unit_test(reads_no_rubbish),
        cmocka_unit_test(tells_what_is_wrong),
        cmocka_unit_test(reads_an_exercise_back),
        cmocka_unit_test(reads_a_submission_back),
        cmocka_unit_test(writes_one_document),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
