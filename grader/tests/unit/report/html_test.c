/* SPDX-License-Identifier: MIT
 *
 * The HTML page: its policy names what it holds, nothing that a student sends ends a block or
 * becomes an element, and a page with pages beside it holds no details.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/base64.h"
#include "base/digest.h"
#include "report/html.h"

#define T(text) ((char *)(text))
#define HOSTILE                                                                          \
    "</script><script>alert(1)</script><!--<script> ]]> \xE2\x80\xA8 <img src=x>"

static struct report_case cases[] = {
    {.id = T("one"),
     .title = T("says hello"),
     .result = RESULT_PASS,
     .code = T("pass"),
     .message = T("Your program did what the exercise asks."),
     .points = 4,
     .max_points = 4},
    {.id = T("two"),
     .title = T(HOSTILE),
     .result = RESULT_FAIL,
     .code = T("wrong-message"),
     .max_points = 3,
     .line = 7,
     .message = T(HOSTILE),
     .expected = T("\"a\""),
     .received = T("\"" HOSTILE "\""),
     .out = T(HOSTILE)},
};
static struct report_exercise exercise = {.id = T("x-1"),
                                          .title = T("How do you do?"),
                                          .path = T(HOSTILE "\xff.py"),
                                          .text = T("print('" HOSTILE "')\n"),
                                          .result = RESULT_FAIL,
                                          .points = 4,
                                          .max_points = 7,
                                          .score = 4,
                                          .max_score = 7,
                                          .cases = cases,
                                          .case_count = 2};
static const struct report head = {.seed = 42, .isolation = "full"};

static struct report_submission student(const char *id)
{
    return (struct report_submission){.id = T(id),
                                      .path = T(HOSTILE "\xff.py"),
                                      .name = T(HOSTILE),
                                      .exercises = &exercise,
                                      .exercise_count = 1};
}

/* The page of so many submissions. */
static char *page(size_t count, const char *pages)
{
    struct report_totals totals = {.submissions = count};
    struct buf out = {0};
    struct error err = {0};
    struct writing w = {.head = &head, .totals = &totals, .pages = pages, .out = &out};
    assert_int_equal(writer_begin(&writer_html, &w, &err), 0);
    for (size_t i = 0; i < count; i++) {
        char id[] = "s0";
        id[1] = (char)('0' + i);
        const struct report_submission s = student(id);
        assert_int_equal(writer_submission(&writer_html, &w, &s, &err), 0);
    }
    assert_int_equal(writer_end(&writer_html, &w, &err), 0);
    return buf_take(&out, NULL);
}

static size_t count_of(const char *text, const char *part)
{
    size_t count = 0;
    while ((text = strstr(text, part))) {
        count++;
        text += strlen(part);
    }
    return count;
}

/* What stands between the end of `start` and the next `end`, read as JSON; *next: behind it. */
static json_t *block(const char *html, const char *start, const char **next)
{
    json_error_t problem;
    const char *from = strstr(html, start);
    assert_non_null(from);
    from += strlen(start);
    const char *to = strstr(from, "</script>");
    assert_non_null(to);
    json_t *document = json_loadb(from, (size_t)(to - from), JSON_DECODE_ANY, &problem);
    assert_non_null(document);
    *next = to;
    return document;
}

#define BLOCK(what) "<script type=\"application/json\" " what ">"

static void test_nothing_of_a_student_is_markup(void **state)
{
    (void)state;
    char *html = page(1, NULL);
    const char *at = html;
    assert_null(strstr(html, "<img"));
    assert_null(strstr(html, "<!--"));
    assert_null(strstr(html, "alert(1)</script>"));
    assert_int_equal(count_of(html, "<script"), 5); /* four blocks and the viewer */
    json_t *report = block(html, BLOCK("id=\"report\""), &at);
    json_t *rows = block(at, BLOCK("class=\"rows\""), &at);
    json_t *detail = block(at, BLOCK("class=\"detail\""), &at);
    json_t *list = block(at, BLOCK("id=\"exercises\""), &at);
    json_t *row = json_array_get(rows, 0);
    assert_string_equal(json_string_value(json_object_get(row, "name")), HOSTILE);
    json_t *test = json_array_get(
        json_object_get(json_array_get(json_object_get(detail, "exercises"), 0), "cases"),
        1);
    assert_string_equal(json_string_value(json_object_get(test, "message")), HOSTILE);
    assert_int_equal(json_integer_value(json_object_get(report, "seed")), 42);
    assert_string_equal(json_string_value(json_array_get(json_array_get(list, 0), 0)),
                        "x-1");
    json_decref(report);
    json_decref(rows);
    json_decref(detail);
    json_decref(list);
    free(html);
}

/* The policy has the digest of what stands between the tags, byte for byte. */
static void check_digest(const char *html, const char *kind, const char *open,
                         const char *close)
{
    unsigned char sum[DIGEST_SIZE];
    struct digest d;
    struct buf wanted = {0};
    const char *from = strstr(html, open);
    assert_non_null(from);
    from += strlen(open);
    const char *to = strstr(from, close);
    assert_non_null(to);
    digest_begin(&d);
    digest_add(&d, from, (size_t)(to - from));
    digest_end(&d, sum);
    buf_printf(&wanted, "%s 'sha256-", kind);
    base64_encode(sum, sizeof sum, &wanted);
    buf_puts(&wanted, "';");
    assert_non_null(strstr(html, buf_text(&wanted)));
    buf_close(&wanted);
}

static void test_policy(void **state)
{
    (void)state;
    char *html = page(1, NULL);
    check_digest(html, "script-src", "<script>", "</script>");
    check_digest(html, "style-src", "<style>", "</style>");
    assert_non_null(strstr(html, "default-src 'none'"));
    assert_null(strstr(html, "unsafe"));
    assert_null(strstr(html, "https://"));
    free(html);
}

static void test_several(void **state)
{
    (void)state;
    char *html = page(3, NULL);
    assert_int_equal(count_of(html, BLOCK("class=\"rows\"")), 3);
    assert_int_equal(count_of(html, BLOCK("class=\"detail\"")), 3);
    free(html);
}

/* With pages of their own for the students, one array of rows and nothing else. */
static void test_pages(void **state)
{
    (void)state;
    char *html = page(3, "feedback/");
    const char *at = html;
    assert_null(strstr(html, BLOCK("class=\"detail\"")));
    json_t *report = block(html, BLOCK("id=\"report\""), &at);
    json_t *rows = block(at, BLOCK("class=\"rows\""), &at);
    assert_string_equal(json_string_value(json_object_get(report, "pages")), "feedback/");
    assert_int_equal(json_array_size(rows), 3);
    json_t *cell =
        json_array_get(json_object_get(json_array_get(rows, 2), "exercises"), 0);
    json_t *fault = json_array_get(json_array_get(cell, 6), 0);
    assert_int_equal(json_integer_value(json_array_get(cell, 1)), RESULT_FAIL);
    assert_string_equal(json_string_value(json_array_get(fault, 1)), "wrong-message");
    json_decref(report);
    json_decref(rows);
    free(html);
}

static void test_nothing_handed_in(void **state)
{
    (void)state;
    char *html = page(0, NULL);
    const char *at = html;
    json_t *list = block(html, BLOCK("id=\"exercises\""), &at);
    assert_int_equal(json_array_size(list), 0);
    json_decref(list);
    free(html);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_of_a_student_is_markup),
        cmocka_unit_test(test_policy),
        cmocka_unit_test(test_several),
        cmocka_unit_test(test_pages),
        cmocka_unit_test(test_nothing_handed_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
