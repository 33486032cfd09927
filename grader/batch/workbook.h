/* SPDX-License-Identifier: MIT
 *
 * Which cell of a notebook is an exercise's: the last code cell that says so in its first
 * line ("# connect-2") or by a tag; else the last one under a heading that is the exercise's
 * id or title, or its set with its number (that of "connect-2" is 2) below it.
 */
#ifndef BATCH_WORKBOOK_H
#define BATCH_WORKBOOK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "run/notebook.h"
#include "script/exercise.h"

/* False: there is none; when something comes near, `why` gets a sentence that tells. */
bool workbook_find(const struct notebook *n, const struct exercise *e, size_t *index,
                   struct buf *why);

/* Whether a cell says itself that it is for it, with code in it or without. */
bool workbook_marks(const struct notebook *n, const struct exercise *e);

/* Whether the words are the exercise's id, whatever case they have, with "exercise" before
 * them or not; hyphens may be spaces or low lines, or be missing. *rest is what follows. */
bool workbook_names(const char *words, const char *id, const char **rest);

#endif
