/* SPDX-License-Identifier: MIT
 *
 * The text report against golden/NAME.txt. SOCKGRADE_GOLDEN=write writes those files anew;
 * whoever does so reads what has changed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "report/text.h"

#define T(text) ((char *)(text))
#define COUNT(list) (sizeof(list) / sizeof *(list))

static struct report_value values[] = {{T("a"), T("17")}, {T("word"), T("h\\xff")}};
static char *notes[] = {
    T("Your program was still running when the conversation was over; that "
      "costs no points.")};
static struct report_event talk[] = {
    {24.6, T("program"), T("main"), T("connect"),
     T("from 127.0.0.1 port 40000 to 127.0.0.1 port 5555")},
    {25.1, T("program"), T("main"), T("data"), T("how do you do?")},
    {25.2, T("grader"), T("main"), T("data"),
     T("a long answer that does not fit into one line of the terminal of eighty "
       "columns")},
    {26, T("grader"), T("main"), T("close"), T("")},
    {27, T("program"), NULL, T("print"), T("Received: b'x'\\n")},
    {1234.5, T("program"), T("main"), T("close"), T("")},
    {1240, T("program"), NULL, T("exit"), T("ended with status 0")},
};
static struct report_event two[] = {
    {1, T("grader"), T("first"), T("connect"),
     T("from 127.0.0.1 port 40000 to 127.0.0.1 port 5555")},
    {2, T("program"), T("the second one"), T("connect"),
     T("from 127.0.0.2 port 40001 to 198.18.0.1 port 80 (example.com)")},
    {2.5, T("program"), T("the second one"), T("connect"), T("by another way")},
    {3, T("grader"), T("the second one"), T("data"),
     T("gr\xc3\xbc\xc3\x9f "
       "\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8"
       "\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4"
       "\xb8\xad\xe4\xb8\xad")},
    {4, T("program"), T("first"), T("reset"), T("")},
    {5, T("program"), NULL, T("stderr"),
     T("Traceback (most recent call last):\\n  File \\\"x.py\\\", line 1\\nNameError: "
       "name 'x' is not defined, and some more\\n")},
    {6, T("grader"), NULL, T("note"),
     T("a remark of so many words that they do not fit into one line of this page")},
};
static struct report_event many[60];

static struct report_case passed[] = {
    {.id = T("one"),
     .title = T("says hello"),
     .result = RESULT_PASS,
     .code = T("pass"),
     .points = 4,
     .max_points = 4,
     .newline = T("bare"),
     .out = T("Received: b'x'\na line that is longer than the page is wide, and is not "
              "broken by the report\n\n\tend"),
     .err = T("a warning\n"),
     .process = T("ran for 1241 ms, 31 ms of processor time"),
     .values = values,
     .value_count = COUNT(values),
     .notes = notes,
     .note_count = 1,
     .events = talk,
     .event_count = COUNT(talk)},
    {.id = T("pieces"),
     .title = T("copes with pieces"),
     .result = RESULT_FAIL,
     .code = T("closed-early"),
     .advice = true,
     .message = T("Your program ended, and its connection with it, too early."),
     .hint =
         T("Call recv() in a loop until you have all of the message; one call returns "
           "what has come so far.")},
};
static struct report_case failed[] = {
    {.id = T("one"),
     .title = T("says hello"),
     .result = RESULT_FAIL,
     .code = T("wrong-message"),
     .line = 2,
     .max_points = 4,
     .message =
         T("Your program sent something else than your program's question, exactly "
           "as the exercise writes it. Only upper and lower case differ."),
     .expected = T("\"How do \\\"you\\\" do?\""),
     .received = T("\"How do \\\"You\\\" do?\""),
     .values = values,
     .value_count = COUNT(values),
     .events = talk,
     .event_count = COUNT(talk)},
    {.id = T("two"),
     .title = T("escapes"),
     .result = RESULT_FAIL,
     .code = T("extra-data"),
     .max_points = 1,
     .message = T("Your program said more."),
     .expected = T("\"gr\xc3\xbc\xc3\x9f \xe4\xb8\xad\\n\\x01a\""),
     .received = T("\"gr\xc3\xbc\xc3\x9f \xe4\xb8\xad\\n\\x02a\""),
     .events = two,
     .event_count = COUNT(two)},
    {.id = T("three"),
     .title = T("words"),
     .result = RESULT_FAIL,
     .code = T("both-waiting"),
     .line = 999,
     .max_points = 1,
     .message = T("Your program waits for what you can send: a number, here 7."),
     .expected = T("a number, here 7"),
     .waits = T("recv()"),
     .events = many,
     .event_count = COUNT(many)},
    {.id = T("four"),
     .title = T("window"),
     .result = RESULT_FAIL,
     .code = T("wrong-message"),
     .line = 1,
     .max_points = 1,
     .message = T("Your program sent something else."),
     .expected = T("...\"6789X123\"... (200 bytes)"),
     .received = T("...\"6789Y123\"")},
    {.id = T("five"),
     .title = T("needs one"),
     .result = RESULT_SKIPPED,
     .code = T("skipped"),
     .max_points = 1,
     .message = T("Not played, since the case \"one\" did not pass.")},
};
#define ALIKE(id_)                                                                       \
    {                                                                                    \
        .id = T(id_), .title = T("one of several"), .result = RESULT_FAIL,               \
        .code = T("wrong-message"), .line = 1, .max_points = 1,                          \
        .message = T("Your program sent something else."), .expected = T("\"a\""),       \
        .received = T("\"b\""), .events = talk, .event_count = 3                         \
    }
static struct report_case alike[] = {ALIKE("one"), ALIKE("two"), ALIKE("three"),
                                     ALIKE("four")};
static struct report_case unjudged[] = {
    {.id = T("one"),
     .title = T("says hello"),
     .result = RESULT_ERROR,
     .code = T("error"),
     .max_points = 4,
     .message = T("port 5555 of this computer is in use")},
};

static struct report_exercise exercises[] = {
    {.id = T("x-1"),
     .title = T("How do you do?"),
     .result = RESULT_PASS,
     .points = 4,
     .max_points = 4,
     .duration_ms = 41.7,
     .cases = passed,
     .case_count = COUNT(passed)},
    {.id = T("x-1"),
     .title = T("How do you do?"),
     .result = RESULT_FAIL,
     .max_points = 8,
     .duration_ms = 2500,
     .cases = failed,
     .case_count = COUNT(failed)},
    {.id = T("x-1"),
     .title = T("How do you do?"),
     .result = RESULT_ERROR,
     .max_points = 4,
     .cases = unjudged,
     .case_count = COUNT(unjudged)},
    {.id = T("x-1"),
     .title = T("Several connections"),
     .result = RESULT_FAIL,
     .max_points = 1,
     .cases = &failed[1],
     .case_count = 1},
    {.id = T("x-1"),
     .title = T("Failing alike, with room"),
     .result = RESULT_FAIL,
     .max_points = 2,
     .cases = alike,
     .case_count = 2},
    {.id = T("x-1"),
     .title = T("Failing alike, without"),
     .result = RESULT_FAIL,
     .max_points = 4,
     .cases = alike,
     .case_count = 4},
    {.id = T("x-1"),
     .title = T("A long conversation"),
     .result = RESULT_FAIL,
     .max_points = 1,
     .cases = &failed[2],
     .case_count = 1},
};

static const struct {
    const char *golden;
    size_t exercise;
    const char *path, *language, *isolation;
    struct text_style style;
    const char *reason;
} rows[] = {
    {"passed", 0, "program.py", "python", "full", {false, false}, NULL},
    {"passed-verbose", 0, "program.py", "python", "none", {false, true}, NULL},
    {"passed-colour", 0, "program.py", "python", "full", {true, false}, NULL},
    {"failed", 1, "program.py", "python", "full", {false, false}, NULL},
    {"failed-verbose", 1, "program.py", "python", "full", {false, true}, NULL},
    {"failed-colour", 1, "program.py", "python", "full", {true, false}, NULL},
    {"unjudged", 2, "program.py", NULL, "none", {false, false}, NULL},
    {"connections", 3, "program.py", "python", "full", {false, false}, NULL},
    {"connections-verbose", 3, "program.py", "python", "full", {false, true}, NULL},
    {"alike", 4, "program.py", "python", "full", {false, false}, NULL},
    {"alike-brief", 5, "program.py", "python", "full", {false, false}, NULL},
    {"long", 6, "program.py", "python", "full", {false, false}, NULL},
    {"odd-name", 1, "-odd 'na\nme'\033.py", NULL, "none", {false, false}, NULL},
    {"not-isolated",
     0,
     "program.py",
     "python",
     "none",
     {false, false},
     "a reason with so many words that they do not fit into one line of the terminal"},
};

static int setup(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(many); i++)
        many[i] = (struct report_event){(double)i, T("program"), T("main"), T("data"),
                                        T("again")};
    return chdir(SOCKGRADE_TEST_DATA "/report/golden");
}

static struct buf read_golden(const char *name)
{
    struct buf out = {0};
    char path[64], block[4096];
    size_t n;
    snprintf(path, sizeof path, "%s.txt", name);
    FILE *f = fopen(path, "r");
    if (!f)
        fail_msg("there is no golden/%s", path);
    while ((n = fread(block, 1, sizeof block, f)) > 0)
        buf_append(&out, block, n);
    fclose(f);
    return out;
}

static void write_golden(const char *name, const struct buf *text)
{
    char path[64];
    snprintf(path, sizeof path, "%s.txt", name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_int_equal(fwrite(text->data, 1, text->len, f), text->len);
    fclose(f);
}

static void writes(size_t i, struct buf *out)
{
    struct report_exercise e = exercises[rows[i].exercise];
    e.path = T(rows[i].path);
    e.language = T(rows[i].language);
    struct report_submission s = {.id = T("x"),
                                  .path = T(rows[i].path),
                                  .language = T(rows[i].language),
                                  .exercises = &e,
                                  .exercise_count = 1};
    const struct report r = {.seed = 4711,
                             .isolation = rows[i].isolation,
                             .isolation_reason = rows[i].reason,
                             .submissions = &s,
                             .submission_count = 1};
    text_write_report(&r, &rows[i].style, out);
}

static void looks_as_agreed(void **state)
{
    (void)state;
    const char *mode = getenv("SOCKGRADE_GOLDEN");
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf out = {0};
        writes(i, &out);
        if (mode && strcmp(mode, "write") == 0)
            write_golden(rows[i].golden, &out);
        struct buf golden = read_golden(rows[i].golden);
        if (out.len != golden.len || memcmp(out.data, golden.data, out.len) != 0)
            fail_msg("not as golden/%s.txt:\n%s", rows[i].golden, out.data);
        buf_close(&golden);
        buf_close(&out);
    }
}

/* Without colours no control character reaches the terminal. */
static void is_plain_without_colours(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf out = {0};
        writes(i, &out);
        for (size_t k = 0; k < out.len && !rows[i].style.colour; k++) {
            unsigned char c = (unsigned char)out.data[k];
            if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F)
                fail_msg("row %zu: byte %02x", i, c);
        }
        buf_close(&out);
    }
}

/* What the user asked for is part of how to see it again. */
static void again_has_the_limits(void **state)
{
    (void)state;
    struct buf out = {0};
    struct report_exercise e = exercises[1];
    e.path = T("program.py");
    struct report_submission s = {
        .id = T("x"), .path = T("program.py"), .exercises = &e, .exercise_count = 1};
    const struct report r = {
        .seed = 4711,
        .limits = {{[LIMIT_WALL_TIME] = 90000, [LIMIT_MEMORY] = 64 << 20}},
        .isolation = "none",
        .submissions = &s,
        .submission_count = 1};
    text_write_report(&r, &(struct text_style){0}, &out);
    assert_non_null(strstr(buf_text(&out), "--case one --seed 4711 --limit wall_time=90s "
                                           "--limit memory=64MiB\n"));
    buf_close(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(looks_as_agreed),
        cmocka_unit_test(is_plain_without_colours),
        cmocka_unit_test(again_has_the_limits),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
