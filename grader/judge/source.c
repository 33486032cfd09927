/* SPDX-License-Identifier: MIT */
#include "judge/source.h"

#include <ctype.h>
#include <string.h>

#include "base/bytes.h"

/* Longer than any exercise's; keeps a search through it short. */
#define SOURCE_MAX ((size_t)128 * 1024)

/* What begins and ends that which is no code, or is a text in which nothing begins. */
struct stretch {
    const char *begin, *end;
    bool kept;    /* a text: stays in the code */
    bool escapes; /* a backslash takes away the next character's meaning */
    bool breaks;  /* a newline ends it too */
};

static const struct stretch python[] = {
    {"#", "\n", false, false, false},
    {"\"\"\"", "\"\"\"", false, true, false}, /* nearly always a comment */
    {"'''", "'''", false, true, false},
    {"\"", "\"", true, true, true},
    {"'", "'", true, true, true},
    {NULL, NULL, false, false, false},
};

static const struct stretch like_c[] = {
    {"//", "\n", false, false, false}, {"/*", "*/", false, false, false},
    {"\"", "\"", true, true, true},    {"'", "'", true, true, true},
    {"`", "`", true, true, false},     {NULL, NULL, false, false, false},
};

static const struct stretch *stretches_of(const struct language *l)
{
    return strcmp(l->name, "python") == 0 ? python : like_c;
}

static bool starts(const struct buf *text, size_t at, const char *with)
{
    size_t len = strlen(with);
    return text->len - at >= len && memcmp(text->data + at, with, len) == 0;
}

static const struct stretch *stretch_at(const struct stretch *rows,
                                        const struct buf *text, size_t at)
{
    while (rows->begin && !starts(text, at, rows->begin))
        rows++;
    return rows->begin ? rows : NULL;
}

/* The first byte behind the stretch that begins at `at`; a newline that ends it is not of it. */
static size_t stretch_end(const struct stretch *s, const struct buf *text, size_t at)
{
    for (at += strlen(s->begin); at < text->len; at++) {
        bool newline = text->data[at] == '\n';
        if (newline && (s->breaks || s->end[0] == '\n'))
            return at;
        if (s->escapes && text->data[at] == '\\' && at + 1 < text->len)
            at++;
        else if (starts(text, at, s->end))
            return at + strlen(s->end);
    }
    return text->len;
}

static void leave_out(struct buf *code, const char *from, size_t len)
{
    buf_putc(code, ' ');
    for (size_t i = 0; i < len; i++)
        if (from[i] == '\n')
            buf_putc(code, '\n');
}

static void strip(const struct buf *text, const struct stretch *rows, struct buf *code)
{
    for (size_t at = 0; at < text->len;) {
        const struct stretch *s = stretch_at(rows, text, at);
        size_t end = s ? stretch_end(s, text, at) : at + 1;
        if (!s || s->kept)
            buf_append(code, text->data + at, end - at);
        else
            leave_out(code, text->data + at, end - at);
        at = end;
    }
}

void source_read(struct source *s, const struct submission *from)
{
    *s = (struct source){0};
    submission_source(from, &s->text);
    s->known = s->text.len > 0 && s->text.len <= SOURCE_MAX;
    if (s->known)
        strip(&s->text, stretches_of(from->language), &s->code);
}

void source_close(struct source *s)
{
    buf_close(&s->text);
    buf_close(&s->code);
}

bool source_line(const struct source *s, int line, struct buf *out)
{
    const char *at = buf_text(&s->code);
    for (int i = 1; i < line && at; i++) {
        at = strchr(at, '\n');
        at = at ? at + 1 : NULL;
    }
    if (line < 1 || !at || !*at)
        return false;
    buf_append(out, at, strcspn(at, "\n"));
    return true;
}

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

size_t source_words(const char *text, size_t size, const char *word, size_t len)
{
    const char *begin = text, *end = text + size;
    size_t count = 0;
    for (const char *at = begin;
         len && (at = bytes_find(at, (size_t)(end - at), word, len)); at += len)
        count += (at == begin || !is_word(at[-1])) && !is_word(at[len]);
    return count;
}

size_t source_count(const struct source *s, const char *word, size_t len)
{
    return source_words(buf_text(&s->code), s->code.len, word, len);
}
