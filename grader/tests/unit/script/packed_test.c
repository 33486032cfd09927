/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "script/data.h"
#include "script/loader.h"
#include "script/wanted.h"

/* An exercise whose only case sends one message and expects another. */
struct stand {
    struct exercise e;
    struct scope *scope;
};

static void stand_open(struct stand *s, const char *data, const char *match)
{
    struct error err = {0};
    char *text = mem_printf("{\"sockgrade\": 1, \"id\": \"x\", \"title\": \"X\","
                            "\"student\": \"client\", \"port\": 1,"
                            "\"values\": {\"n\": {\"int\": [258, 258]}},"
                            "\"cases\": [{\"id\": \"one\", \"steps\": ["
                            "{\"send\": %s}, {\"expect\": %s}]}]}",
                            data, match);
    if (loader_read_text(&s->e, "x.json", text, strlen(text), &err) < 0)
        fail_msg("%s", err.text);
    s->scope = scope_new(&s->e, &s->e.cases[0], 1, &err);
    assert_non_null(s->scope);
    free(text);
}

static void stand_close(struct stand *s)
{
    scope_free(s->scope);
    exercise_close(&s->e);
}

/* Step 0 is the accept that is implied. */
static void packs(const char *data, const char *bytes, size_t len)
{
    struct stand s;
    struct buf out = {0};
    struct error err = {0};
    stand_open(&s, data, "\"x\"");
    if (data_expand(&s.e.cases[0].steps[1].data, s.scope, &out, &err) < 0)
        fail_msg("%s: %s", data, err.text);
    assert_int_equal(out.len, len);
    assert_memory_equal(buf_text(&out), bytes, len);
    buf_close(&out);
    stand_close(&s);
}

static void packs_numbers_and_texts(void **state)
{
    (void)state;
    packs("{\"pack\": [{\"u8\": 255}]}", "\xff", 1);
    packs("{\"pack\": [{\"u16\": \"{{n}}\"}]}", "\x01\x02", 2);
    packs("{\"pack\": [{\"u16\": 258}], \"order\": \"little\"}", "\x02\x01", 2);
    packs("{\"pack\": [{\"u32\": 258}, {\"text\": \"x{{n}}\"}], \"order\": \"big\"}",
          "\0\0\1\2x258", 8);
    packs("{\"pack\": [{\"i16\": -2}, {\"hex\": \"0aff\"}]}", "\xff\xfe\x0a\xff", 4);
    packs("{\"pack\": [{\"u64\": 1}]}", "\0\0\0\0\0\0\0\1", 8);
    packs("{\"pack\": [{\"i64\": -1}]}", "\xff\xff\xff\xff\xff\xff\xff\xff", 8);
    packs("{\"pack\": [{\"i8\": -128}, {\"i8\": 127}]}", "\x80\x7f", 2);
    packs("{\"base64\": \"AAEC\"}", "\0\1\2", 3);
}

static void refuses(const char *data, const char *words)
{
    struct stand s;
    struct buf out = {0};
    struct error err = {0};
    stand_open(&s, data, "\"x\"");
    assert_int_equal(data_expand(&s.e.cases[0].steps[1].data, s.scope, &out, &err), -1);
    assert_string_equal(err.text, words);
    buf_close(&out);
    stand_close(&s);
}

static void refuses_what_does_not_fit(void **state)
{
    (void)state;
    refuses("{\"pack\": [{\"u8\": 256}]}", "pack[0]: u8: 256 does not fit into 1 byte");
    refuses("{\"pack\": [{\"u8\": 1}, {\"u16\": -1}]}",
            "pack[1]: u16: -1 does not fit into 2 bytes");
    refuses("{\"pack\": [{\"i16\": 32768}]}",
            "pack[0]: i16: 32768 does not fit into 2 bytes");
    refuses("{\"pack\": [{\"i8\": -129}]}", "pack[0]: i8: -129 does not fit into 1 byte");
    refuses("{\"pack\": [{\"u32\": \"{{n / 4}}\"}]}",
            "pack[0]: u32: \"64.5\" is not a whole number");
    refuses("{\"pack\": [{\"u32\": \"\"}]}", "pack[0]: u32: \"\" is not a whole number");
}

static void is_tested(const char *match, const char *data, size_t len,
                      enum wanted_result wanted, size_t used)
{
    struct stand s;
    struct error err = {0};
    enum wanted_result result = WANTED_NO;
    size_t taken = 0;
    stand_open(&s, "\"x\"", match);
    struct wanted *w = wanted_new(s.scope, &s.e.cases[0].steps[2].match, &err);
    if (!w)
        fail_msg("%s: %s", match, err.text);
    assert_true(wanted_is_exact(w));
    assert_true(wanted_is_raw(w));
    assert_int_equal(wanted_test(w, WANTED_BARE, data, len, &taken, &result, &err), 0);
    assert_int_equal(result, wanted);
    if (wanted == WANTED_YES)
        assert_int_equal(taken, used);
    wanted_free(w);
    stand_close(&s);
}

static void takes_its_bytes(void **state)
{
    (void)state;
    static const char both[] = "{\"pack\": [{\"u16\": 5}, {\"text\": \"hello\"}]}";
    static const char open[] =
        "{\"pack\": [{\"u16\": true}, {\"bytes\": 2}, {\"u8\": 9}]}";
    is_tested(both, "\0\5hello\0\1x", 10, WANTED_YES, 7);
    is_tested(both, "\0\5hel", 5, WANTED_MORE, 0);
    is_tested(both, "\5\0hello", 7, WANTED_NO, 0);
    is_tested(both, "\n\5hello", 7, WANTED_NO, 0);
    is_tested(open, "abcd\x09more", 9, WANTED_YES, 5);
    is_tested(open, "abcd\x08", 5, WANTED_NO, 0);
    is_tested(open, "abcd", 4, WANTED_MORE, 0);
}

static void captures_what_has_a_name(void **state)
{
    static const char match[] =
        "{\"pack\": [{\"u16\": true, \"name\": \"place\"}, {\"i8\": true, \"name\": "
        "\"d\"},"
        "{\"bytes\": \"{{n - 255}}\", \"name\": \"body\"}], \"order\": \"little\"}";
    struct stand s;
    struct buf out = {0};
    struct error err = {0};
    enum wanted_result result = WANTED_NO;
    size_t used = 0;
    (void)state;
    stand_open(&s, "\"x\"", match);
    struct wanted *w = wanted_new(s.scope, &s.e.cases[0].steps[2].match, &err);
    assert_non_null(w);
    assert_int_equal(wanted_test(w, WANTED_BARE,
                                 "\x39\x30\xfe"
                                 "abcdef",
                                 9, &used, &result, &err),
                     0);
    assert_int_equal(result, WANTED_YES);
    assert_int_equal(used, 6);
    wanted_capture(w, s.scope);
    assert_int_equal(
        scope_expand(s.scope, "{{place + 1}} {{d}} {{body}}", 28, &out, &err), 0);
    assert_string_equal(buf_text(&out), "12346 -2 abc");
    size_t len;
    assert_null(wanted_bytes(w, &len)); /* many would do */
    buf_clear(&out);
    wanted_describe(w, &out);
    assert_string_equal(buf_text(&out), "the 6 bytes ?? ?? ?? ?? ?? ??");
    buf_close(&out);
    wanted_free(w);
    stand_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(packs_numbers_and_texts),
        cmocka_unit_test(refuses_what_does_not_fit),
        cmocka_unit_test(takes_its_bytes),
        cmocka_unit_test(captures_what_has_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
