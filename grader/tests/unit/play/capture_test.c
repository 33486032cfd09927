/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "play/capture.h"

#define HEAD ((uint64_t)256 * 1024)
#define TAIL ((uint64_t)64 * 1024)

/* What stands at a position: no period that a block could have by chance. */
static char byte_at(uint64_t position)
{
    return (char)(position * 2654435761u >> 24);
}

static void fill(struct capture *c, uint64_t total, size_t chunk)
{
    char block[70000];
    while (c->total < total) {
        size_t n = total - c->total < chunk ? (size_t)(total - c->total) : chunk;
        for (size_t i = 0; i < n; i++)
            block[i] = byte_at(c->total + i);
        capture_append(c, block, n);
    }
}

static void check_range(const struct capture *c, uint64_t from, uint64_t to)
{
    struct buf out = {0};
    uint64_t tail = c->total - c->tail.len, at = 0;
    capture_range(c, from, to, &out);
    for (uint64_t i = from; i < to && i < c->total; i++) {
        if (i >= c->head.len && i < tail)
            continue;
        assert_true(at < out.len);
        assert_int_equal(out.data[at++], byte_at(i));
    }
    assert_int_equal(at, out.len);
    buf_close(&out);
}

static void keeps_head_and_tail(void **state)
{
    (void)state;
    static const struct {
        uint64_t total;
        size_t chunk;
    } rows[] = {
        {0, 1},
        {1, 1},
        {1000, 7},
        {HEAD - 1, 4096},
        {HEAD, 4096},
        {HEAD + 1, 4096},
        {HEAD + 1, 70000},
        {HEAD + TAIL, 65536},
        {HEAD + 2 * TAIL, 1000},
        {HEAD + 2 * TAIL + 1, 1000},
        {HEAD + 10 * TAIL, 65536},
        {HEAD + 10 * TAIL + 77, 13},
        {3000000, 70000},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct capture c = {0};
        fill(&c, rows[i].total, rows[i].chunk);
        uint64_t n = rows[i].total, tail = n - c.tail.len;
        assert_int_equal(c.total, n);
        assert_int_equal(c.head.len, n < HEAD ? n : HEAD);
        assert_true(c.tail.len <= 2 * TAIL);
        assert_true(n <= HEAD + TAIL ? c.tail.len + c.head.len == n : c.tail.len >= TAIL);
        check_range(&c, 0, UINT64_MAX);
        check_range(&c, 0, 0);
        check_range(&c, n, UINT64_MAX);
        check_range(&c, n / 2, n / 2 + 10);
        check_range(&c, HEAD - 3, HEAD + 3);
        check_range(&c, tail ? tail - 3 : 0, tail + 3);
        check_range(&c, n ? n - 1 : 0, n);
        check_range(&c, 10, 5);
        capture_close(&c);
    }
}

static void is_empty_after_close(void **state)
{
    (void)state;
    struct capture c = {0};
    struct buf out = {0};
    capture_append(&c, "", 0);
    assert_int_equal(c.total, 0);
    capture_append(&c, "a\0b", 3);
    capture_close(&c);
    assert_int_equal(c.total, 0);
    capture_range(&c, 0, UINT64_MAX, &out);
    assert_int_equal(out.len, 0);
    capture_append(&c, "x", 1);
    capture_range(&c, 0, UINT64_MAX, &out);
    assert_string_equal(out.data, "x");
    capture_close(&c);
    buf_close(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_head_and_tail),
        cmocka_unit_test(is_empty_after_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
