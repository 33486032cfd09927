/* SPDX-License-Identifier: MIT
 *
 * The conversation with the other one of a student's two programs, which another process
 * plays, in a network of its own. Both processes walk the same steps in step: each step is
 * played by the process whose program it is about, while the other one waits for word of
 * it. A relayed message is taken by the one and sent on by the other.
 *
 * On the wire a word is its length (uint32_t of this machine) and so many bytes: the message
 * that was taken in the step, or nothing. Who stops hangs up.
 */
#ifndef PLAY_PARTNER_H
#define PLAY_PARTNER_H

#include <stdbool.h>

#include "base/buf.h"
#include "script/exercise.h"

struct partner {
    enum student_role part; /* that we play, CLIENT or SERVER */
    int fd;                 /* a stream socket to the other; -1: it has stopped */
    struct buf heard;
};

enum partner_word { PARTNER_NOTHING_YET, PARTNER_WORD, PARTNER_STOPPED };

/* Takes the next word, if it is there whole. */
enum partner_word partner_hear(struct partner *p, struct buf *word);

/* Waits for it, when there is nothing else to do. */
enum partner_word partner_await(struct partner *p, struct buf *word);

void partner_tell(struct partner *p, const char *data, size_t len);

/* We stop, and so will the other. */
void partner_leave(struct partner *p);

#endif
