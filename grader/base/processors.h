/* SPDX-License-Identifier: MIT
 *
 * How many processors this process may use: those it is bound to, and no more than its
 * control group lets it have time of. At least one.
 */
#ifndef BASE_PROCESSORS_H
#define BASE_PROCESSORS_H

#include <stddef.h>

size_t processors_count(void);

#endif
