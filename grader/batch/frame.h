/* SPDX-License-Identifier: MIT
 *
 * Messages on a stream between processes of ours, each with its length in front.
 */
#ifndef BATCH_FRAME_H
#define BATCH_FRAME_H

#include <stddef.h>

#include "base/buf.h"

/* Sends a message as a whole. -1 with errno when nobody is there any more. */
int frame_send(int fd, const void *data, size_t len);

/* Reads on into *heard what is there, or waits for it, as the descriptor does. 1: a message is
 * complete (frame_text), 0: not yet, -1: the stream has ended. */
int frame_hear(int fd, struct buf *heard);

/* The complete message in *heard, borrowed. */
const char *frame_text(const struct buf *heard, size_t *len);

#endif
