/* SPDX-License-Identifier: MIT
 *
 * Text inside GitHub Flavored Markdown. Whatever could be markup there, or HTML, becomes a
 * character reference, so that one form serves paragraphs, table cells and HTML elements.
 */
#ifndef BASE_MARKDOWN_H
#define BASE_MARKDOWN_H

#include "base/buf.h"

/* In one line: newlines become spaces. */
void markdown_line(struct buf *out, const char *text);

/* Inside <pre>: newlines stay. */
void markdown_lines(struct buf *out, const char *text);

#endif
