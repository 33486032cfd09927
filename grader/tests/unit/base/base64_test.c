/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/base64.h"

/* The test vectors of RFC 4648, section 10, and what white space adds. */
static void decodes(void **state)
{
    static const struct {
        const char *text, *bytes;
    } rows[] = {{"", ""},
                {"Zg==", "f"},
                {"Zm8=", "fo"},
                {"Zm9v", "foo"},
                {"Zm9vYg==", "foob"},
                {"Zm9vYmE=", "fooba"},
                {"Zm9vYmFy", "foobar"},
                {"Zm9v\n YmFy\t", "foobar"}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf out = {0};
        assert_true(base64_decode(rows[i].text, strlen(rows[i].text), &out));
        assert_int_equal(out.len, strlen(rows[i].bytes));
        assert_string_equal(buf_text(&out), rows[i].bytes);
        buf_close(&out);
    }
}

static void encodes(void **state)
{
    static const struct {
        const char *bytes, *text;
    } rows[] = {{"", ""},
                {"f", "Zg=="},
                {"fo", "Zm8="},
                {"foo", "Zm9v"},
                {"foob", "Zm9vYg=="},
                {"fooba", "Zm9vYmE="},
                {"foobar", "Zm9vYmFy"},
                {"\xff\xfe\xff\x80\x3e", "//7/gD4="}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf out = {0};
        base64_encode(rows[i].bytes, strlen(rows[i].bytes), &out);
        assert_string_equal(buf_text(&out), rows[i].text);
        buf_close(&out);
    }
}

static void decodes_every_byte(void **state)
{
    struct buf out = {0};
    (void)state;
    assert_true(base64_decode("AP/+/4A+", 8, &out));
    assert_memory_equal(out.data, "\x00\xff\xfe\xff\x80\x3e", 6);
    buf_close(&out);
}

static void refuses_what_is_none(void **state)
{
    static const char *const rows[] = {"Zg",    "Z",    "Zg=",      "Zg===", "Zm9=v",
                                       "Zm9v!", "====", "Zg==Zg==", "Zm-_"};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf out = {0};
        if (base64_decode(rows[i], strlen(rows[i]), &out))
            fail_msg("%s is taken for base64", rows[i]);
        buf_close(&out);
    }
    struct buf out = {0};
    assert_false(base64_decode("Zm9\0", 4, &out));
    buf_close(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decodes),
        cmocka_unit_test(encodes),
        cmocka_unit_test(decodes_every_byte),
        cmocka_unit_test(refuses_what_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
