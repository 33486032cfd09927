/* SPDX-License-Identifier: MIT */
#include "base/heap.h"

#include <stdlib.h>

#if defined __GLIBC__ && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 33)

#include <malloc.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
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

static uintptr_t divide; /* 0: none */

static void fill_holes(void)
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

/* A large block and one that is freed at the end stay in one piece with all others. */
#define KEPT_BYTES (32 << 20)

/* Blocks that end on the page which holds the first one after them would share it. */
void heap_divide(void)
{
    const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    mallopt(M_TRIM_THRESHOLD, KEPT_BYTES);
    mallopt(M_MMAP_THRESHOLD, KEPT_BYTES);
    fill_holes();
    uintptr_t end = (uintptr_t)sbrk(0) - mallinfo2().keepcost;
    divide = (end + page - 1) / page * page;
}

void heap_leave_out(bool out)
{
    const uintptr_t end = (uintptr_t)sbrk(0);
    if (divide && end > divide)
        madvise((void *)divide, end - divide, out ? MADV_DONTFORK : MADV_DOFORK);
}

#else

void heap_divide(void)
{
}

void heap_leave_out(bool out)
{
    (void)out;
}

#endif
