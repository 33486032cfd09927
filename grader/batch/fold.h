/* SPDX-License-Identifier: MIT
 *
 * Words as people compare them: without case, accents, marks and spaces.
 */
#ifndef BATCH_FOLD_H
#define BATCH_FOLD_H

/* The letters and digits of the text, on the heap; NULL where nothing is left. */
char *fold(const char *text);

#endif
