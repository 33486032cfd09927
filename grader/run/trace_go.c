/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "run/trace.h"
#include "run/tracelines.h"

struct reading {
    const char *file;
    struct trace *out;
    bool inside;  /* behind the panic's words, or in the dump */
    bool created; /* the next place is where a goroutine was begun */
    bool placed;  /* the goroutine at hand has its line */
    int goroutines;
};

static bool begins(const char *line, const char *with)
{
    return strncmp(line, with, strlen(with)) == 0;
}

/* Notes the first line of the student's in each goroutine's stack; true when it is one. */
static bool take_place(struct reading *p, const char *line)
{
    bool created = p->created;
    p->created = begins(line, "created by ");
    if (begins(line, "goroutine "))
        p->placed = false;
    int number = line[0] == '\t' && !created ? trace_place(line, p->file) : 0;
    if (!number || p->placed)
        return false;
    p->placed = true;
    p->goroutines++;
    if (p->goroutines == 1)
        p->out->line = number;
    return true;
}

/* The goroutine that failed is told first; a second panic, of a deferred call, is indented. */
static bool crash_line(const char *line, void *ctx)
{
    struct reading *p = ctx;
    bool panic = begins(line, "panic: "), fatal = begins(line, "fatal error: ");
    if (panic || fatal) {
        *p = (struct reading){.file = p->file, .out = p->out, .inside = true};
        *p->out = (struct trace){.found = true};
        snprintf(p->out->text, sizeof p->out->text, "%s", line);
    } else if (p->inside) {
        return !take_place(p, line);
    }
    return true;
}

void trace_go_crash(const char *text, size_t len, const char *file, struct trace *out)
{
    struct reading p = {.file = file, .out = out};
    *out = (struct trace){0};
    trace_each_line(text, len, crash_line, &p);
}

static bool waits_line(const char *line, void *ctx)
{
    struct reading *p = ctx;
    p->inside |= begins(line, "SIGQUIT: quit");
    if (p->inside)
        take_place(p, line);
    return true;
}

void trace_go_waits(const char *text, size_t len, const char *file, struct trace *out)
{
    struct reading p = {.file = file, .out = out};
    *out = (struct trace){0};
    trace_each_line(text, len, waits_line, &p);
    if (p.goroutines != 1) /* which of them should have spoken is not known */
        *out = (struct trace){0};
    out->found = out->line > 0;
}

/* x.go:LINE:COLUMN: words */
static bool build_line(const char *line, void *ctx)
{
    struct reading *p = ctx;
    int number = trace_place(line, p->file);
    const char *words = number ? strstr(line, ": ") : NULL;
    if (!words)
        return true;
    *p->out = (struct trace){.found = true, .line = number};
    snprintf(p->out->text, sizeof p->out->text, "%s", words + 2);
    return false;
}

void trace_go_build(const char *text, size_t len, const char *file, struct trace *out)
{
    struct reading p = {.file = file, .out = out};
    *out = (struct trace){0};
    trace_each_line(text, len, build_line, &p);
}
