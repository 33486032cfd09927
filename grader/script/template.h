/* SPDX-License-Identifier: MIT
 *
 * A text with {{ expressions }} in it, cut into its parts. A }} inside a quoted Lua
 * string or inside braces does not end an expression.
 */
#ifndef SCRIPT_TEMPLATE_H
#define SCRIPT_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

struct template_part {
    bool is_expression;
    const char *text; /* borrowed; an expression without its braces and outer spaces */
    size_t len;
};

enum template_result { TEMPLATE_END, TEMPLATE_PART, TEMPLATE_UNMATCHED };

/* The next part from *at on, which moves behind it. UNMATCHED: a {{ without its }}. */
enum template_result template_next(const char *text, size_t len, size_t *at,
                                   struct template_part *part);

bool template_has_expression(const char *text, size_t len);

/* A name alone, such as a or client.ip: needs no Lua. */
bool template_is_name(const char *expression, size_t len);

/* Why name can't be the name of a value or of something saved, or NULL when it can. */
const char *template_name_fault(const char *name);

#endif
