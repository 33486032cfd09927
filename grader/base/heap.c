/* SPDX-License-Identifier: MIT */
#include "base/heap.h"

#ifdef __GLIBC__

#include <malloc.h>

#define KEPT_BYTES (32 << 20)

void heap_keep(void)
{
    mallopt(M_TRIM_THRESHOLD, KEPT_BYTES);
    mallopt(M_MMAP_THRESHOLD, KEPT_BYTES);
}

#else

void heap_keep(void)
{
}

#endif
