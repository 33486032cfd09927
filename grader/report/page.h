/* SPDX-License-Identifier: MIT
 *
 * A page of a terminal of 80 columns: labelled paragraphs, in colour or plain.
 */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

#define PAGE_COLUMNS 80
#define PAGE_INDENT 4                        /* of what belongs to one case */
#define PAGE_TEXT (PAGE_INDENT + 10)         /* the column behind a label */
#define PAGE_ROOM (PAGE_COLUMNS - PAGE_TEXT) /* what a text behind a label may take */

enum ink { INK_PLAIN, INK_GOOD, INK_BAD, INK_DIM, INK_STRONG, INK_NOTICE };

struct page {
    bool colour;
    bool verbose;
    bool brief;         /* of failures like one before, only the name */
    size_t gaps;        /* between the parts of a case that have a blank line */
    size_t events_most; /* of a conversation, when not verbose */
    size_t neighbours;  /* lines shown above and below a line of the source */
    struct buf *out;
};

void page_ink(const struct page *p, enum ink ink, const char *text);
void page_spaces(const struct page *p, size_t n);
void page_newline(const struct page *p);

/* The nth gap between two parts: a blank line, where there is room for so many. */
void page_part(const struct page *p, size_t nth);

/* Words, filled into lines from column `indent` on; the cursor stands there. */
void page_fill(const struct page *p, const char *text, size_t indent);

/* A word of at most nine letters, and the cursor at PAGE_TEXT. */
void page_label(const struct page *p, const char *word);

/* Both, in one line or more. */
void page_labelled(const struct page *p, const char *word, const char *text);

#endif
