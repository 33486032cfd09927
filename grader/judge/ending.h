/* SPDX-License-Identifier: MIT
 *
 * What a signal that ends programs means, in plain words: by what is known of how it came
 * about, else of the signal alone.
 */
#ifndef JUDGE_ENDING_H
#define JUDGE_ENDING_H

#include <stdbool.h>

#include "run/attempt.h"

/* Appends what follows "Your program crashed: "; false, and appends nothing, when a signal
 * is no crash or none has ended the program. */
bool ending_tell(const struct attempt *a, struct buf *out);

#endif
