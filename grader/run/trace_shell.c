/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "run/trace.h"
#include "run/tracelines.h"

struct reading {
    const char *file;
    struct trace *out;
};

/* "FILE: line N: WORDS" of bash, "FILE: N: WORDS" of other shells; the path begins the line.
 * Returns N, or 0. */
static int place_of(const char *line, const char *file, const char **words)
{
    const char *colon = strchr(line, ':');
    size_t len = strlen(file), path = colon ? (size_t)(colon - line) : 0;
    if (path < len || strncmp(colon - len, file, len) != 0
        || (path > len && colon[-(long)len - 1] != '/'))
        return 0;
    const char *digits = colon + 1 + strspn(colon + 1, " ");
    if (strncmp(digits, "line ", 5) == 0)
        digits += 5;
    const char *end = digits + strspn(digits, "0123456789");
    if (end == digits || strncmp(end, ": ", 2) != 0)
        return 0;
    *words = end + 2;
    return trace_number(digits);
}

static bool is_syntax_error(const char *words)
{
    static const char *const kinds[] = {"syntax error", "Syntax error",
                                        "unexpected EOF while looking"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strncmp(words, kinds[i], strlen(kinds[i])) == 0)
            return true;
    return false;
}

/* What went wrong last. Most errors end no script, and then count for nothing. Bash shows the
 * line of a syntax error in a second one. */
static bool crash_line(const char *line, void *ctx)
{
    struct reading *p = ctx;
    const char *words;
    int number = place_of(line, p->file, &words);
    if (!number || (is_syntax_error(p->out->text) && words[0] == '`'))
        return true;
    *p->out = (struct trace){.found = true, .line = number};
    snprintf(p->out->text, sizeof p->out->text, "%s", words);
    return true;
}

void trace_shell_crash(const char *text, size_t len, const char *file, struct trace *out)
{
    struct reading p = {.file = file, .out = out};
    *out = (struct trace){0};
    trace_each_line(text, len, crash_line, &p);
}

static bool refusal_line(const char *line, void *ctx)
{
    struct reading *p = ctx;
    const char *words;
    int number = place_of(line, p->file, &words);
    if (!number || !is_syntax_error(words))
        return true;
    *p->out = (struct trace){.found = true, .line = number};
    snprintf(p->out->text, sizeof p->out->text, "%s", words);
    return false;
}

void trace_shell_refusal(const char *text, size_t len, const char *file,
                         struct trace *out)
{
    struct reading p = {.file = file, .out = out};
    *out = (struct trace){0};
    trace_each_line(text, len, refusal_line, &p);
}
