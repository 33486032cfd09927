/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "run/trace.h"
#include "run/tracelines.h"

struct reading {
    const char *file;
    struct trace *out;
    bool inside; /* behind "Exception in thread", or in a thread's section */
    bool placed; /* the error or thread at hand has its line */
    int threads; /* that have a line of the student's */
};

/* The line of  at Main.main(x.java:N)  ; 0 for another frame, -1 for no frame. The machine's
 * own classes stand in modules, "java.base/java.net.Socket", and may have such files too. */
static int frame(const char *line, const char *file)
{
    line += strspn(line, " \t");
    if (strncmp(line, "at ", 3) != 0)
        return -1;
    const char *open = strchr(line, '(');
    const char *module = strchr(line, '/');
    size_t len = strlen(file);
    if (!open || (module && module < open) || strncmp(open + 1, file, len) != 0
        || open[1 + len] != ':')
        return 0;
    return trace_number(open + 1 + len + 1);
}

static void take_error(struct reading *p, const char *text)
{
    snprintf(p->out->text, sizeof p->out->text, "%s", text);
    p->placed = false;
}

/* What caused an error is nearer to the mistake than who passed it on. */
static bool crash_line(const char *line, void *ctx)
{
    static const char head[] = "Exception in thread \"", cause[] = "Caused by: ";
    struct reading *p = ctx;
    const char *name = line + sizeof head - 1;
    const char *end =
        strncmp(line, head, sizeof head - 1) == 0 ? strstr(name, "\" ") : NULL;
    if (end) {
        *p->out = (struct trace){.found = true};
        p->out->behind = strncmp(name, "main\"", 5) != 0;
        p->inside = true;
        take_error(p, end + 2);
        return true;
    }
    if (!p->inside)
        return true;
    if (strncmp(line, cause, sizeof cause - 1) == 0) {
        take_error(p, line + sizeof cause - 1);
        return true;
    }
    int number = frame(line, p->file);
    if (number > 0 && !p->placed) {
        p->out->line = number;
        p->placed = true;
    }
    return true;
}

void trace_java_crash(const char *text, size_t len, const char *file, struct trace *out)
{
    struct reading p = {.file = file, .out = out};
    *out = (struct trace){0};
    trace_each_line(text, len, crash_line, &p);
}

static bool waits_line(const char *line, void *ctx)
{
    struct reading *p = ctx;
    if (strncmp(line, "Full thread dump", 16) == 0)
        p->inside = true;
    if (line[0] == '"')
        p->placed = false;
    int number = p->inside ? frame(line, p->file) : -1;
    if (number > 0 && !p->placed) {
        p->placed = true;
        p->threads++;
        p->out->found = true;
        p->out->line = number;
    }
    return true;
}

void trace_java_waits(const char *text, size_t len, const char *file, struct trace *out)
{
    struct reading p = {.file = file, .out = out};
    *out = (struct trace){0};
    trace_each_line(text, len, waits_line, &p);
    if (p.threads != 1) /* which of them should have spoken is not known */
        *out = (struct trace){0};
}

/* "cannot find symbol" says which one in a line below. */
static bool build_line(const char *line, void *ctx)
{
    static const char mark[] = ": error: ", symbol[] = "  symbol:";
    struct reading *p = ctx;
    const char *error = strstr(line, mark);
    if (error)
        error += sizeof mark - 1;
    else if (strncmp(line, "error: ", 7) == 0)
        error = line + 7;
    if (error && p->inside)
        return false;
    if (error) {
        p->inside = true;
        p->out->found = true;
        p->out->line = trace_place(line, p->file);
        snprintf(p->out->text, sizeof p->out->text, "%s", error);
    }
    if (p->inside && strncmp(line, symbol, sizeof symbol - 1) == 0) {
        size_t len = strlen(p->out->text);
        const char *name = line + sizeof symbol - 1;
        snprintf(p->out->text + len, sizeof p->out->text - len, ": %s",
                 name + strspn(name, " "));
        return false;
    }
    return true;
}

void trace_java_build(const char *text, size_t len, const char *file, struct trace *out)
{
    struct reading p = {.file = file, .out = out};
    *out = (struct trace){0};
    trace_each_line(text, len, build_line, &p);
}
