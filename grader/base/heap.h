/* SPDX-License-Identifier: MIT
 *
 * The heap of a process that is forked again and again. A child that writes to a page has to
 * get a copy of it first, some two microseconds each; allocations that fill the holes of what
 * was freed before touch one page after the other.
 */
#ifndef BASE_HEAP_H
#define BASE_HEAP_H

/* Has all holes taken, for good, so that what is allocated from now on lies close together.
 * Does nothing where the C library is not glibc. */
void heap_fill_holes(void);

#endif
