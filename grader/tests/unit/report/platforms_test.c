/* SPDX-License-Identifier: MIT
 *
 * What each platform's contract asks of its format, on reports made by hand: nothing that a
 * student sends forges a line or a field, hidden cases show nothing, and what could not be
 * judged becomes no zero.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>
#include <libxml/parser.h>

#include "base/base64.h"
#include "report/writer.h"

#define T(text) ((char *)(text))
#define HOSTILE "::error::forged\n##[error]forged %0A `*|<b>&\xE2\x80\xAE, \"x\": 100% \\"
#define HOSTILE_SHOWN                                                                    \
    "::error::forged\n##[error]forged %0A `*|<b>&\\xe2\\x80\\xae, \"x\": 100% \\"

/* One exercise of eight points, weighed 20 in the assignment. */
static struct report_case cases[] = {
    {.id = T("one"),
     .title = T("says hello"),
     .result = RESULT_PASS,
     .code = T("pass"),
     .message = T("Your program did what the exercise asks."),
     .points = 4,
     .max_points = 4},
    {.id = T("two"),
     .title = T("escapes"),
     .result = RESULT_FAIL,
     .code = T("wrong-message"),
     .max_points = 3,
     .line = 7,
     .message = T(HOSTILE),
     .expected = T("\"a\""),
     .received = T("\"::set-output name=score::10\\n\""),
     .hint = T("Look at the quotation marks.")},
    {.id = T("secret-id"),
     .title = T("secret-title"),
     .result = RESULT_FAIL,
     .code = T("closed-early"),
     .visibility = VISIBILITY_HIDDEN,
     .max_points = 1,
     .message = T("secret-message")},
    {.id = T("pieces"),
     .title = T("copes with pieces"),
     .result = RESULT_FAIL,
     .code = T("incomplete-message"),
     .advice = true,
     .message = T("Your program took half.")},
};

static struct report_exercise exercise;
static struct report_submission student;
static struct report head;

static int setup(void **state)
{
    (void)state;
    cases[0].result = RESULT_PASS;
    cases[0].code = T("pass");
    cases[0].points = 4;
    exercise = (struct report_exercise){.id = T("x-1"),
                                        .title = T("How | do you do?"),
                                        .path = T("a:b,c%.py"),
                                        .result = RESULT_FAIL,
                                        .points = 4,
                                        .max_points = 8,
                                        .score = 10,
                                        .max_score = 20,
                                        .duration_ms = 1500,
                                        .cases = cases,
                                        .case_count = sizeof cases / sizeof *cases};
    student = (struct report_submission){.id = T("bob"),
                                         .path = T("a:b,c%.py"),
                                         .duration_ms = 1500,
                                         .exercises = &exercise,
                                         .exercise_count = 1};
    head = (struct report){.seed = 7, .isolation = "full"};
    return 0;
}

/* The case that passed can't be judged now. */
static void unjudged(void)
{
    cases[0].result = RESULT_ERROR;
    cases[0].code = T("error");
    cases[0].message = T("port 5555 of this computer is in use");
    cases[0].points = 0;
    exercise.result = RESULT_ERROR;
    exercise.points = 0;
    exercise.score = 0;
}

static char *written_in(const struct writer *writer, size_t times, const char *root,
                        size_t room)
{
    struct buf out = {0}, part = {0};
    struct error err;
    struct report_totals totals = {.submissions = times};
    struct writing w = {
        .head = &head, .totals = &totals, .root = root, .room = room, .out = &part};
    assert_false(writer->one && times > 1);
    if (writer->begin)
        assert_int_equal(writer->begin(&w, &err), 0);
    for (size_t i = 0; i < times; i++) {
        assert_int_equal(writer_submission(writer, &w, &student, &err), 0);
        buf_append(&out, buf_text(&part), part.len);
        buf_clear(&part);
    }
    if (writer->end)
        assert_int_equal(writer->end(&w, &err), 0);
    buf_append(&out, buf_text(&part), part.len);
    buf_close(&part);
    return buf_take(&out, NULL);
}

static char *written(const struct writer *writer)
{
    return written_in(writer, 1, NULL, 0);
}

static json_t *parsed(char *text)
{
    json_error_t problem;
    json_t *document = json_loads(text, JSON_REJECT_DUPLICATES, &problem);
    if (!document)
        fail_msg("%s: %s", problem.text, text);
    free(text);
    return document;
}

static void has_no(const char *text, const char *word)
{
    if (strstr(text, word))
        fail_msg("\"%s\" stands in: %s", word, text);
}

static void has(const char *text, const char *word)
{
    if (!strstr(text, word))
        fail_msg("\"%s\" does not stand in: %s", word, text);
}

static json_t *at(json_t *list, size_t index)
{
    return json_array_get(json_object_get(list, "tests"), index);
}

static double number(const json_t *object, const char *key)
{
    json_t *value = json_object_get(object, key);
    assert_true(json_is_number(value));
    return json_number_value(value);
}

static const char *text_of(const json_t *object, const char *key)
{
    json_t *value = json_object_get(object, key);
    assert_true(json_is_string(value));
    return json_string_value(value);
}

/* --- of an assignment ------------------------------------------------------------------------ */

static void what_is_missing_has_failed_in_every_format(void **state)
{
    (void)state;
    static const struct {
        const struct writer *writer;
        const char *word;
    } rows[] = {
        {&writer_markdown,
         "| x-2 not handed in | \xE2\x9D\x8C failed | 0 of 0 | `no-program` |"},
        {&writer_gradescope, "Nothing was handed in for x-2."},
        {&writer_prairielearn, "Nothing that counts for x-3: two files fit"},
        {&writer_autolab, "{\"scores\":{\"x-1\":10,\"x-2\":0,\"x-3\":0}}"},
        {&writer_junit, "<testcase classname=\"bob.x-2\" name=\"handed-in: "},
        {&writer_gitlab, "<testcase classname=\"bob.x-3\" name=\"handed-in: "},
        {&writer_tap, "not ok 5 - x-2/handed-in: "},
        {&writer_ctrf, "Nothing was handed in for x-2."},
        {&writer_csv, "bob,,1,x-2,handed-in,a program is handed in,fail,no-program,0,0,"},
        {&writer_github, "::error title=x-2 handed-in [no-program]::"},
    };
    char *missing[] = {T("x-2"), T("x-3: two files fit")};
    student.missing = missing;
    student.missing_count = 2;
    student.attempt = 1;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *text = written(rows[i].writer);
        has(text, rows[i].word);
        free(text);
    }
    assert_int_equal(student.exercise_count, 1);
}

/* A case that needs another one tells of it by its message. */
static void no_platform_names_a_hidden_case(void **state)
{
    (void)state;
    struct report_case shown = cases[1], hidden = cases[2];
    cases[2].id = T("the-trap");
    cases[1].result = RESULT_SKIPPED;
    cases[1].message = T("Not played, since the case \"the-trap\" did not pass.");
    const struct writer *w;
    for (size_t i = 0; (w = writer_at(i)); i++) {
        if (!w->hides || w == &writer_gradescope) /* it says who may see a case */
            continue;
        char *text = written(w);
        has_no(text, "the-trap");
        free(text);
    }
    json_t *d = parsed(written(&writer_gradescope));
    has(text_of(at(d, 1), "output"), "since a case that it needs did not pass.");
    json_decref(d);
    cases[1] = shown;
    cases[2] = hidden;
}

/* --- Gradescope ---------------------------------------------------------------------------- */

static void gradescope_adds_up_tests(void **state)
{
    (void)state;
    json_t *d = parsed(written(&writer_gradescope));
    assert_null(json_object_get(d, "score")); /* it would replace the sum */
    assert_true(number(d, "execution_time") == 1.5);
    assert_true(number(at(d, 0), "score") == 10 && number(at(d, 0), "max_score") == 10);
    assert_true(number(at(d, 1), "score") == 0 && number(at(d, 1), "max_score") == 7.5);
    assert_string_equal(text_of(at(d, 0), "status"), "passed");
    assert_string_equal(text_of(at(d, 1), "status"), "failed");
    assert_string_equal(text_of(at(d, 1), "number"), "1.2");
    assert_string_equal(text_of(at(d, 1), "visibility"), "visible");
    assert_string_equal(text_of(at(d, 2), "visibility"), "hidden");
    has(text_of(at(d, 1), "output"), "Look at the quotation marks.");
    assert_null(json_object_get(at(d, 3), "score")); /* advice: for information */
    assert_null(json_object_get(at(d, 3), "max_score"));
    assert_null(json_object_get(at(d, 3), "status"));
    json_decref(d);
}

static void gradescope_tells_a_score_of_its_own(void **state)
{
    (void)state;
    student.score = 8; /* 20% off */
    student.max_score = 20;
    student.late = T("1 day late: 20% off");
    json_t *d = parsed(written(&writer_gradescope));
    assert_true(number(d, "score") == 8);
    has(text_of(d, "output"), "1 day late: 20% off");
    json_decref(d);
}

static void gradescope_invents_no_zero(void **state)
{
    (void)state;
    unjudged();
    json_t *d = parsed(written(&writer_gradescope));
    assert_null(json_object_get(d, "score"));
    for (size_t i = 0; i < 4; i++)
        assert_null(json_object_get(at(d, i), "score"));
    has(text_of(d, "output"), "no fault of yours");
    json_decref(d);
}

/* --- PrairieLearn -------------------------------------------------------------------------- */

static void prairielearn_has_all_points(void **state)
{
    (void)state;
    char *text = written(&writer_prairielearn);
    has_no(text, "secret");
    json_t *d = parsed(text);
    assert_true(json_is_true(json_object_get(d, "gradable")));
    assert_true(number(d, "score") == 0.5);
    assert_int_equal(json_array_size(json_object_get(d, "tests")), 4);
    for (size_t i = 0; i < 4; i++) /* one without, and none is shown for any */
        assert_true(number(at(d, i), "points") <= number(at(d, i), "max_points"));
    assert_true(number(at(d, 2), "max_points") == 0); /* advice */
    assert_true(number(at(d, 3), "max_points") == 2.5);
    json_decref(d);
}

static void prairielearn_takes_no_attempt(void **state)
{
    (void)state;
    unjudged();
    json_t *d = parsed(written(&writer_prairielearn));
    assert_true(json_is_false(json_object_get(d, "gradable")));
    assert_null(json_object_get(d, "score"));
    has(json_string_value(json_array_get(json_object_get(d, "format_errors"), 0)),
        "no fault of yours");
    json_decref(d);
    setup(state);
    struct report_case broken = {.id = T("one"),
                                 .title = T("says hello"),
                                 .result = RESULT_FAIL,
                                 .code = T("build-failed"),
                                 .message = T("line 3 has a syntax error"),
                                 .max_points = 4};
    exercise.cases = &broken;
    exercise.case_count = 1;
    d = parsed(written(&writer_prairielearn));
    assert_true(json_is_false(json_object_get(d, "gradable")));
    has(json_string_value(json_array_get(json_object_get(d, "format_errors"), 0)),
        "line 3 has a syntax error");
    json_decref(d);
}

static void prairielearn_stays_below_1_mb(void **state)
{
    enum { MANY = 60 };
    static struct report_case many[MANY];
    (void)state;
    char *words = mem_alloc(20001);
    for (size_t i = 0; i < 20000; i++)
        words[i] = i % 6 ? '"' : ' ';
    for (size_t i = 0; i < MANY; i++) {
        many[i] = cases[1];
        many[i].message = words;
        many[i].hint = words;
    }
    exercise.cases = many;
    exercise.case_count = MANY;
    char *text = written(&writer_prairielearn);
    if (strlen(text) >= 1000000)
        fail_msg("%zu bytes", strlen(text));
    json_t *d = parsed(text);
    assert_int_equal(json_array_size(json_object_get(d, "tests")), MANY);
    json_decref(d);
    free(words);
}

/* --- Autolab ------------------------------------------------------------------------------- */

static void autolab_ends_with_the_scores(void **state)
{
    (void)state;
    char *text = written(&writer_autolab), *second = strchr(text, '\n');
    assert_non_null(second);
    *second++ = '\0';
    assert_ptr_equal(strchr(second, '\n'), second + strlen(second) - 1);
    has_no(text, "secret");
    assert_string_equal(second, "{\"scores\":{\"x-1\":10}}\n");
    json_t *table = parsed(text);
    assert_string_equal(text_of(table, "_presentation"), "semantic");
    json_t *stages = json_object_get(table, "stages"), *stage;
    size_t i;
    json_array_foreach(stages, i, stage)
        assert_true(json_is_object(json_object_get(table, json_string_value(stage))));
    json_t *row = json_object_get(json_object_get(table, "Test"), "x-1 two: escapes");
    assert_true(json_is_false(json_object_get(row, "passed")));
    has(text_of(row, "hint"), "Look at the quotation marks.");
    json_decref(table);
}

/* An unparsable last line leaves earlier scores as they are. */
static void autolab_gives_no_scores_unjudged(void **state)
{
    (void)state;
    unjudged();
    char *text = written(&writer_autolab);
    json_error_t problem;
    assert_null(json_loads(text, 0, &problem));
    has_no(text, "{");
    assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
    free(text);
}

/* --- GitHub Classroom ---------------------------------------------------------------------- */

static json_t *classroom(void)
{
    struct buf json = {0};
    char *text = written(&writer_classroom);
    size_t len = strlen(text);
    assert_int_equal(strncmp(text, "result=", 7), 0);
    assert_ptr_equal(strchr(text, '\n'), text + len - 1);
    assert_true(base64_decode(text + 7, len - 8, &json));
    free(text);
    has_no(buf_text(&json), "secret");
    return parsed(buf_take(&json, NULL));
}

static void classroom_heeds_the_reporter(void **state)
{
    (void)state;
    json_t *d = classroom(), *test;
    size_t i;
    double sum = 0;
    assert_true(number(d, "version") == 1 && number(d, "max_score") == 20);
    assert_string_equal(text_of(d, "status"), "fail");
    json_array_foreach(json_object_get(d, "tests"), i, test)
    {
        sum += number(test, "score"); /* without one, all is NaN */
        number(test, "line_no");      /* without one, it shows "line undefined" */
        text_of(test, "status");
        text_of(test, "execution_time");
    }
    assert_int_equal(i, 3);
    assert_true(sum == 10);
    has(text_of(at(d, 1), "test_code"),
        "Look at the quotation marks."); /* all it shows */
    assert_true(number(at(d, 1), "line_no") == 7);
    json_decref(d);
}

static void classroom_reports_nothing_unjudged(void **state)
{
    (void)state;
    unjudged();
    json_t *d = classroom();
    assert_string_equal(text_of(d, "status"), "error");
    assert_true(number(d, "max_score") == 0);
    has(text_of(at(d, 0), "message"), "port 5555");
    json_decref(d);
}

/* GitHub keeps 1 MiB of a job's outputs. */
static void classroom_stays_small(void **state)
{
    enum { MANY = 200 };
    static struct report_case many[MANY];
    (void)state;
    char *words = mem_alloc(4001);
    memset(words, '"', 4000);
    for (size_t i = 0; i < MANY; i++) {
        many[i] = cases[1];
        many[i].message = words;
    }
    exercise.cases = many;
    exercise.case_count = MANY;
    char *text = written(&writer_classroom);
    assert_true(strlen(text) < 510000);
    free(text);
    json_t *d = classroom();
    assert_int_equal(json_array_size(json_object_get(d, "tests")), MANY);
    json_decref(d);
    free(words);
}

/* --- GitHub -------------------------------------------------------------------------------- */

static void github_escapes(void **state)
{
    (void)state;
    char *text = written(&writer_github);
    assert_string_equal(
        text,
        "::error title=x-1 (a case not shown)::It did not pass.\n"
        "::error file=a%3Ab%2Cc%25.py,line=7,title=x-1 two [wrong-message]::"
        "::error::forged%0A##[error]forged %250A `*|<b>&\xE2\x80\xAE, \"x\": 100%25 "
        "\\%0Aexpected: \"a\"%0Areceived: \"::set-output name=score::10\\n\"%0Ahint: "
        "Look at the quotation marks.\n"
        "::notice file=a%3Ab%2Cc%25.py,title=x-1 pieces [incomplete-message]::"
        "Your program took half.\n");
    free(text);
}

static void github_tells_of_our_problems(void **state)
{
    (void)state;
    unjudged();
    char *text = written(&writer_github);
    has(text, "::error title=grader problem%3A x-1 one::port 5555 of this computer is in "
              "use\n");
    free(text);
}

static void github_shows_ten_of_a_kind(void **state)
{
    enum { MANY = 30 };
    static struct report_case many[MANY];
    (void)state;
    for (int i = 0; i < MANY; i++) {
        many[i] = cases[1];
        many[i].line = 100 - i;
    }
    exercise.cases = many;
    exercise.case_count = MANY;
    char *text = written(&writer_github);
    size_t lines = 0;
    int line = 0;
    for (char *next, *from = text; (next = strchr(from, '\n')); from = next + 1) {
        int this = 0;
        *next = '\0';
        lines++;
        assert_int_equal(strncmp(from, "::error ", 8), 0);
        if (sscanf(from, "::error file=a%%3Ab%%2Cc%%25.py,line=%d", &this) == 1)
            assert_true(this > line);
        line = this ? this : line;
        if (lines == 10)
            assert_string_equal(
                from, "::error title=sockgrade::21 more problems: see the summary");
    }
    assert_int_equal(lines, 10);
    assert_int_equal(line, 79); /* 71 to 79 */
    free(text);
}

static void github_cuts_long_messages(void **state)
{
    char *words = mem_alloc(9001);
    (void)state;
    for (size_t i = 0; i + 3 <= 9000; i += 3)
        memcpy(words + i, "\xE2\x82\xAC", 3);
    cases[1].message = words;
    exercise.case_count = 2;
    char *text = written(&writer_github);
    json_t *utf8 = json_string(text);
    assert_non_null(utf8);
    assert_true(strlen(strstr(text, "]::")) < 4096);
    json_decref(utf8);
    cases[1].message = T(HOSTILE);
    free(text);
    free(words);
}

static void github_names_files_within_the_workspace(void **state)
{
    char folder[] = "/tmp/platforms-XXXXXX";
    (void)state;
    assert_non_null(mkdtemp(folder));
    char *path = mem_printf("%s/x.py", folder);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fclose(f);
    exercise.path = path;
    exercise.case_count = 2;
    char *text = written_in(&writer_github, 1, folder, 0);
    has(text, "::error file=x.py,line=7,");
    free(text);
    text =
        written_in(&writer_github, 1, "/tmp/platforms", 0); /* is no folder around it */
    has(text, "::error file=/tmp/platforms-");
    free(text);
    remove(path);
    remove(folder);
    free(path);
}

/* --- JUnit --------------------------------------------------------------------------------- */

/* What GitLab reads: the one child of a test that did not pass. */
static const char *child_of(xmlNodePtr test)
{
    const char *name = "";
    size_t count = 0;
    for (xmlNodePtr at = test->children; at; at = at->next)
        if (at->type == XML_ELEMENT_NODE
            && strncmp((const char *)at->name, "system-", 7)) {
            name = (const char *)at->name;
            count++;
        }
    assert_true(count <= 1);
    return name;
}

static xmlNodePtr element(xmlNodePtr parent, const char *name, size_t index)
{
    for (xmlNodePtr at = parent->children; at; at = at->next)
        if (strcmp((const char *)at->name, name) == 0 && !index--)
            return at;
    fail_msg("there are not so many <%s>", name);
    return NULL;
}

static void has_attribute(xmlNodePtr node, const char *name, const char *value)
{
    xmlChar *found = xmlGetProp(node, (const xmlChar *)name);
    assert_non_null(found);
    assert_string_equal((const char *)found, value);
    xmlFree(found);
}

static void junit_tells_failures_from_errors(void **state)
{
    (void)state;
    cases[0].out = T("[[ATTACHMENT|/etc/passwd]] ]]> \xEF\xBF\xBF </testcase>\n");
    for (int judged = 1; judged >= 0; judged--) {
        if (!judged)
            unjudged();
        char *text = written(judged ? &writer_junit : &writer_gitlab);
        has_no(text, "[[ATTACHMENT|");
        xmlDocPtr d = xmlReadMemory(text, (int)strlen(text), "", NULL, XML_PARSE_NONET);
        assert_non_null(d);
        xmlNodePtr suite = element(xmlDocGetRootElement(d), "testsuite", 0);
        has_attribute(suite, "name", "bob/x-1");
        has_attribute(suite, "tests", "4");
        has_attribute(suite, "failures", "2");
        has_attribute(suite, "errors", judged ? "0" : "1");
        has_attribute(suite, "skipped", "1");
        has_attribute(suite, "time", "1.500");
        const char *const children[] = {judged ? "" : "error", "failure", "failure",
                                        "skipped"};
        for (size_t i = 0; i < 4; i++)
            assert_string_equal(child_of(element(suite, "testcase", i)), children[i]);
        xmlNodePtr failed = element(suite, "testcase", 1);
        has_attribute(failed, "classname", "bob.x-1");
        has_attribute(failed, "line", "7");
        has_attribute(element(failed, "failure", 0), "message", HOSTILE_SHOWN);
        has_attribute(element(failed, "failure", 0), "type", "wrong-message");
        xmlFreeDoc(d);
        free(text);
    }
    cases[0].out = NULL;
}

/* --- Markdown ------------------------------------------------------------------------------ */

static void markdown_shows_markup_as_text(void **state)
{
    (void)state;
    char *text = written(&writer_markdown);
    has_no(text, "secret");
    has_no(text, "<b>");
    has_no(text, "`*");
    has(text, "| x-1 How &#124; do you do? | \xE2\x9D\x8C failed | 10 of 20 | "
              "`wrong-message` |\n");
    has(text, "<details open><summary>\xE2\x9D\x8C x-1 two: escapes");
    has(text, "<details><summary>\xF0\x9F\x92\xA1 x-1 pieces: copes with pieces");
    free(text);
}

static void markdown_counts_what_is_missing(void **state)
{
    char *missing[] = {T("x-2"), T("x-3")};
    (void)state;
    exercise.result = RESULT_PASS;
    student.missing = missing;
    student.missing_count = 2;
    student.score = 10;
    student.max_score = 40;
    char *text = written_in(&writer_markdown, 2, NULL, 0);
    has(text,
        "| bob | \xE2\x9D\x8C failed | 10 of 40 | x-2 not found; x-3 not found |\n");
    free(text);
    text = written(&writer_markdown);
    has(text, "10 of 40 points. Not found: x-2, x-3.");
    free(text);
}

static void markdown_tells_what_it_cut(void **state)
{
    (void)state;
    char *all = written_in(&writer_markdown, 200, NULL, 0);
    char *some = written_in(&writer_markdown, 200, NULL, 5000);
    assert_true(strlen(all) > 5000 && strlen(some) <= 5000);
    has_no(all, "no room");
    has(some, " more submissions have no room here.");
    free(all);
    free(some);
    all = written_in(&writer_markdown, 1, NULL, 800);
    has(all, "There is no room here for what is wrong in 1 more cases.");
    free(all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(gradescope_adds_up_tests, setup),
        cmocka_unit_test_setup(gradescope_tells_a_score_of_its_own, setup),
        cmocka_unit_test_setup(gradescope_invents_no_zero, setup),
        cmocka_unit_test_setup(prairielearn_has_all_points, setup),
        cmocka_unit_test_setup(prairielearn_takes_no_attempt, setup),
        cmocka_unit_test_setup(prairielearn_stays_below_1_mb, setup),
        cmocka_unit_test_setup(autolab_ends_with_the_scores, setup),
        cmocka_unit_test_setup(autolab_gives_no_scores_unjudged, setup),
        cmocka_unit_test_setup(classroom_heeds_the_reporter, setup),
        cmocka_unit_test_setup(classroom_reports_nothing_unjudged, setup),
        cmocka_unit_test_setup(classroom_stays_small, setup),
        cmocka_unit_test_setup(github_escapes, setup),
        cmocka_unit_test_setup(github_tells_of_our_problems, setup),
        cmocka_unit_test_setup(github_shows_ten_of_a_kind, setup),
        cmocka_unit_test_setup(github_cuts_long_messages, setup),
        cmocka_unit_test_setup(github_names_files_within_the_workspace, setup),
        cmocka_unit_test_setup(junit_tells_failures_from_errors, setup),
        cmocka_unit_test_setup(markdown_shows_markup_as_text, setup),
        cmocka_unit_test_setup(markdown_counts_what_is_missing, setup),
        cmocka_unit_test_setup(what_is_missing_has_failed_in_every_format, setup),
        cmocka_unit_test_setup(no_platform_names_a_hidden_case, setup),
        cmocka_unit_test_setup(markdown_tells_what_it_cut, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
