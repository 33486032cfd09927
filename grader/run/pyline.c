/* SPDX-License-Identifier: MIT */
#include "run/pyline.h"

#include <string.h>

void pyscan_begin(struct pyscan *s, const char *text)
{
    *s = (struct pyscan){.at = text, .number = 1};
}

static size_t columns(const char *text, size_t len)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++)
        n = text[i] == '\t' ? n + 8 - n % 8 : n + 1;
    return n;
}

/* To where code begins; false: there is none any more. */
static bool skip_to_code(struct pyscan *s)
{
    while (*s->at) {
        size_t blanks = strspn(s->at, " \t\f;");
        if (!s->parted)
            s->indent = columns(s->at, blanks);
        s->at += blanks;
        if (*s->at == '#')
            s->at += strcspn(s->at, "\n");
        if (*s->at != '\n')
            return *s->at != '\0';
        s->at++;
        s->number++;
        s->parted = false;
    }
    return false;
}

/* From a quotation mark to behind the one that ends it, or to where a line breaks it off. */
static const char *behind_text(const char *at, int *number)
{
    char mark = *at;
    bool triple = at[1] == mark && at[2] == mark;
    for (at += triple ? 3 : 1; *at; at++) {
        if (*at == '\n' && !triple)
            return at;
        if (*at == '\\' && at[1])
            at++;
        else if (*at == mark && (!triple || (at[1] == mark && at[2] == mark)))
            return at + (triple ? 3 : 1);
        *number += *at == '\n';
    }
    return at;
}

/* One line, and those that backslashes add to it. */
static const char *behind_magic(const char *at, int *number)
{
    while (*at && *at != '\n') {
        if (*at == '\\' && at[1] == '\n') {
            at++;
            ++*number;
        }
        at++;
    }
    return at;
}

/* "= !" and "= %" as in x = !ls. */
static bool assigns_magic(const char *at)
{
    if (*at != '=')
        return false;
    at += 1 + strspn(at + 1, " \t");
    return *at == '!' || *at == '%';
}

/* A statement with a body in its line has the semicolons for itself. */
static bool is_head(const char *at)
{
    static const char *const heads[] = {
        "def ",  "class ", "async ", "if ",   "for ",   "while ",
        "with ", "try:",   "else:",  "elif ", "except", "finally"};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (strncmp(at, heads[i], strlen(heads[i])) == 0)
            return true;
    return false;
}

/* To the end of the statement that begins here. */
static const char *behind_statement(const struct pyline *line, bool *magic, int *number)
{
    const char *at = line->begin;
    size_t depth = 0;
    char last = ' '; /* of the code */
    while (*at && (*at != '\n' || depth)) {
        if (*at == ';' && !depth && !line->head)
            break;
        if (*at == '#') {
            at += strcspn(at, "\n");
            continue;
        }
        if (*at == '"' || *at == '\'') {
            last = *at;
            at = behind_text(at, number);
            continue;
        }
        if (!depth && assigns_magic(at)) {
            *magic = true;
            return behind_magic(at, number);
        }
        depth += strchr("([{", *at) != NULL;
        depth -= strchr(")]}", *at) && depth;
        if (*at == '\\' && at[1] == '\n')
            at++;
        *number += *at == '\n';
        last = strchr(" \t\r", *at) ? last : *at;
        at++;
    }
    *magic = last == '?';
    return at;
}

bool pyscan_next(struct pyscan *s, struct pyline *out)
{
    if (!skip_to_code(s))
        return false;
    *out = (struct pyline){.begin = s->at, .number = s->number, .indent = s->indent};
    if (strchr("%!?", *s->at)) {
        out->magic = true;
        s->at = behind_magic(s->at, &s->number);
    } else {
        out->head = is_head(s->at);
        s->at = behind_statement(out, &out->magic, &s->number);
    }
    out->len = (size_t)(s->at - out->begin);
    s->parted = *s->at == ';';
    return true;
}
