/* SPDX-License-Identifier: MIT */
#include "base/heap.h"

void heap_fill_holes(void)
{
}
