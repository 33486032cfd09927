/* SPDX-License-Identifier: MIT */
#include "judge/mention.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "judge/token.h"

struct wanted_token {
    const char *data;
    size_t len;
    long number;
    const char *const *words;
};

typedef bool token_fits(const struct token *t, const struct wanted_token *wanted);

/* The line of all tokens that fit; 0: none does, or they are on several lines. */
static int only_line(const struct buf *source, const char *comment, token_fits *fits,
                     const struct wanted_token *wanted)
{
    struct scan s;
    struct token t;
    int found = 0;
    token_begin(&s, source, comment);
    while (found >= 0 && token_next(&s, &t))
        if (fits(&t, wanted))
            found = found && found != t.line ? -1 : t.line;
    token_end(&s);
    return found > 0 ? found : 0;
}

static size_t without_end(const char *data, size_t len)
{
    while (len && isspace((unsigned char)data[len - 1]))
        len--;
    return len;
}

static bool fits_text(const struct token *t, const struct wanted_token *wanted)
{
    return t->kind == TOKEN_LITERAL && t->sends
           && without_end(t->data, t->len) == wanted->len
           && memcmp(t->data, wanted->data, wanted->len) == 0;
}

static bool fits_literal(const struct token *t, const struct wanted_token *wanted)
{
    return t->kind == TOKEN_LITERAL && token_is(t, wanted->data, wanted->len);
}

static bool fits_number(const struct token *t, const struct wanted_token *wanted)
{
    char digits[16] = "", *end;
    if (t->kind == TOKEN_WORD || t->len == 0 || t->len >= sizeof digits)
        return false;
    memcpy(digits, t->data, t->len);
    return strtol(digits, &end, 0) == wanted->number && !*end;
}

static bool fits_word(const struct token *t, const struct wanted_token *wanted)
{
    return t->kind == TOKEN_WORD && token_is(t, wanted->data, wanted->len);
}

/* A lone '\0' or '\n' stands in many a line that sends nothing. */
static bool has_words(const char *data, size_t len)
{
    while (len && !isalnum((unsigned char)data[len - 1]))
        len--;
    return len > 0;
}

int mention_of_text(const struct buf *source, const char *comment, const char *data,
                    size_t len)
{
    const struct wanted_token wanted = {.data = data, .len = without_end(data, len)};
    return has_words(data, len) ? only_line(source, comment, fits_text, &wanted) : 0;
}

int mention_of_literal(const struct buf *source, const char *comment, const char *text)
{
    const struct wanted_token wanted = {.data = text, .len = strlen(text)};
    return only_line(source, comment, fits_literal, &wanted);
}

int mention_of_number(const struct buf *source, const char *comment, long number)
{
    const struct wanted_token wanted = {.number = number};
    return only_line(source, comment, fits_number, &wanted);
}

static bool fits_send(const struct token *t, const struct wanted_token *wanted)
{
    static const char *const words[] = {"send",    "sendall",    "sendto",      "sendmsg",
                                        "write",   "writelines", "dprintf",     "fprintf",
                                        "fputs",   "Write",      "WriteString", "Fprint",
                                        "Fprintf", "Fprintln",   "println",     NULL};
    (void)wanted;
    return t->kind == TOKEN_WORD && token_is_word(t, words);
}

static bool fits_computed(const struct token *t, const struct wanted_token *wanted)
{
    return !t->fixed && fits_send(t, wanted);
}

int mention_of_sending(const struct buf *source, const char *comment)
{
    int line = only_line(source, comment, fits_send, NULL);
    return line ? line : only_line(source, comment, fits_computed, NULL);
}

/* In C and its like main() begins, which stands behind what it calls; elsewhere the first line
 * does. */
struct opening {
    const char *begin;        /* NULL: the source itself */
    const char *const *turns; /* behind these nobody knows what comes first */
    const char *const *sends;
};

static const struct opening *opening_of(const char *comment)
{
    static const char *const turns[] = {"def", "class", "lambda", "for", "while",
                                        "if",  "try",   "match",  NULL};
    static const char *const sends[] = {"send", "sendall", NULL};
    static const char *const c_turns[] = {"for",  "while", "do",   "else",
                                          "case", "goto",  "main", NULL};
    static const char *const c_sends[] = {"send", "write", NULL};
    static const struct opening python = {NULL, turns, sends};
    static const struct opening c = {"main", c_turns, c_sends};
    return comment[0] == '#' ? &python : &c;
}

int mention_of_first_sending(const struct buf *source, const char *comment)
{
    const struct opening *o = opening_of(comment);
    struct scan s;
    struct token t;
    int line = 0;
    bool begun = !o->begin, over = false;
    token_begin(&s, source, comment);
    while (!line && !over && token_next(&s, &t)) {
        bool word = t.kind == TOKEN_WORD;
        if (!begun)
            begun = word && token_is(&t, o->begin, strlen(o->begin));
        else if (word && token_is_word(&t, o->sends))
            line = t.line;
        else
            over = fits_send(&t, NULL) || (word && token_is_word(&t, o->turns));
    }
    token_end(&s);
    return line;
}

int mention_of_word(const struct buf *source, const char *comment, const char *word)
{
    const struct wanted_token wanted = {.data = word, .len = strlen(word)};
    return only_line(source, comment, fits_word, &wanted);
}

size_t mention_count(const struct buf *source, const char *comment, const char *word)
{
    struct scan s;
    struct token t;
    size_t count = 0;
    token_begin(&s, source, comment);
    while (token_next(&s, &t))
        count += t.kind == TOKEN_WORD && token_is(&t, word, strlen(word));
    token_end(&s);
    return count;
}

bool mention_has_any(const struct buf *source, const char *comment,
                     const char *const *words)
{
    bool found = false;
    for (; *words && !found; words++)
        found = mention_count(source, comment, *words) > 0;
    return found;
}

static bool fits_any(const struct token *t, const struct wanted_token *wanted)
{
    return t->kind == TOKEN_WORD && token_is_word(t, wanted->words);
}

int mention_of_any(const struct buf *source, const char *comment,
                   const char *const *words)
{
    const struct wanted_token wanted = {.words = words};
    return only_line(source, comment, fits_any, &wanted);
}

/* Where it ended by a call with its exit status, or by returning it from main(). */
int mention_of_status(const struct buf *source, const char *comment, int status)
{
    static const char *const leaves[] = {"return", "exit", "_exit", "_Exit", NULL};
    const struct wanted_token wanted = {.number = status};
    struct scan scan;
    struct token t;
    bool in_main = false, leaving = false;
    int line = 0;
    token_begin(&scan, source, comment);
    while (line >= 0 && token_next(&scan, &t)) {
        if (leaving && in_main && fits_number(&t, &wanted))
            line = line && line != t.line ? -1 : t.line;
        leaving = t.kind == TOKEN_WORD && token_is_word(&t, leaves);
        in_main |= t.kind == TOKEN_WORD && token_is(&t, "main", 4);
    }
    token_end(&scan);
    return line > 0 ? line : 0;
}

/* if __name__ == "main": what is called there never runs. */
int mention_of_guard(const struct buf *source, const char *comment)
{
    struct scan scan;
    struct token t;
    int tests = 0, asks = 0, line = 0;
    token_begin(&scan, source, comment);
    while (!line && token_next(&scan, &t))
        if (t.kind == TOKEN_WORD && token_is(&t, "if", 2))
            tests = t.line;
        else if (t.kind == TOKEN_WORD && token_is(&t, "__name__", 8))
            asks = tests == t.line ? t.line : 0;
        else if (t.kind == TOKEN_LITERAL && asks == t.line)
            line = token_is(&t, "__main__", 8) ? 0 : asks;
    token_end(&scan);
    return line;
}
