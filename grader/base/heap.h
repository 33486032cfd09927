/* SPDX-License-Identifier: MIT
 *
 * The heap of a process that does the same again and again.
 */
#ifndef BASE_HEAP_H
#define BASE_HEAP_H

/* Keeps what is freed for what is allocated next, large blocks too, instead of giving it back
 * to the system, which would have to clear it and map it anew. */
void heap_keep(void);

#endif
