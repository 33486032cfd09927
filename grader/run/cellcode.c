/* SPDX-License-Identifier: MIT */
#include "run/cellcode.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "run/pyline.h"

/* What stands in the first line of a cell, and the rest of it is Python all the same. */
static const char *const python_cells[] = {"time",      "timeit", "capture", "prun",
                                           "writefile", "file",   "python",  "python3"};

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* The word at text is this one. */
static bool has_word(const char *text, const char *word)
{
    size_t len = strlen(word);
    return strncmp(text, word, len) == 0 && !is_word(text[len]);
}

/* Behind a first line that begins with %%; NULL: the cell is not in Python. */
static const char *behind_cell_magic(const char *text)
{
    const char *at = text + strspn(text, " \t\n");
    if (strncmp(at, "%%", 2) != 0)
        return text;
    for (size_t i = 0; i < sizeof python_cells / sizeof *python_cells; i++)
        if (has_word(at + 2, python_cells[i]))
            return at + strcspn(at, "\n");
    return NULL;
}

bool cellcode_is_code(const char *text)
{
    struct pyline line;
    struct pyscan scan;
    const char *code = behind_cell_magic(text);
    if (!code)
        return false;
    pyscan_begin(&scan, code);
    while (pyscan_next(&scan, &line))
        if (!line.magic)
            return true;
    return false;
}

static void keep_newlines(const char *from, size_t len, struct buf *out)
{
    for (size_t i = 0; i < len; i++)
        if (from[i] == '\n')
            buf_putc(out, '\n');
}

/* "%time x = f()" is timed code; anything else goes. */
static void replace_magic(const struct pyline *line, struct buf *out)
{
    static const char timed[] = "%time ";
    const char *end = line->begin + line->len;
    if (strncmp(line->begin, timed, strlen(timed)) == 0) {
        const char *code = line->begin + strlen(timed);
        code += strspn(code, " \t");
        buf_append(out, code, (size_t)(end - code));
        return;
    }
    buf_puts(out, "pass");
    keep_newlines(line->begin, line->len, out);
}

void cellcode_program(const char *text, struct buf *out)
{
    struct pyline line;
    struct pyscan scan;
    const char *code = behind_cell_magic(text), *at = code;
    if (!code)
        return;
    keep_newlines(text, (size_t)(code - text), out);
    pyscan_begin(&scan, code);
    while (pyscan_next(&scan, &line)) {
        buf_append(out, at, (size_t)(line.begin - at));
        if (line.magic)
            replace_magic(&line, out);
        else
            buf_append(out, line.begin, line.len);
        at = line.begin + line.len;
    }
    buf_puts(out, at);
}

/* --- definitions ------------------------------------------------------------------------- */

/* Calls that change nothing, and so may make a value. */
static const char *const harmless[] = {
    "encode",     "decode",    "int",    "float",       "str",           "bytes",
    "bytearray",  "len",       "tuple",  "list",        "dict",          "set",
    "range",      "join",      "format", "upper",       "lower",         "strip",
    "namedtuple", "Lock",      "RLock",  "gethostname", "gethostbyname", "Event",
    "Queue",      "frozenset", "Path",   "getenv",      "defaultdict", /* and what is no call: */
    "if",         "else",      "and",    "or",          "not",           "in",
    "is",         "for",
};

static bool is_harmless(const char *begin, const char *end)
{
    const char *word = end;
    while (word > begin && is_word(word[-1]))
        word--;
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
        if ((size_t)(end - word) == strlen(harmless[i])
            && strncmp(word, harmless[i], strlen(harmless[i])) == 0)
            return true;
    return false;
}

/* A bracket directly behind a name, another bracket or a text calls something. Texts are
 * looked into as well: f"{f()}". */
static bool calls_nothing(const char *text, const char *end)
{
    for (const char *at = text; at < end; at++) {
        const char *called = at;
        while (called > text && strchr(" \t", called[-1]))
            called--;
        if (*at == '(' && called > text
            && (is_word(called[-1]) || strchr(")]\"'", called[-1]))
            && !is_harmless(text, called))
            return false;
    }
    return !bytes_find(text, (size_t)(end - text), "await ", 6)
           && !bytes_find(text, (size_t)(end - text), "yield", 5);
}

/* NAME =, NAME: TYPE =, A, B =; what is behind; NULL: it is no such thing. */
static const char *assigned(const struct pyline *line)
{
    const char *at = line->begin, *end = line->begin + line->len;
    if (!isalpha((unsigned char)*at) && *at != '_')
        return NULL;
    while (at < end && (is_word(*at) || strchr(" \t,:.[]", *at)))
        at++;
    bool names = !memchr(line->begin, '.', (size_t)(at - line->begin))
                 || memchr(line->begin, ':', (size_t)(at - line->begin));
    return names && at + 1 < end && *at == '=' && at[1] != '=' ? at + 1 : NULL;
}

static bool is_definition(const struct pyline *line)
{
    static const char *const words[] = {"import", "from", "def", "class"};
    if (*line->begin == '@' || strncmp(line->begin, "async def ", 10) == 0)
        return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (has_word(line->begin, words[i]))
            return true;
    const char *value = line->head ? NULL : assigned(line);
    if (!value)
        return false;
    value += strspn(value, " \t");
    return has_word(value, "lambda") || calls_nothing(value, line->begin + line->len);
}

static void add(struct definitions *d, int line, const char *text, size_t len)
{
    d->list = mem_grow(d->list, (d->count + 1) * sizeof *d->list);
    d->list[d->count++] = (struct definition){.line = line, .text = mem_copy(text, len)};
}

/* A decorator has what it decorates behind it, and a head its indented lines. */
void cellcode_definitions(const char *text, struct definitions *out)
{
    struct pyline line;
    struct pyscan scan;
    struct buf code = {0};
    const char *begin = NULL, *end = NULL;
    int first = 0;
    bool decorated = false;
    cellcode_program(text, &code);
    pyscan_begin(&scan, buf_text(&code));
    while (pyscan_next(&scan, &line)) {
        bool edge = line.indent == 0;
        if (edge && !decorated) {
            if (begin)
                add(out, first, begin, (size_t)(end - begin));
            begin = is_definition(&line) ? line.begin : NULL;
            first = line.number;
        }
        end = line.begin + line.len;
        decorated = edge && *line.begin == '@';
    }
    if (begin)
        add(out, first, begin, (size_t)(end - begin));
    buf_close(&code);
}

void definitions_close(struct definitions *d)
{
    for (size_t i = 0; i < d->count; i++)
        free(d->list[i].text);
    free(d->list);
    *d = (struct definitions){0};
}
