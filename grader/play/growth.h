/* SPDX-License-Identifier: MIT
 *
 * What a program takes ever more of, and whether it gets to a limit if it goes on like that. To
 * be asked about one whose patience ends: that it takes too much tells more than that it was
 * busy, and is true however slow the computer is.
 */
#ifndef PLAY_GROWTH_H
#define PLAY_GROWTH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"

/* So far two samples are apart. */
#define GROWTH_SPAN_NS NS_PER_S

enum growing { GROWING_MEMORY, GROWING_PRINTED, GROWING_SENT, GROWINGS };

/* All bits zero: nothing was seen yet. */
struct growth {
    int64_t at_ns; /* of the sample; 0: there is none */
    int64_t taken[GROWINGS];
    bool nears; /* what the last two samples told */
};

/* Takes a sample of what is taken now, in bytes, when it is time for one. Whether something grew
 * so fast from the last one to this that it is more than most before until_ns. */
bool growth_nears(struct growth *g, const int64_t taken[GROWINGS],
                  const int64_t most[GROWINGS], int64_t now_ns, int64_t until_ns);

#endif
