/* SPDX-License-Identifier: MIT */
#include "judge/token.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

void token_begin(struct scan *s, const struct buf *source, const char *comment)
{
    *s = (struct scan){.at = buf_text(source),
                       .end = buf_text(source) + source->len,
                       .comment = comment,
                       .line = 1};
}

void token_end(struct scan *s)
{
    buf_close(&s->literal);
}

bool token_is(const struct token *t, const char *data, size_t len)
{
    return t->len == len && memcmp(t->data, data, len) == 0;
}

bool token_is_word(const struct token *t, const char *const *list)
{
    while (*list && !token_is(t, *list, strlen(*list)))
        list++;
    return *list != NULL;
}

static bool starts(const struct scan *s, const char *with)
{
    size_t len = strlen(with);
    return (size_t)(s->end - s->at) >= len && memcmp(s->at, with, len) == 0;
}

static void skip_to(struct scan *s, const char *what)
{
    while (s->at < s->end && !starts(s, what))
        s->line += *s->at++ == '\n';
}

static bool skip_comment(struct scan *s)
{
    if (starts(s, s->comment)) {
        while (s->at < s->end && *s->at != '\n')
            s->at++;
        return true;
    }
    if (s->comment[0] != '/' || !starts(s, "/*"))
        return false;
    s->at += 2;
    skip_to(s, "*/");
    s->at += s->at < s->end ? 2 : 0;
    return true;
}

static char unescape(struct scan *s)
{
    static const char from[] = "ntr0", to[] = "\n\t\r";
    char c = *s->at++;
    const char *known = strchr(from, c);
    if (c == 'x' && s->end - s->at >= 2) {
        char digits[3] = {s->at[0], s->at[1], '\0'};
        s->at += 2;
        return (char)strtol(digits, NULL, 16);
    }
    return c && known ? to[known - from] : c;
}

/* Three quotation marks hold prose or a page, never one message that is asked for here. */
static bool read_literal(struct scan *s, struct token *t)
{
    const char three[] = {*s->at, *s->at, *s->at, '\0'};
    char quote = *s->at;
    t->line = s->line;
    if (starts(s, three)) {
        s->at += 3;
        skip_to(s, three);
        s->at += s->at < s->end ? 3 : 0;
        return false;
    }
    buf_clear(&s->literal);
    for (s->at++; s->at < s->end && *s->at != quote && *s->at != '\n';) {
        char c = *s->at++;
        if (c == '\\' && s->at < s->end)
            c = unescape(s);
        buf_putc(&s->literal, c);
    }
    s->at += s->at < s->end && *s->at == quote;
    *t = (struct token){.kind = TOKEN_LITERAL,
                        .data = buf_text(&s->literal),
                        .len = s->literal.len,
                        .line = t->line,
                        .sends = s->sends && !s->compares};
    return true;
}

static bool continues_word(char c)
{
    return isalnum((unsigned char)c) || c == '_' || ((unsigned char)c & 0x80);
}

/* Brackets keep an expression together; a line's end, a semicolon or a brace ends it. */
static void read_mark(struct scan *s)
{
    char c = *s->at++, next = s->at < s->end ? *s->at : '\0';
    s->line += c == '\n';
    s->depth += c == '(' || c == '[' ? 1 : 0;
    s->depth -= (c == ')' || c == ']') && s->depth ? 1 : 0;
    if (strchr("=!<>", c) && next == '=') {
        s->compares = true;
        s->at++;
    } else if (c == '=') {
        s->sends = true;
    } else if ((c == '\n' && !s->depth) || strchr(";{}", c)) {
        s->sends = s->compares = false;
    }
}

/* f"..." and what holds a % or a { is not the text that is sent. */
static bool is_plain(const char *quote, const char *begin, const struct token *t)
{
    bool formats = quote > begin && strchr("fF", quote[-1]);
    return !formats && !memchr(t->data, '%', t->len) && !memchr(t->data, '{', t->len);
}

/* Whether the call whose brackets come next has a plain text as an argument, by itself: its
 * message is always the same. */
static bool is_fixed(const struct scan *before)
{
    struct scan s = *before;
    struct token t;
    bool fixed = false, computes = false, fresh = false;
    s.literal = (struct buf){0};
    for (s.depth = 0; s.at < s.end && (s.depth || *s.at == '(');) {
        const char *at = s.at;
        if (*at == '"' || *at == '\'') {
            bool whole = read_literal(&s, &t) && fresh && s.depth == 1
                         && is_plain(at, before->at, &t);
            fixed |=
                whole && (starts(&s, ")") || starts(&s, ",") || starts(&s, ".encode("));
            continue;
        }
        fresh = strchr("(,", *at) || (fresh && strchr(" \nbBrRuU", *at));
        computes |= s.depth == 1 && strchr("+%?", *at);
        if (*at == ')' && s.depth == 1)
            break;
        read_mark(&s);
    }
    buf_close(&s.literal);
    return fixed && !computes;
}

static void read_word(struct scan *s, struct token *t)
{
    static const char *const sends[] = {
        "send",     "sendall",    "sendto",   "sendmsg",     "write",  "writelines",
        "writeln",  "println",    "print",    "puts",        "fputs",  "printf",
        "fprintf",  "dprintf",    "Write",    "WriteString", "Fprint", "Fprintf",
        "Fprintln", "writeBytes", "writeUTF", "end",         "return", "define",
        "cout",     "log",        NULL};
    static const char *const compares[] = {"if",         "elif",   "while", "case",
                                           "in",         "assert", "for",   "switch",
                                           "startswith", NULL};
    const char *begin = s->at;
    while (s->at < s->end && continues_word(*s->at))
        s->at++;
    *t =
        (struct token){.kind = isdigit((unsigned char)*begin) ? TOKEN_NUMBER : TOKEN_WORD,
                       .data = begin,
                       .len = (size_t)(s->at - begin),
                       .line = s->line};
    s->sends |= token_is_word(t, sends);
    s->compares |= token_is_word(t, compares);
    t->fixed = is_fixed(s);
}

bool token_next(struct scan *s, struct token *t)
{
    while (s->at < s->end) {
        if (skip_comment(s))
            continue;
        if (*s->at == '"' || *s->at == '\'') {
            if (read_literal(s, t))
                return true;
        } else if (continues_word(*s->at)) {
            read_word(s, t);
            return true;
        } else {
            read_mark(s);
        }
    }
    return false;
}
