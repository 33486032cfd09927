/* SPDX-License-Identifier: MIT
 *
 * What a student is called in files and tables: a word as it is written, where that is fit for
 * the name of a file on any system; else made so. A word always gives the same key.
 */
#ifndef BATCH_STUDENTKEY_H
#define BATCH_STUDENTKEY_H

/* On the heap, never empty: "ada", "Jane Doe" becomes "jane-doe". What would lose too much has
 * a few digits of the word's digest behind it. */
char *studentkey_of(const char *word);

/* The same with digits of a digest of the text behind it: for two who would be called the
 * same. */
char *studentkey_apart(const char *key, const char *text);

#endif
