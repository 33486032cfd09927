/* SPDX-License-Identifier: MIT
 *
 * What is typed on the program's standard input: a pipe, so that nothing echoes. Text goes
 * out when the program is seen to wait, like a message; what its pipe does not take yet
 * waits here.
 */
#ifndef PLAY_TYPING_H
#define PLAY_TYPING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct play;

struct typing {
    int *fd;           /* our end, the caller's: closed at the end of input; NULL: none */
    struct buf unsent; /* typed, not yet taken by the pipe */
    bool ends;         /* it is closed behind that */
};

/* Types; text that nobody can read any more is lost. */
void typing_add(struct play *p, const void *data, size_t len);

/* Nothing more is typed: the program finds the end of its input. */
void typing_end(struct play *p);

/* Hands over what is waiting, as far as there is room; true when anything moved. */
bool typing_flush(struct typing *t);

/* How many of the typed bytes the program has not read. */
size_t typing_unread(const struct typing *t);

void typing_close(struct typing *t);

#endif
