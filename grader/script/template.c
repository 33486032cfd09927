/* SPDX-License-Identifier: MIT */
#include "script/template.h"

#include <string.h>

#include "base/bytes.h"

static bool opens(const char *text, size_t len, size_t at)
{
    return at + 1 < len && text[at] == '{' && text[at + 1] == '{';
}

static size_t skip_quoted(const char *text, size_t len, size_t at)
{
    char quote = text[at++];
    while (at < len && text[at] != quote)
        at += text[at] == '\\' ? 2 : 1;
    return at + 1;
}

/* The offset of the }} that closes an expression which begins at `at`, or len. */
static size_t find_end(const char *text, size_t len, size_t at)
{
    size_t depth = 0;
    while (at < len) {
        char c = text[at];
        if (c == '"' || c == '\'') {
            at = skip_quoted(text, len, at);
            continue;
        }
        if (c == '}' && !depth)
            return at + 1 < len && text[at + 1] == '}' ? at : len;
        depth += c == '{';
        depth -= c == '}';
        at++;
    }
    return len;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

enum template_result template_next(const char *text, size_t len, size_t *at,
                                   struct template_part *part)
{
    size_t start = *at;
    if (start >= len)
        return TEMPLATE_END;
    if (!opens(text, len, start)) {
        size_t end = start;
        while (end < len && !opens(text, len, end))
            end++;
        *part = (struct template_part){false, text + start, end - start};
        *at = end;
        return TEMPLATE_PART;
    }
    size_t end = find_end(text, len, start + 2);
    if (end >= len)
        return TEMPLATE_UNMATCHED;
    *at = end + 2;
    start += 2;
    while (start < end && is_space(text[start]))
        start++;
    while (end > start && is_space(text[end - 1]))
        end--;
    *part = (struct template_part){true, text + start, end - start};
    return TEMPLATE_PART;
}

bool template_has_expression(const char *text, size_t len)
{
    return len >= 2 && bytes_find(text, len, "{{", 2) != NULL;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static const char *const lua_keywords[] = {
    "and",      "break",  "do",   "else", "elseif", "end",   "false", "for",
    "function", "goto",   "if",   "in",   "local",  "nil",   "not",   "or",
    "repeat",   "return", "then", "true", "until",  "while",
};

/* What a template sees by these names must not be hidden by a value. */
static const char *const taken_names[] = {
    "port",  "client", "machine",  "case",     "message", "string", "math",
    "table", "utf8",   "tostring", "tonumber", "ipairs",  "pairs",  "select",
    "type",  "next",   "error",    "assert",   "backlog",
};

static bool among(const char *const *names, size_t count, const char *name, size_t len)
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(names[i]) == len && memcmp(names[i], name, len) == 0)
            return true;
    }
    return false;
}

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static bool is_keyword(const char *name, size_t len)
{
    return among(lua_keywords, COUNT(lua_keywords), name, len);
}

bool template_is_name(const char *expression, size_t len)
{
    size_t start = 0;
    for (size_t i = 0; i <= len; i++) {
        if (i < len
            && (is_letter(expression[i]) || (is_digit(expression[i]) && i > start)))
            continue;
        if ((i < len && expression[i] != '.') || i == start
            || is_keyword(expression + start, i - start))
            return false;
        start = i + 1;
    }
    return true;
}

const char *template_name_fault(const char *name)
{
    size_t len = strlen(name);
    if (len > 64)
        return "is longer than 64 characters";
    if (is_keyword(name, len))
        return "is a word of the Lua language";
    if (!template_is_name(name, len) || strchr(name, '.'))
        return "is not a name: it may hold letters, digits and _ and must not begin with "
               "a digit";
    if (among(taken_names, COUNT(taken_names), name, len))
        return "is taken: templates know something else by that name";
    return NULL;
}
