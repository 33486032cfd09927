/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "script/loader.h"
#include "script/scope.h"
#include "script/wanted.h"

/* A match as an exercise has it, ready to be tested. */
struct bench {
    struct exercise exercise;
    struct scope *scope;
    struct wanted *wanted;
};

static void bench_open(struct bench *b, const char *match)
{
    struct error err;
    char *text = mem_printf(
        "{\"sockgrade\": 1, \"id\": \"x\", \"title\": \"X\", \"student\": \"server\","
        " \"port\": 3456, \"values\": {\"n\": {\"int\": [7, 7]}}, \"cases\": ["
        "{\"id\": \"one\", \"steps\": [{\"connect\": \"main\"}, {\"expect\": %s}]}]}",
        match);
    if (loader_read_text(&b->exercise, "test.json", text, strlen(text), &err) < 0)
        fail_msg("%s", err.text);
    free(text);
    b->scope = scope_new(&b->exercise, &b->exercise.cases[0], 1, &err);
    b->wanted = wanted_new(b->scope, &b->exercise.cases[0].steps[1].match, &err);
    if (!b->wanted)
        fail_msg("%s: %s", match, err.text);
}

static void bench_close(struct bench *b)
{
    wanted_free(b->wanted);
    scope_free(b->scope);
    exercise_close(&b->exercise);
}

struct row {
    const char *match;
    const char *data;
    enum wanted_result bare, lines;
    int used; /* in bare mode, with YES */
};

static void check_mode(const struct row *row, const struct bench *b,
                       enum wanted_mode mode)
{
    size_t used = 999, len = strlen(row->data);
    enum wanted_result got = WANTED_NO;
    struct error err;
    char *copy = malloc(len ? len : 1); /* exact, for the sanitizer */
    memcpy(copy, row->data, len);
    if (wanted_test(b->wanted, mode, copy, len, &used, &got, &err) < 0)
        fail_msg("%s", err.text);
    if (got != (mode == WANTED_BARE ? row->bare : row->lines))
        fail_msg("%s of \"%s\" in mode %d gave %d", row->match, row->data, mode, got);
    if (mode == WANTED_BARE && got == WANTED_YES && (int)used != row->used)
        fail_msg("%s of \"%s\" took %zu", row->match, row->data, used);
    free(copy);
}

static void check(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct bench b = {0};
        bench_open(&b, rows[i].match);
        check_mode(&rows[i], &b, WANTED_BARE);
        check_mode(&rows[i], &b, WANTED_LINES);
        bench_close(&b);
    }
}

#define CHECK(rows) check(rows, sizeof(rows) / sizeof(rows)[0])
#define NO WANTED_NO
#define MORE WANTED_MORE
#define YES WANTED_YES

static void takes_exact_texts_off_the_stream(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"\"2\"", "2", YES, YES, 1},
        {"\"2\"", "", MORE, MORE, 0},
        {"\"2\"", "3", NO, NO, 0},
        {"\"2\"", "24", YES, YES, 1},
        {"\"2\"", "2\n", YES, YES, 1},
        {"\"2\"", "\n2", NO, YES, 0},
        {"\"hello\"", "hel", MORE, MORE, 0},
        {"\"hello\"", "help", NO, NO, 0},
        {"\"hello\"", "Hello", NO, NO, 0},
        {"\"hello\"", "hel\r\nlo", NO, YES, 0},
        {"\"hello\"", " hello", NO, NO, 0},
        {"\"a b\"", "a  b", NO, NO, 0},
        {"\"a\\nb\"", "a\nb", YES, YES, 3},
        {"\"a\\nb\"", "ab", NO, YES, 0},
        {"\"a\\nb\"", "a", MORE, MORE, 0},
        {"\"a\\n\"", "a", MORE, YES, 0},
        {"\"\"", "", YES, YES, 0},
        {"\"\"", "x", YES, YES, 0},
        {"\"n={{n}}\"", "n=7!", YES, YES, 3},
        {"{\"text\": \"HeLLo\", \"case\": \"ignore\"}", "hEllo", YES, YES, 5},
        {"{\"text\": \"a@\", \"case\": \"ignore\"}", "A`", NO, NO, 0},
        {"{\"text\": \"a[\", \"case\": \"ignore\"}", "A{", NO, NO, 0},
        {"{\"hex\": \"61 0a\"}", "a\nb", YES, YES, 2},
        {"{\"hex\": \"61 0a\"}", "ab", NO, NO, 0}, /* bytes are no lines */
        {"{\"hex\": \"61 0a\"}", "a", MORE, MORE, 0},
    };
    CHECK(rows);
}

static void takes_the_longest_alternative(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"{\"any_of\": [\"yes\", \"no\"]}", "no!", YES, YES, 2},
        {"{\"any_of\": [\"yes\", \"no\"]}", "ye", MORE, MORE, 0},
        {"{\"any_of\": [\"yes\", \"no\"]}", "maybe", NO, NO, 0},
        {"{\"any_of\": [\"a\", \"abc\"]}", "abcd", YES, YES, 3},
        {"{\"any_of\": [\"a\", \"abc\"]}", "ab", YES, YES, 1},
        {"{\"any_of\": [\"abc\", \"a\"]}", "abx", YES, YES, 1},
        {"{\"any_of\": [\"\", \"x\"]}", "y", YES, YES, 0},
        {"{\"any_of\": [{\"any_of\": [\"p\", \"pq\"]}, {\"hex\": \"70\"}]}", "pq", YES,
         YES, 2},
    };
    CHECK(rows);
}

static void judges_whole_turns(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"{\"contains\": \"ell\"}", "hello", YES, YES, 5},
        {"{\"contains\": \"ell\"}", "help", NO, NO, 0},
        {"{\"contains\": \"ell\"}", "", NO, NO, 0},
        {"{\"contains\": [\"a\", \"b\"]}", "b and a", YES, YES, 7},
        {"{\"contains\": [\"a\", \"b\"]}", "only b", NO, NO, 0},
        {"{\"contains\": \"{{n}}\"}", "17", YES, YES, 2},
        {"{\"contains\": \"HOST:\", \"case\": \"ignore\"}", "Host: x", YES, YES, 7},
        {"{\"contains\": \"a b\"}", "a \nb", NO, YES, 0},
        {"{\"contains\": \"a\\nb\"}", "a\n\nb", NO, YES, 0},
        {"{\"contains\": \"\\n\\n\"}", "x\n\n", YES, YES, 3},
        {"{\"number\": 7}", "the sum is 7.", YES, YES, 13},
        {"{\"number\": 7}", "7.0\n", YES, YES, 4},
        {"{\"number\": \"{{n * 2}}\"}", "7 + 7 = 14", YES, YES, 10},
        {"{\"number\": 7}", "7 of 9", NO, NO, 0},
        {"{\"number\": -7}", "= -7", YES, YES, 4},
        {"{\"number\": -7}", "7", NO, NO, 0},
        {"{\"number\": 2.5}", "2.50", YES, YES, 4},
        {"{\"number\": 0.1}", "0.1", YES, YES, 3},
        {"{\"number\": 7}", "seven", NO, NO, 0},
        {"{\"prompt\": true}", "?", YES, YES, 1},
        {"{\"prompt\": true}", "\xc3\xbc", YES, YES, 2},
        {"{\"prompt\": true}", " \r\n\t", NO, NO, 0},
        {"{\"prompt\": true}", "", NO, NO, 0},
        {"{\"length\": 5}", "hello", YES, YES, 5},
        {"{\"length\": 5}", "hello \n", YES, YES, 7},
        {"{\"length\": 6}", "hello\n", YES, YES, 6}, /* with its newline it is six */
        {"{\"length\": 5}", "hel\nlo\n", NO, YES, 0},
        {"{\"length\": 5}", "hell", NO, NO, 0},
        {"{\"length\": \"{{n}}\"}", "1234567", YES, YES, 7},
        {"{\"length\": 0}", "\n", YES, YES, 1},
        {"{\"regex\": \"^[a-z]+$\"}", "hello\r\n", YES, YES, 7},
        {"{\"regex\": \"^[a-z]+$\"}", "hello 5", NO, NO, 0},
        {"{\"regex\": \"^[a-z]+$\"}", "hel\nlo", NO, YES, 0},
        {"{\"regex\": \"\\\\r?\\\\n\\\\r?\\\\n$\"}", "GET /\r\n\r\n", YES, YES, 9},
        {"{\"regex\": \"^n{{n}}$\"}", "n7", YES, YES, 2},
        {"{\"lua\": \"message == 'abc'\"}", "abc\n", YES, YES, 4},
        {"{\"lua\": \"message:sub(-1) == '\\\\n'\"}", "abc\n", YES, YES, 4},
        {"{\"lua\": \"tonumber(message) == n\"}", "8", NO, NO, 0},
        {"{\"not\": \"abc\"}", "abd", YES, YES, 3},
        {"{\"not\": \"abc\"}", "abc", NO, NO, 0},
        {"{\"not\": \"abc\"}", "abc\n", NO, NO, 0}, /* the same message */
        {"{\"not\": \"abc\"}", "abcd", YES, YES, 4},
        {"{\"not\": {\"length\": 5}}", "hello\n", NO, NO, 0},
        {"{\"not\": {\"not\": {\"contains\": \"x\"}}}", "x", YES, YES, 1},
        {"{\"any_of\": [\"abc\", {\"contains\": \"x\"}]}", "abc\n", YES, YES, 4},
        {"{\"any_of\": [\"abc\", {\"contains\": \"x\"}]}", "abcd", NO, NO, 0},
        {"{\"any_of\": [\"abc\", {\"contains\": \"x\"}]}", "ax", YES, YES, 2},
    };
    CHECK(rows);
}

static void knows_what_is_exact(void **state)
{
    (void)state;
    static const struct {
        const char *match;
        bool exact;
        const char *bytes; /* NULL: none */
    } rows[] = {
        {"\"a{{n}}\"", true, "a7"},
        {"{\"hex\": \"6162\"}", true, "ab"},
        {"{\"any_of\": [\"a\", {\"hex\": \"00\"}]}", true, NULL},
        {"{\"any_of\": [\"a\", {\"number\": 1}]}", false, NULL},
        {"{\"not\": \"a\"}", false, NULL},
        {"{\"contains\": \"a\"}", false, NULL},
        {"{\"prompt\": true}", false, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct bench b = {0};
        size_t len = 0;
        bench_open(&b, rows[i].match);
        const char *bytes = wanted_bytes(b.wanted, &len);
        assert_int_equal(wanted_is_exact(b.wanted), rows[i].exact);
        assert_int_equal(!bytes, !rows[i].bytes);
        if (bytes)
            assert_string_equal(bytes, rows[i].bytes);
        bench_close(&b);
    }
}

static void finds_what_was_printed(void **state)
{
    (void)state;
    static const struct {
        const char *match, *output;
        bool inside;
    } rows[] = {
        {"\"hello\"", "Received: b'hello'\n", true},
        {"\"hello\"", "Hello\n", false},
        {"\"hello\"", "", false},
        {"\"I'm good\"", "I'm good", true},
        {"\"I'm good\"", "b\"I'm good\"", true},
        {"\"I'm good\"", "b'I\\'m good'", true},
        {"\"I'm \\\"x\\\"\"", "b'I\\'m \"x\"'", true},
        {"\"say \\\"x\\\"\"", "\"say \\\"x\\\"\"", true},
        {"\"a\\nb\"", "b'a\\nb'", true},
        {"\"a\\r\\nb\"", "a\nb", true},
        {"\"a\\nb\"", "a\r\nb", true},
        {"\"a\\nb\"", "a b", false},
        {"\"C:\\\\x\"", "'C:\\\\x'", true},
        {"\"gr\xc3\xbc\xc3\x9f\"", "b'gr\\xc3\\xbc\\xc3\\x9f'", true},
        {"\"gr\xc3\xbc\xc3\x9f\"", "gr\xc3\xbc\xc3\x9f", true},
        {"{\"text\": \"HELLO\", \"case\": \"ignore\"}", "Hello!", true},
        {"{\"hex\": \"00 41\"}", "b'\\x00A'", true},
        {"{\"contains\": [\"I'm\", \"good\"]}", "b'I\\'m' b'good'", true},
        {"{\"contains\": [\"a\", \"b\"]}", "a only", false},
        {"{\"any_of\": [\"x\", \"good\"]}", "it is good", true},
        {"{\"not\": \"secret\"}", "the secret", false},
        {"{\"not\": \"secret\"}", "nothing", true},
        {"{\"number\": 7}", "sum: 7\n", true},
        {"{\"regex\": \"^sum: \\\\d$\"}", "sum: 7\n", true},
        {"{\"prompt\": true}", "\n", false},
        {"{\"lua\": \"message == 'x'\"}", "x\n", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct bench b = {0};
        struct error err;
        bool inside = false;
        bench_open(&b, rows[i].match);
        assert_int_equal(wanted_inside(b.wanted, rows[i].output, strlen(rows[i].output),
                                       &inside, &err),
                         0);
        if (inside != rows[i].inside)
            fail_msg("%s in \"%s\"", rows[i].match, rows[i].output);
        bench_close(&b);
    }
}

static void describes(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"\"2\"", "\"2\""},
        {"\"a\\n{{n}}\"", "\"a\\n7\""},
        {"{\"text\": \"Q\", \"case\": \"ignore\"}", "\"Q\" in capital or small letters"},
        {"{\"hex\": \"00ff\"}", "the 2 bytes 00 ff"},
        {"{\"hex\": \"00\"}", "the 1 byte 00"},
        {"{\"contains\": \"a\"}", "text with \"a\" in it"},
        {"{\"contains\": [\"a\", \"b\"]}", "text with \"a\" and \"b\" in it"},
        {"{\"any_of\": [\"a\", {\"number\": 7}]}", "one of: \"a\", the number 7"},
        {"{\"not\": {\"prompt\": true}}", "anything but any visible text (a question)"},
        {"{\"regex\": \"^a+$\"}", "text that matches /^a+$/"},
        {"{\"number\": \"{{n + 1}}\"}", "the number 8"},
        {"{\"length\": 1}", "a message of 1 byte"},
        {"{\"lua\": \"#message > 1\"}", "a message for which #message > 1 holds"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct bench b = {0};
        struct buf out = {0};
        bench_open(&b, rows[i][0]);
        wanted_describe(b.wanted, &out);
        assert_string_equal(buf_text(&out), rows[i][1]);
        buf_close(&out);
        bench_close(&b);
    }
}

static void captures_groups(void **state)
{
    (void)state;
    static const char match[] = "{\"any_of\": [\"never\", {\"regex\":"
                                " \"^(?<verb>[A-Z]+) (?<path>\\\\S+)(?<rest> .*)?$\"}]}";
    struct bench b = {0};
    struct error err;
    struct buf out = {0};
    size_t used;
    enum wanted_result result;
    static const char template[] = "{{verb}}|{{path}}", rest[] = "{{rest}}";
    bench_open(&b, match);
    char *message = mem_text("GET /a\n");
    assert_int_equal(wanted_test(b.wanted, WANTED_BARE, message, 7, &used, &result, &err),
                     0);
    assert_int_equal(result, WANTED_YES);
    free(message); /* the groups outlive it */
    wanted_capture(b.wanted, b.scope);
    assert_int_equal(scope_expand(b.scope, template, sizeof template - 1, &out, &err), 0);
    assert_string_equal(buf_text(&out), "GET|/a");
    assert_int_equal(scope_expand(b.scope, rest, sizeof rest - 1, &out, &err), -1);
    buf_close(&out);
    bench_close(&b);
}

/* Neither a pattern nor a predicate may run away on a student's message. */
static void gives_up_in_time(void **state)
{
    (void)state;
    static const char *const matches[] = {
        "{\"regex\": \"^(a+)+$\"}",
        "{\"lua\": \"message:match('a-a-a-a-b')\"}",
    };
    char message[5000];
    memset(message, 'a', sizeof message - 1);
    message[sizeof message - 1] = '!';
    for (size_t i = 0; i < sizeof matches / sizeof matches[0]; i++) {
        struct bench b = {0};
        struct error err = {0};
        size_t used;
        enum wanted_result result;
        bench_open(&b, matches[i]);
        assert_int_equal(wanted_test(b.wanted, WANTED_BARE, message, sizeof message,
                                     &used, &result, &err),
                         -1);
        assert_int_equal(err.kind, ERROR_EXERCISE);
        bench_close(&b);
    }
}

static void refuses_what_can_not_be(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"abc{{nowhere}}", "{{nowhere}}: nothing has this name here"},
        {"", "number: \"\" is not a number"},
        {"x{{n}}", "number: \"x7\" is not a number"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct bench b = {0};
        struct error err;
        struct match m = {.kind = MATCH_NUMBER, .text = mem_text(rows[i][0])};
        m.len = strlen(m.text);
        bench_open(&b, "\"x\"");
        assert_null(wanted_new(b.scope, &m, &err));
        assert_string_equal(err.text, rows[i][1]);
        m.kind = MATCH_LENGTH;
        assert_null(wanted_new(b.scope, &m, &err));
        free(m.text);
        m.text = mem_text("({{n}}");
        m.len = strlen(m.text);
        m.kind = MATCH_REGEX;
        assert_null(wanted_new(b.scope, &m, &err));
        assert_string_equal(err.text, "regex: this pattern is wrong at its character 3: "
                                      "missing closing parenthesis");
        free(m.text);
        bench_close(&b);
    }
    wanted_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_exact_texts_off_the_stream),
        cmocka_unit_test(takes_the_longest_alternative),
        cmocka_unit_test(judges_whole_turns),
        cmocka_unit_test(knows_what_is_exact),
        cmocka_unit_test(finds_what_was_printed),
        cmocka_unit_test(describes),
        cmocka_unit_test(captures_groups),
        cmocka_unit_test(gives_up_in_time),
        cmocka_unit_test(refuses_what_can_not_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
