/* SPDX-License-Identifier: MIT
 *
 * Texts of a report that are escaped already (base/quote.h): measured and cut so that no
 * escape and no character is torn.
 */
#ifndef REPORT_ESCAPED_H
#define REPORT_ESCAPED_H

#include <stddef.h>

struct buf;

/* The length in bytes of the first escape or character, and how wide it shows. */
size_t escaped_next(const char *text, size_t *columns);

/* How many bytes of the text fit into so many columns; *used: how many they take. */
size_t escaped_fit(const char *text, size_t columns, size_t *used);

/* Where the last line of the text begins; a newline at its end begins none. */
const char *escaped_last_line(const char *text);

/* Appends the text, cut to so many columns: the beginning, and "..." behind it. */
void escaped_head(struct buf *out, const char *text, size_t columns);

/* Appends "text" in quotation marks, which count too; the "..." stands behind them. */
void escaped_quote(struct buf *out, const char *text, size_t columns);

#endif
