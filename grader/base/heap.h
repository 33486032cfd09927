/* SPDX-License-Identifier: MIT
 *
 * The heap of a process that forks again and again. Where parent and child both have a page,
 * the first to write to it has to get a copy; the fork and the child's end cost something for
 * each page, too. What a child has no use for can be left out.
 */
#ifndef BASE_HEAP_H
#define BASE_HEAP_H

#include <stdbool.h>

/* Has all that is allocated from now on lie apart from what was before, and keeps what is
 * freed. Does nothing where the C library is not glibc. */
void heap_divide(void);

/* Leaves what was allocated since heap_divide() out of processes that are forked from now on,
 * or no longer: they must not touch it. Without heap_divide() it does nothing. */
void heap_leave_out(bool out);

#endif
