/* SPDX-License-Identifier: MIT
 *
 * The folder that -o names. What was made of its path can be unmade, so that a command that
 * fails leaves nothing.
 */
#ifndef CLI_OUTFOLDER_H
#define CLI_OUTFOLDER_H

#include <stddef.h>

#include "base/error.h"

/* Makes it, and those above it, where they are not there. *made: how much of the path names the
 * first that was made; 0: all were there. -1: err tells, and what was made is gone again. */
int outfolder_make(const char *path, size_t *made, struct error *err);

/* Takes those away that were made, as far as they are empty. */
void outfolder_unmake(const char *path, size_t made);

#endif
