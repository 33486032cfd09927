/* SPDX-License-Identifier: MIT
 *
 * The lesson of a verdict code, as people and as programs read it.
 */
#ifndef REPORT_EXPLANATION_H
#define REPORT_EXPLANATION_H

#include "judge/verdict.h"

void explanation_write_text(enum code code, struct buf *out);

/* One line a code. */
void explanation_write_list(struct buf *out);

/* An object; with all codes, an array of them. */
void explanation_write_json(enum code code, struct buf *out);
void explanation_write_all_json(struct buf *out);

#endif
