/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>

#include "base/error.h"

static void sets(void **state)
{
    (void)state;
    struct error err;
    assert_int_equal(error_set(&err, "no %s", "luck"), -1);
    assert_string_equal(err.text, "no luck");
    assert_int_equal(err.kind, ERROR_MACHINE);
    assert_int_equal(error_kind(&err, ERROR_USAGE, "%d", 5), -1);
    assert_string_equal(err.text, "5");
    assert_int_equal(err.kind, ERROR_USAGE);
}

static void keeps_errno(void **state)
{
    (void)state;
    struct error err;
    errno = ENOENT;
    error_errno(&err, "can't open %s", "x");
    assert_string_equal(err.text, "can't open x: No such file or directory");
    assert_int_equal(errno, ENOENT);
}

static void takes_no_error_at_all(void **state)
{
    (void)state;
    assert_int_equal(error_set(NULL, "x"), -1);
    assert_int_equal(error_kind(NULL, ERROR_USAGE, "x"), -1);
    assert_int_equal(error_errno(NULL, "x"), -1);
    assert_int_equal(error_prefix(NULL, "x"), -1);
}

static void prefixes(void **state)
{
    (void)state;
    struct error err;
    error_kind(&err, ERROR_EXERCISE, "it is gone");
    error_prefix(&err, "file %s", "a");
    assert_string_equal(err.text, "file a: it is gone");
    assert_int_equal(err.kind, ERROR_EXERCISE);
}

/* Neither a long context nor a long sentence may run over the end. */
static void cuts_what_is_too_long(void **state)
{
    (void)state;
    struct error err;
    char text[sizeof err.text * 2];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    error_set(&err, "%s", text);
    assert_int_equal(strlen(err.text), sizeof err.text - 1);
    error_prefix(&err, "here");
    assert_int_equal(strlen(err.text), sizeof err.text - 1);
    assert_memory_equal(err.text, "here: xxx", 9);
    error_prefix(&err, "%s", text);
    assert_int_equal(strlen(err.text), sizeof err.text - 1);
    assert_string_equal(err.text + strlen(err.text) - 2, ": ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sets),
        cmocka_unit_test(keeps_errno),
        cmocka_unit_test(takes_no_error_at_all),
        cmocka_unit_test(prefixes),
        cmocka_unit_test(cuts_what_is_too_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
