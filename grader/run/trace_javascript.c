/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "run/trace.h"
#include "run/tracelines.h"

/* Node tells an uncaught error so: the place, the source line, a caret below it, the error's
 * words, its stack. */
enum part { OUTSIDE, PLACED, POINTED, NAMED };

struct reading {
    const char *file;
    struct trace *out;
    enum part part;
    int head;    /* the place's line in the student's file; 0: another file */
    bool framed; /* the student's file is in the stack: it ran */
};

/* Whether the line is nothing but "PATH:N". */
static bool is_place(const char *line)
{
    const char *colon = strrchr(line, ':');
    if (!colon || colon == line || !isdigit((unsigned char)colon[1])
        || isspace((unsigned char)*line))
        return false;
    return colon[1 + strspn(colon + 1, "0123456789")] == '\0';
}

static bool is_caret(const char *line)
{
    line += strspn(line, " \t");
    size_t carets = strspn(line, "^");
    return carets && !line[carets];
}

static void take_frame(struct reading *p, const char *line)
{
    line += strspn(line, " ");
    int number = strncmp(line, "at ", 3) == 0 ? trace_place(line, p->file) : 0;
    if (number && !p->framed) {
        p->framed = true;
        p->out->line = number;
    }
}

static bool crash_line(const char *line, void *ctx)
{
    struct reading *p = ctx;
    if (is_place(line)) {
        p->part = PLACED;
        p->head = trace_place(line, p->file);
    } else if (p->part == PLACED && is_caret(line)) {
        p->part = POINTED;
    } else if (p->part == POINTED && line[0] && strcmp(line, "Uncaught:") != 0) {
        p->part = NAMED;
        p->framed = false;
        *p->out = (struct trace){.found = true, .line = p->head};
        snprintf(p->out->text, sizeof p->out->text, "%s", line);
    } else if (p->part == NAMED) {
        take_frame(p, line);
    }
    return true;
}

static void read_error(struct reading *p, const char *text, size_t len)
{
    *p->out = (struct trace){0};
    trace_each_line(text, len, crash_line, p);
}

void trace_javascript_crash(const char *text, size_t len, const char *file,
                            struct trace *out)
{
    struct reading p = {.file = file, .out = out};
    read_error(&p, text, len);
}

void trace_javascript_refusal(const char *text, size_t len, const char *file,
                              struct trace *out)
{
    struct reading p = {.file = file, .out = out};
    read_error(&p, text, len);
    if (p.framed || !p.head || strncmp(out->text, "SyntaxError:", 12) != 0)
        *out = (struct trace){0};
}
