/* SPDX-License-Identifier: MIT */
#include "script/syntax.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/quote.h"

/* How jansson begins a message, and what we say: the first that fits. */
static const struct {
    const char *theirs, *ours;
} sentences[] = {
    {"string or '}' expected",
     "expected a key in quotation marks (is there a comma too many before it?)"},
    {"':' expected", "expected \":\" between the key and its value"},
    {"'}' expected", "expected \",\" or \"}\""},
    {"']' expected", "expected \",\" or \"]\""},
    {"'[' or '{' expected", "expected an object in { }"},
    {"end of file expected", "something stands behind its end"},
    {"premature end of input", "the file ends inside a text"},
    {"unexpected newline", "a text must end on the line where it began"},
    {"control character", "a text must not hold a control character (write \\t or \\n)"},
    {"invalid escape", "this is no escape that JSON knows (write \\\\ for a backslash)"},
    {"invalid Unicode", "this \\u escape is no character"},
    {"invalid token", "this is no JSON value (texts stand in quotation marks)"},
    {"unexpected token", "expected a value"},
    {"duplicate object key", "this key stands here for the second time"},
    {"too big integer", "this number is too big"},
    {"too big negative integer", "this number is too big"},
    {"real number overflow", "this number is too big"},
    {"maximum parsing depth", "too many brackets stand inside each other"},
    {"NUL byte in object key", "a key must not hold \\u0000"},
    {"unable to decode byte", "this is not UTF-8"},
};

/* jansson names the end of the token that it stumbled over, and the token unless long. */
static size_t start_of_token(const json_error_t *error, const char *text, size_t len)
{
    static const char near[] = " near '";
    size_t end = error->position > 0 ? (size_t)error->position : 0;
    if (end > len)
        end = len;
    const char *token = strstr(error->text, near);
    size_t token_len = token ? strlen(token += strlen(near)) : 0;
    if (token_len > 1 && token_len - 1 <= end
        && memcmp(text + end - (token_len - 1), token, token_len - 1) == 0)
        return end - (token_len - 1);
    if (!end || text[end - 1] != '"')
        return end;
    for (size_t start = end - 1; start > 0; start--) {
        if (text[start - 1] == '"' && (start < 2 || text[start - 2] != '\\'))
            return start - 1;
    }
    return end;
}

static bool ends_early(const json_error_t *error)
{
    return strstr(error->text, "near end of file")
           || strstr(error->text, "premature end");
}

static const char *sentence_for(const json_error_t *error)
{
    for (size_t i = 0; i < sizeof sentences / sizeof sentences[0]; i++) {
        if (strncmp(error->text, sentences[i].theirs, strlen(sentences[i].theirs)) == 0)
            return sentences[i].ours;
    }
    return error->text;
}

/* What stands there, for a person to find it. */
static void put_found(struct buf *out, const char *text, size_t len, size_t at)
{
    size_t end = at;
    while (end < len && end < at + 24 && !memchr(" \t\r\n:,", text[end], 6))
        end++;
    if (end == at)
        return;
    buf_puts(out, ", here: ");
    quote_safe_text(out, text + at, end - at);
}

json_t *syntax_parse(const char *file, const char *text, size_t len, const char *what,
                     struct error *err)
{
    json_error_t error;
    json_t *root = json_loadb(text, len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
    if (root)
        return root;
    struct buf found = {0};
    size_t at = start_of_token(&error, text, len);
    struct json_place place = json_line_column(text, len, at);
    put_found(&found, text, len, at);
    if (ends_early(&error))
        error_kind(err, ERROR_EXERCISE,
                   "%s:%zu:%zu: this is not JSON: the file ends before the %s does%s",
                   file, place.line, place.column, what, buf_text(&found));
    else
        error_kind(err, ERROR_EXERCISE, "%s:%zu:%zu: this is not JSON: %s%s", file,
                   place.line, place.column, sentence_for(&error), buf_text(&found));
    buf_close(&found);
    return NULL;
}
