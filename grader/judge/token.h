/* SPDX-License-Identifier: MIT
 *
 * A student's source as words, numbers and literals: enough of what most languages share to
 * tell what is code from what is a comment or a text. Nothing is parsed, so nothing fails.
 */
#ifndef JUDGE_TOKEN_H
#define JUDGE_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

enum token_kind { TOKEN_WORD, TOKEN_NUMBER, TOKEN_LITERAL };

struct token {
    enum token_kind kind;
    const char *data; /* of a literal: what it stands for */
    size_t len;
    int line;
    bool
        sends; /* its expression sends, prints or names something, and compares nothing */
    bool fixed; /* a word: the call that follows has a plain text as an argument */
};

/* The way through a source. Strings may be in quotation marks of either kind, or in three of
 * them; what is between brackets is one expression, however many lines it takes. */
struct scan {
    const char *at, *end;
    const char *comment;
    int line, depth;
    bool sends, compares; /* in this expression, so far */
    struct buf literal;
};

/* `comment` begins a comment to the end of the line: "#" or "//". Both are borrowed. */
void token_begin(struct scan *s, const struct buf *source, const char *comment);
void token_end(struct scan *s);

/* The next one, which is valid until the one after it; false: there is none. */
bool token_next(struct scan *s, struct token *t);

bool token_is(const struct token *t, const char *data, size_t len);
bool token_is_word(const struct token *t, const char *const *list); /* NULL at its end */

#endif
