/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "run/trace.h"
#include "run/tracelines.h"

struct reading {
    const char *file;
    struct trace *out;
    bool words_follow; /* the next line has the panic's words */
};

static bool begins(const char *line, const char *with)
{
    return strncmp(line, with, strlen(with)) == 0;
}

/* How main() ends that returns an error of the standard library's. */
static bool is_returned_error(const char *line)
{
    static const char *const kinds[] = {"Error: Os {", "Error: Custom {", "Error: Kind(",
                                        "Error: Error {"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (begins(line, kinds[i]))
            return true;
    return false;
}

/* "thread 'main' panicked at x.rs:LINE:COLUMN:", words in the next line; before Rust 1.73
 * "thread 'main' panicked at 'WORDS', x.rs:LINE:COLUMN". */
static bool crash_line(const char *line, void *ctx)
{
    static const char panicked[] = " panicked at ";
    struct reading *p = ctx;
    const char *at = begins(line, "thread '") ? strstr(line, panicked) : NULL;
    if (p->words_follow)
        snprintf(p->out->text, sizeof p->out->text, "%s", line);
    p->words_follow = false;
    if (at) {
        *p->out = (struct trace){.found = true,
                                 .behind = !begins(line, "thread 'main'"),
                                 .line = trace_place(line, p->file)};
        at += sizeof panicked - 1;
        const char *end = strrchr(at, '\'');
        p->words_follow = at[0] != '\'';
        if (at[0] == '\'' && end > at)
            snprintf(p->out->text, sizeof p->out->text, "%.*s", (int)(end - at - 1),
                     at + 1);
    } else if (is_returned_error(line)) {
        *p->out = (struct trace){.found = true};
        snprintf(p->out->text, sizeof p->out->text, "%s", line);
    }
    return true;
}

void trace_rust_crash(const char *text, size_t len, const char *file, struct trace *out)
{
    struct reading p = {.file = file, .out = out};
    *out = (struct trace){0};
    trace_each_line(text, len, crash_line, &p);
}

/* "error[E0308]: WORDS", and then " --> x.rs:LINE:COLUMN". */
static bool build_line(const char *line, void *ctx)
{
    struct reading *p = ctx;
    const char *words = begins(line, "error") ? strstr(line, ": ") : NULL;
    bool place = begins(line + strspn(line, " "), "--> ");
    if (words && !p->out->found) {
        p->out->found = true;
        snprintf(p->out->text, sizeof p->out->text, "%s", words + 2);
    } else if (p->out->found && place) {
        p->out->line = trace_place(line, p->file);
        return false;
    }
    return true;
}

void trace_rust_build(const char *text, size_t len, const char *file, struct trace *out)
{
    struct reading p = {.file = file, .out = out};
    *out = (struct trace){0};
    trace_each_line(text, len, build_line, &p);
}
