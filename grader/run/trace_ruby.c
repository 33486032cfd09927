/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "run/trace.h"
#include "run/tracelines.h"

struct reading {
    const char *file;
    struct trace *out;
    bool inside; /* behind an error's words, in its stack */
    bool behind; /* what comes next is told of a thread */
};

/* The words of "PLACE:in `METHOD': WORDS (ERROR)"; NULL when the line is none of these.
 * Since Ruby 3.4 both quotation marks are the same. */
static const char *words_of(const char *line)
{
    const char *in = strstr(line, ":in ");
    if (!in || (in[4] != '`' && in[4] != '\'') || line[0] == '\t' || line[0] == ' ')
        return NULL;
    const char *end = strstr(in + 5, "': ");
    return end ? end + 3 : NULL;
}

static bool crash_line(const char *line, void *ctx)
{
    struct reading *p = ctx;
    const char *words = words_of(line);
    int number = trace_place(line, p->file);
    if (strncmp(line, "#<Thread:", 9) == 0 && strstr(line, "terminated with exception")) {
        p->behind = true;
    } else if (words && strncmp(words, "Interrupt", 9) != 0) {
        *p->out = (struct trace){.found = true, .line = number, .behind = p->behind};
        snprintf(p->out->text, sizeof p->out->text, "%s", words);
        p->inside = true;
        p->behind = false;
    } else if (p->inside && !p->out->line && strncmp(line, "\tfrom ", 6) == 0) {
        p->out->line = number;
    }
    return true;
}

void trace_ruby_crash(const char *text, size_t len, const char *file, struct trace *out)
{
    struct reading p = {.file = file, .out = out};
    *out = (struct trace){0};
    trace_each_line(text, len, crash_line, &p);
}

/* Where other threads are meant, the main one is in one of these. */
static bool waits_for_others(const char *line)
{
    static const char *const methods[] = {"`join'",  "'join'",  "'Thread#join'",
                                          "`value'", "'value'", "'Thread#value'"};
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (strstr(line, methods[i]))
            return true;
    return false;
}

/* SIGINT raises Interrupt, whose stack begins where the program is. */
static bool waits_line(const char *line, void *ctx)
{
    struct reading *p = ctx;
    const char *words = words_of(line);
    if (words && strncmp(words, "Interrupt", 9) == 0)
        p->inside = !waits_for_others(line);
    if (p->inside && !p->out->found) {
        p->out->line = trace_place(line, p->file);
        p->out->found = p->out->line > 0;
    }
    return !p->out->found;
}

void trace_ruby_waits(const char *text, size_t len, const char *file, struct trace *out)
{
    struct reading p = {.file = file, .out = out};
    *out = (struct trace){0};
    trace_each_line(text, len, waits_line, &p);
}

/* "FILE:LINE: syntax error, ..."; since Ruby 3.3 several are listed behind "errors found". */
static bool refusal_line(const char *line, void *ctx)
{
    struct reading *p = ctx;
    const char *words = strstr(line, ": syntax error");
    int number = words ? trace_place(line, p->file) : 0;
    if (!number)
        return true;
    *p->out = (struct trace){.found = true, .line = number};
    snprintf(p->out->text, sizeof p->out->text, "%s", words + 2);
    return false;
}

void trace_ruby_refusal(const char *text, size_t len, const char *file, struct trace *out)
{
    struct reading p = {.file = file, .out = out};
    *out = (struct trace){0};
    trace_each_line(text, len, refusal_line, &p);
}
