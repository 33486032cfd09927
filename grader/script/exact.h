/* SPDX-License-Identifier: MIT
 *
 * Exact texts against the beginning of a stream.
 */
#ifndef SCRIPT_EXACT_H
#define SCRIPT_EXACT_H

#include "script/wanted.h"
#include "script/wantedparts.h"

/* w: EXACT or HEX. *used: how many bytes the text took, with YES. */
enum wanted_result exact_take(const struct wanted *w, enum wanted_mode mode,
                              const char *data, size_t len, size_t *used);

/* Appends data without its \r and \n. */
void exact_join_lines(struct buf *out, const char *data, size_t len);

#endif
