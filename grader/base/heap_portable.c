/* SPDX-License-Identifier: MIT */
#include "base/heap.h"

void heap_keep(void)
{
}
