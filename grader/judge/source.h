/* SPDX-License-Identifier: MIT
 *
 * The student's source as evidence: its code without comments, so that what is only said
 * there counts for nothing. What is not there or too long to be looked through is not known,
 * and proves nothing.
 */
#ifndef JUDGE_SOURCE_H
#define JUDGE_SOURCE_H

#include <stdbool.h>

#include "base/buf.h"
#include "run/submission.h"

struct source {
    bool known;
    struct buf text; /* as it was handed in */
    struct buf code; /* the same lines without comments; texts in quotation marks stay */
};

void source_read(struct source *s, const struct submission *from);
void source_close(struct source *s);

/* Appends one line of the code, without its newline; false when there is no such line. */
bool source_line(const struct source *s, int line, struct buf *out);

/* How often a word stands in a text, as a whole; and in the code. */
size_t source_words(const char *text, size_t size, const char *word, size_t len);
size_t source_count(const struct source *s, const char *word, size_t len);

#endif
