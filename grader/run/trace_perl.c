/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run/trace.h"
#include "run/tracelines.h"

struct reading {
    const char *file;
    struct trace *out;
    struct trace first; /* error of those that keep it from being started */
};

/* N of the last " at PATH line N" where PATH is the student's file; *begin: where that begins
 * in the line. 0: none. */
static int place_of(const char *line, const char *file, const char **begin)
{
    static const char between[] = " line ";
    size_t len = strlen(file);
    int number = 0;
    for (const char *at = line; (at = strstr(at, file)); at++) {
        const char *end = at + len;
        bool whole = at > line && strchr("/ ", at[-1]) != NULL;
        if (!whole || strncmp(end, between, sizeof between - 1) != 0)
            continue;
        number = trace_number(end + sizeof between - 1);
        *begin = at;
    }
    while (number && *begin > line && strncmp(*begin, " at ", 4) != 0)
        (*begin)--;
    return number;
}

/* What it says last is why it ended; it says what it warns of in the same way. */
static bool crash_line(const char *line, void *ctx)
{
    struct reading *p = ctx;
    const char *begin = line;
    int number = place_of(line, p->file, &begin);
    if (!line[0])
        return true;
    *p->out = (struct trace){.found = number && begin > line};
    p->out->line = p->out->found ? number : 0;
    if (p->out->found)
        snprintf(p->out->text, sizeof p->out->text, "%.*s", (int)(begin - line), line);
    return true;
}

void trace_perl_crash(const char *text, size_t len, const char *file, struct trace *out)
{
    struct reading p = {.file = file, .out = out};
    *out = (struct trace){0};
    trace_each_line(text, len, crash_line, &p);
}

/* The first of the errors is kept; what guesses at them comes in front of it. */
static bool refusal_line(const char *line, void *ctx)
{
    static const char guess[] = " found where operator expected ";
    struct reading *p = ctx;
    const char *begin = line;
    int number = place_of(line, p->file, &begin);
    if (strstr(line, " aborted due to compilation errors.")
        || strstr(line, " had compilation errors.")
        || strstr(line, " had too many errors.")) {
        *p->out = p->first;
        p->out->found = true;
        return false;
    }
    if (number && !p->first.line && begin > line && !strstr(line, guess)) {
        p->first.line = number;
        snprintf(p->first.text, sizeof p->first.text, "%.*s", (int)(begin - line), line);
    }
    return true;
}

void trace_perl_refusal(const char *text, size_t len, const char *file, struct trace *out)
{
    struct reading p = {.file = file, .out = out};
    *out = (struct trace){0};
    trace_each_line(text, len, refusal_line, &p);
}
