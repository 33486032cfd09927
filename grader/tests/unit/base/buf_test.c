/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"

static void starts_empty(void **state)
{
    (void)state;
    struct buf b = {0};
    assert_string_equal(buf_text(&b), "");
    buf_clear(&b);
    buf_drop(&b, 0);
    buf_close(&b);
    assert_null(b.data);
}

static void appends(void **state)
{
    (void)state;
    struct buf b = {0};
    buf_append(&b, "a\0b", 3);
    assert_memory_equal(b.data, "a\0b", 4);
    buf_puts(&b, "cd");
    buf_putc(&b, 'e');
    buf_printf(&b, "%d-%s", 7, "x");
    assert_int_equal(b.len, 9);
    assert_memory_equal(b.data, "a\0bcde7-x", 10);
    buf_close(&b);
}

static void appends_nothing(void **state)
{
    (void)state;
    struct buf b = {0};
    buf_append(&b, NULL, 0);
    buf_printf(&b, "%s", "");
    assert_int_equal(b.len, 0);
    assert_string_equal(b.data, "");
    buf_close(&b);
}

static void grows(void **state)
{
    (void)state;
    struct buf b = {0};
    for (int i = 0; i < 100000; i++)
        buf_putc(&b, (char)('a' + i % 26));
    assert_int_equal(b.len, 100000);
    for (int i = 0; i < 100000; i++)
        assert_int_equal(b.data[i], 'a' + i % 26);
    assert_int_equal(b.data[100000], 0);
    buf_close(&b);
}

static void drops_from_the_front(void **state)
{
    (void)state;
    struct buf b = {0};
    buf_puts(&b, "hello world");
    buf_drop(&b, 6);
    assert_string_equal(buf_text(&b), "world");
    buf_drop(&b, 5);
    assert_string_equal(buf_text(&b), "");
    buf_puts(&b, "again");
    buf_clear(&b);
    assert_int_equal(b.len, 0);
    assert_string_equal(buf_text(&b), "");
    buf_close(&b);
}

static void gives_its_text_away(void **state)
{
    (void)state;
    struct buf b = {0};
    size_t len = 99;
    char *empty = buf_take(&b, &len);
    assert_string_equal(empty, "");
    assert_int_equal(len, 0);
    buf_puts(&b, "mine");
    char *text = buf_take(&b, NULL);
    assert_string_equal(text, "mine");
    assert_null(b.data);
    assert_int_equal(b.len, 0);
    free(text);
    free(empty);
}

static void allocates(void **state)
{
    (void)state;
    assert_null(mem_text(NULL));
    char *zero = mem_alloc(0), *bytes = mem_copy("a\0b", 3);
    assert_non_null(zero);
    assert_memory_equal(bytes, "a\0b", 4);
    char *text = mem_printf("%s=%zu", "n", (size_t)12);
    assert_string_equal(text, "n=12");
    char *nothing = mem_copy(NULL, 0);
    assert_string_equal(nothing, "");
    free(zero);
    free(bytes);
    free(text);
    free(nothing);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(starts_empty),
        cmocka_unit_test(appends),
        cmocka_unit_test(appends_nothing),
        cmocka_unit_test(grows),
        cmocka_unit_test(drops_from_the_front),
        cmocka_unit_test(gives_its_text_away),
        cmocka_unit_test(allocates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
