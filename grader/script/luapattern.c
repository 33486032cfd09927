/* SPDX-License-Identifier: MIT */
#include "script/luapattern.h"

#include <ctype.h>
#include <string.h>

#include "script/luaitem.h"

struct parser {
    const char *at, *end;
    struct luapattern *pattern;
    bool open[LUAPATTERN_CAPTURES];
};

static void set_add(struct byte_set *set, unsigned c)
{
    set->bits[c / 32] |= 1u << c % 32;
}

static const struct {
    char letter;
    int (*is)(int c);
} classes[] = {
    {'a', isalpha}, {'c', iscntrl}, {'d', isdigit}, {'g', isgraph}, {'l', islower},
    {'p', ispunct}, {'s', isspace}, {'u', isupper}, {'w', isalnum}, {'x', isxdigit},
};

/* What stands behind a %: a class, its complement as a capital, or the character. */
static void add_escaped(struct byte_set *set, unsigned char letter)
{
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
        if (classes[i].letter != tolower(letter))
            continue;
        for (int c = 0; c < 256; c++) {
            if (!classes[i].is(c) == !!isupper(letter))
                set_add(set, (unsigned)c);
        }
        return;
    }
    set_add(set, letter);
}

static const char *parse_brackets(struct parser *p, struct byte_set *set)
{
    static const char missing[] = "malformed pattern (missing ']')";
    bool negated = p->at < p->end && *p->at == '^';
    p->at += negated;
    const char *first = p->at; /* a ] here is one of the set */
    for (; p->at < p->end && (*p->at != ']' || p->at == first); p->at++) {
        if (*p->at == '%') {
            if (++p->at == p->end)
                return missing;
            add_escaped(set, (unsigned char)*p->at);
        } else if (p->end - p->at > 2 && p->at[1] == '-' && p->at[2] != ']') {
            for (unsigned c = (unsigned char)p->at[0]; c <= (unsigned char)p->at[2]; c++)
                set_add(set, c);
            p->at += 2;
        } else {
            set_add(set, (unsigned char)*p->at);
        }
    }
    if (p->at == p->end)
        return missing;
    p->at++;
    for (size_t i = 0; negated && i < 8; i++)
        set->bits[i] = ~set->bits[i];
    return NULL;
}

static const char *parse_set(struct parser *p, struct byte_set *set)
{
    char c = *p->at++;
    if (c == '[')
        return parse_brackets(p, set);
    if (c == '.') {
        memset(set, 0xFF, sizeof *set);
    } else if (c != '%') {
        set_add(set, (unsigned char)c);
    } else {
        if (p->at == p->end)
            return "malformed pattern (ends with '%')";
        add_escaped(set, (unsigned char)*p->at++);
    }
    return NULL;
}

static const char *parse_single(struct parser *p, struct item *item)
{
    static const char suffixes[] = "?*+-";
    static const enum item_times times[] = {TIMES_OPTIONAL, TIMES_ANY, TIMES_SOME,
                                            TIMES_LAZY};
    const char *fault = parse_set(p, &item->set);
    if (fault || p->at == p->end)
        return fault;
    const char *suffix = *p->at ? strchr(suffixes, *p->at) : NULL;
    if (suffix) {
        item->times = times[suffix - suffixes];
        p->at++;
    }
    return NULL;
}

static const char *parse_open(struct parser *p, struct item *item)
{
    if (p->pattern->group_count == LUAPATTERN_CAPTURES)
        return "too many captures";
    item->group = p->pattern->group_count++;
    item->kind = ITEM_OPEN;
    p->at++;
    if (p->at < p->end && *p->at == ')') {
        item->kind = ITEM_POSITION;
        p->at++;
        return NULL;
    }
    p->open[item->group] = true;
    return NULL;
}

static const char *parse_close(struct parser *p, struct item *item)
{
    size_t group = p->pattern->group_count;
    while (group && !p->open[group - 1])
        group--;
    if (!group)
        return "invalid pattern capture";
    p->at++;
    p->open[group - 1] = false;
    item->kind = ITEM_CLOSE;
    item->group = group - 1;
    return NULL;
}

static const char *parse_percent(struct parser *p, struct item *item)
{
    char c = p->end - p->at > 1 ? p->at[1] : '\0';
    if (c == 'b') {
        if (p->end - p->at < 4)
            return "missing arguments to '%b'";
        item->kind = ITEM_BALANCE;
        item->open = (unsigned char)p->at[2];
        item->shut = (unsigned char)p->at[3];
        p->at += 4;
        return NULL;
    }
    if (c == 'f') {
        if (p->end - p->at < 3 || p->at[2] != '[')
            return "missing '[' after '%f' in pattern";
        item->kind = ITEM_FRONTIER;
        p->at += 2;
        return parse_set(p, &item->set);
    }
    if (c < '0' || c > '9')
        return parse_single(p, item);
    item->kind = ITEM_SAME;
    item->group = (size_t)(c - '1');
    if (c == '0' || item->group >= p->pattern->group_count || p->open[item->group])
        return "invalid capture index";
    p->at += 2;
    return NULL;
}

static const char *parse_item(struct parser *p, struct item *item)
{
    switch (*p->at) {
    case '(':
        return parse_open(p, item);
    case ')':
        return parse_close(p, item);
    case '%':
        return parse_percent(p, item);
    case '$':
        if (p->at + 1 < p->end)
            break;
        item->kind = ITEM_END;
        p->at++;
        return NULL;
    }
    return parse_single(p, item);
}

size_t luapattern_size(size_t len)
{
    return sizeof(struct luapattern) + len * sizeof(struct item);
}

const char *luapattern_compile(struct luapattern *storage, const char *text, size_t len,
                               bool anchors)
{
    struct parser p = {.at = text, .end = text + len, .pattern = storage};
    *storage = (struct luapattern){.anchored = anchors && len && *text == '^'};
    p.at += storage->anchored;
    while (p.at < p.end) {
        struct item *item = &storage->items[storage->item_count++];
        *item = (struct item){.kind = ITEM_SET};
        const char *fault = parse_item(&p, item);
        if (fault)
            return fault;
    }
    for (size_t i = 0; i < storage->group_count; i++) {
        if (p.open[i])
            return "unfinished capture";
    }
    return NULL;
}

bool luapattern_is_anchored(const struct luapattern *p)
{
    return p->anchored;
}
