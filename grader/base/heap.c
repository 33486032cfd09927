/* SPDX-License-Identifier: MIT */
#include "base/heap.h"

#include <stdlib.h>

#if defined __GLIBC__ && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 33)

#include <malloc.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

/* From large to small, those that glibc keeps lists of one by one. */
#define LARGEST 65536
#define LIST_MOST 1032
#define LIST_STEP 16
#define LEAST 24

#define HOLES_MOST 65536 /* where the heap turns out not to be in one piece */

struct hole {
    struct hole *next;
};

static size_t next_size(size_t size)
{
    return size > 2 * LIST_MOST ? size / 2
           : size > LIST_MOST   ? LIST_MOST
                                : size - LIST_STEP;
}

void heap_fill_holes(void)
{
    static struct hole *filled; /* so that they are known to be there */
    uintptr_t end = (uintptr_t)sbrk(0) - mallinfo2().keepcost;
    size_t count = 0;
    for (size_t size = LARGEST; size >= LEAST; size = next_size(size)) {
        struct hole *h;
        while ((h = malloc(size)) && (uintptr_t)h < end && count++ < HOLES_MOST) {
            h->next = filled;
            filled = h;
        }
        free(h);
    }
}

#else

void heap_fill_holes(void)
{
}

#endif
