/* SPDX-License-Identifier: MIT
 *
 * --limit NAME=VALUE: what the command line says about limits.
 */
#ifndef CLI_LIMITOPTION_H
#define CLI_LIMITOPTION_H

#include <stdbool.h>

struct buf;

/* Of an option row; into is a struct limits. */
bool limitoption_take(const char *text, void *into);

/* Appends one line for each limit: its name, usual value and meaning. */
void limitoption_help(struct buf *out);

#endif
