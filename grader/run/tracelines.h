/* SPDX-License-Identifier: MIT
 *
 * What the readers of run/trace.h share: a text taken line by line, numbers of lines, and
 * how most runtimes write a place.
 */
#ifndef RUN_TRACELINES_H
#define RUN_TRACELINES_H

#include <stdbool.h>
#include <stddef.h>

/* Calls each(line, ctx) for every line of text, without its end ("\n" or "\r\n"); stops when
 * it returns false. */
void trace_each_line(const char *text, size_t len,
                     bool (*each)(const char *line, void *ctx), void *ctx);

/* The number that digits begin with; 0: none that a line can have. */
int trace_number(const char *digits);

/* N of the first "FILE:N" in the line, where FILE begins a word or follows a slash; 0: none. */
int trace_place(const char *line, const char *file);

#endif
