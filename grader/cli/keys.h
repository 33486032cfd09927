/* SPDX-License-Identifier: MIT
 *
 * Single keys of a terminal, which come as they are pressed and are not shown. However the
 * process ends short of SIGKILL, by a signal or a crash of ours, the terminal is left as it was.
 */
#ifndef CLI_KEYS_H
#define CLI_KEYS_H

#include <stdbool.h>
#include <stddef.h>

/* False: there is no terminal, or it is not ours; nothing is changed then. */
bool keys_open(void);
void keys_close(void);

/* The descriptor is standard input. Returns the next key; 0: none yet, -1: there will be no
 * more. */
int keys_next(void);

/* Whether the terminal has another size since this was asked before, or we are back in it. */
bool keys_redraw(void);

/* In a child: signals do there what they do anywhere. */
void keys_forget(void);

#endif
