/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <unistd.h>

#include "base/heap.h"

#define BLOCKS 2000
#define BYTES 48

static uintptr_t end_of_heap(void)
{
    return (uintptr_t)sbrk(0);
}

/* Of what is allocated afterwards nothing lies in a hole. */
static void holes_are_filled(void **state)
{
    static void *blocks[BLOCKS];
    (void)state;
    for (size_t i = 0; i < BLOCKS; i++)
        blocks[i] = malloc(BYTES);
    uintptr_t last = (uintptr_t)blocks[BLOCKS - 1];
    if (last >= end_of_heap() || last < (uintptr_t)blocks[0])
        skip(); /* no heap of glibc's */
    for (size_t i = 0; i < BLOCKS - 1; i += 2) {
        free(blocks[i]);
        blocks[i] = NULL;
    }
    heap_divide();
    for (size_t i = 0; i < BLOCKS; i += 2) {
        free(blocks[i]);
        blocks[i] = malloc(BYTES);
        assert_true((uintptr_t)blocks[i] > last);
    }
    for (size_t i = 0; i < BLOCKS; i++)
        free(blocks[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(holes_are_filled)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
