/* SPDX-License-Identifier: MIT
 *
 * Why the kernel refuses something that has to do with namespaces, and what mends that:
 * an errno says little, the system's settings beside it say the rest.
 */
#ifndef RUN_CAUSE_H
#define RUN_CAUSE_H

#include "run/finding.h"
#include "run/surroundings.h"

/* Writes f: missing, because `what` ended with this errno; the likeliest cause in words,
 * and the commands that mend it. */
void cause_tell(struct finding *f, const struct surroundings *s, const char *what,
                int number);

#endif
