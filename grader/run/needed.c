/* SPDX-License-Identifier: MIT */
#include "run/needed.h"

#include <ctype.h>
#include <string.h>

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

static size_t word_length(const char *text)
{
    size_t len = 0;
    while (is_word(text[len]))
        len++;
    return len;
}

static bool has_word(const char *text, const char *word, size_t len)
{
    for (; *text; text += *text != '\0') {
        size_t n = word_length(text);
        if (n == len && strncmp(text, word, len) == 0)
            return true;
        text += n;
        if (!*text)
            return false;
    }
    return false;
}

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* The name behind def or class; NULL: it is another kind of definition. */
static const char *name_of(const char *text)
{
    while (*text == '@') {
        text += strcspn(text, "\n");
        text += strspn(text, "\n");
    }
    if (begins(text, "async def "))
        text += strlen("async ");
    if (!begins(text, "def ") && !begins(text, "class "))
        return NULL;
    text += strcspn(text, " ");
    return text + strspn(text, " ");
}

static bool is_name(const char *word, size_t len)
{
    static const char *const others[] = {"import", "from", "as", "None", "True", "False"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (len == strlen(others[i]) && strncmp(word, others[i], len) == 0)
            return false;
    return len && !isdigit((unsigned char)*word);
}

/* Of an import or a value, any word may be what it is known by. */
static bool is_named_in(const char *definition, const char *text)
{
    const char *name = name_of(definition);
    if (name)
        return has_word(text, name, word_length(name));
    if (*definition == '@' || (begins(definition, "from ") && strchr(definition, '*')))
        return true;
    while (*definition) {
        size_t len = word_length(definition);
        if (is_name(definition, len) && has_word(text, definition, len))
            return true;
        definition += len ? len : 1;
    }
    return false;
}

/* Marks what stands in the text, and goes on with what has been marked. */
void needed_mark(struct definitions *d, const char *cell)
{
    for (size_t i = 0; i < d->count; i++) {
        struct definition *one = &d->list[i];
        if (one->needed || !is_named_in(one->text, cell))
            continue;
        one->needed = true;
        needed_mark(d, one->text);
    }
}
