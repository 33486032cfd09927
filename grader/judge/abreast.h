/* SPDX-License-Identifier: MIT
 *
 * The sentences on a server that should serve its clients side by side and does not.
 */
#ifndef JUDGE_ABREAST_H
#define JUDGE_ABREAST_H

#include "run/attempt.h"

/* Which client was kept waiting, for which other one, and where the program waits; line: the
 * line that the verdict names, or 0. */
void abreast_tell(const struct attempt *a, const struct submission *s, int line,
                  struct buf *out);

#endif
