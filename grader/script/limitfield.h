/* SPDX-License-Identifier: MIT
 *
 * Reads "limits": name -> value.
 */
#ifndef SCRIPT_LIMITFIELD_H
#define SCRIPT_LIMITFIELD_H

#include "script/field.h"
#include "script/limit.h"

/* Into a struct limits, of which only what is said is written. */
int limitfield_read(struct reader *r, const struct place *at, const json_t *value,
                    void *out);

#endif
