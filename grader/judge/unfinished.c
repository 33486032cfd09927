/* SPDX-License-Identifier: MIT */
#include "judge/unfinished.h"

#include <ctype.h>
#include <string.h>

#include "judge/token.h"

/* The word in "expected ',' or ';' before 'memset'"; its length, 0: it says something else. */
static size_t word_behind(const char *text, const char **word)
{
    const char *before = strstr(text, " before ");
    size_t len = 0;
    if (strncmp(text, "expected ", 9) != 0 || !before || !strchr(text, ';'))
        return 0;
    *word = before + strlen(" before ");
    while (**word && !isalpha((unsigned char)**word) && **word != '_')
        (*word)++;
    while (isalnum((unsigned char)(*word)[len]) || (*word)[len] == '_')
        len++;
    return len;
}

int unfinished_before(const struct buf *source, const char *comment,
                      const struct trace *error)
{
    struct scan s;
    struct token t = {0};
    const char *word;
    size_t len = word_behind(error->text, &word);
    int before = 0;
    token_begin(&s, source, comment);
    while (len && token_next(&s, &t) && t.line < error->line)
        before = t.line;
    if (!len || t.line != error->line || !token_is(&t, word, len))
        before = 0;
    token_end(&s);
    return before;
}

int unfinished_line(const struct submission *s, const struct trace *error)
{
    struct buf source = {0};
    submission_source(s, &source);
    int line = source.len ? unfinished_before(&source, s->language->comment, error) : 0;
    buf_close(&source);
    return line;
}
