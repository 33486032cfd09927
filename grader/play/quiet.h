/* SPDX-License-Identifier: MIT
 *
 * Whose turn it is: from a look at the program and what is in flight to one answer. Proven
 * where the program waits; told by silence where nothing proves it.
 */
#ifndef PLAY_QUIET_H
#define PLAY_QUIET_H

#include "play/play.h"

enum quiet {
    QUIET_NO,
    QUIET_TURN,   /* it listens: we may speak */
    QUIET_SILENT, /* it has been silent for so long that we may speak; nothing proves it */
    QUIET_SETTLED, /* it can't move on without us */
    QUIET_ENDED,   /* nothing is left that could move */
};

/* Takes a look (it stays in p->look) and answers. Finite waits that end after the deadline
 * count as for ever. */
enum quiet quiet_look(struct play *p, int64_t deadline_ns);

#endif
