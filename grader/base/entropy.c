/* SPDX-License-Identifier: MIT */
#include "base/entropy.h"

#include <sys/random.h>

int entropy_fill(void *out, size_t size)
{
    return getrandom(out, size, 0) == (ssize_t)size ? 0 : -1;
}
