/* SPDX-License-Identifier: MIT
 *
 * Binary messages as a list of fields: numbers of a fixed size, texts, bytes. As data every
 * field has a value; in a match a field may leave it open, and a named one is captured.
 */
#ifndef SCRIPT_PACK_H
#define SCRIPT_PACK_H

#include "script/exercise.h"
#include "script/field.h"

/* Whether fields may leave their value open, and have names. */
enum pack_use { PACK_DATA, PACK_MATCH };

int pack_read(struct reader *r, const struct place *at, const json_t *list,
              enum pack_use use, struct pack *out);

/* "big" or "little". */
int pack_read_order(struct reader *r, const struct place *at, const json_t *value,
                    struct pack *out);

void pack_close(struct pack *p);

#endif
