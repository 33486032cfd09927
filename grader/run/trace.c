/* SPDX-License-Identifier: MIT */
#include "run/trace.h"

#include <stdio.h>
#include <string.h>

#include "run/tracelines.h"

/* Reads   File "PATH", line N   : the line number when PATH is the student's file, 0 for
 * another file, -1 for another kind of line. */
static int frame_line(const char *line, const char *file, const char **path)
{
    line += strspn(line, " ");
    if (strncmp(line, "File \"", 6) != 0)
        return -1;
    static const char between[] = "\", line ";
    const char *begin = line + 6, *end = strchr(begin, '"');
    if (!end || strncmp(end, between, sizeof between - 1) != 0)
        return -1;
    int number = trace_number(end + sizeof between - 1);
    *path = begin;
    const char *base = end;
    while (base > begin && base[-1] != '/')
        base--;
    size_t len = strlen(file);
    return (size_t)(end - base) == len && strncmp(base, file, len) == 0 ? number : 0;
}

/* What is known while one text is read. */
struct reading {
    const char *file;
    struct trace *out;
    bool inside;  /* behind "Traceback" */
    bool library; /* a frame of an event loop stands between */
    int threads;
};

static void keep_text(struct trace *out, const char *line)
{
    snprintf(out->text, sizeof out->text, "%s", line);
}

/* How Python's libraries introduce an error that they caught in the program's name. */
static const char *const behind[] = {
    "Exception in thread ", "Exception occurred during processing of request",
    "exception was never retrieved", "Unhandled exception in client_connected_cb",
    "Exception in callback "};

/* The last traceback counts; its last line that is not indented is the error. */
static bool crash_line(const char *line, void *ctx)
{
    struct reading *p = ctx;
    const char *path;
    if (strncmp(line, "Traceback (most recent call last)", 33) == 0) {
        p->inside = true;
        p->out->found = true;
        p->out->line = 0;
        p->out->text[0] = '\0';
        return true;
    }
    for (size_t i = 0; i < sizeof behind / sizeof *behind; i++)
        p->out->behind |= strstr(line, behind[i]) != NULL;
    if (!p->inside)
        return true;
    int number = frame_line(line, p->file, &path);
    if (number > 0)
        p->out->line = number;
    else if (number < 0 && line[0] && line[0] != ' ') {
        keep_text(p->out, line);
        p->inside = false;
    }
    return true;
}

void trace_python_crash(const char *text, size_t len, const char *file, struct trace *out)
{
    struct reading p = {.file = file, .out = out};
    *out = (struct trace){0};
    trace_each_line(text, len, crash_line, &p);
}

/* Most recent call first. Behind an event loop's frames no line of the student waits. */
static bool waits_line(const char *line, void *ctx)
{
    struct reading *p = ctx;
    const char *path;
    if (strstr(line, "(most recent call first)")) {
        p->threads++;
        return true;
    }
    int number = frame_line(line, p->file, &path);
    if (number == 0
        && (strstr(path, "/asyncio/") || strstr(path, "/selectors.py")
            || strstr(path, "/socketserver.py") || strstr(path, "/threading.py")))
        p->library = true;
    if (number > 0 && !p->out->found && !p->library) {
        p->out->found = true;
        p->out->line = number;
    }
    return true;
}

void trace_python_waits(const char *text, size_t len, const char *file, struct trace *out)
{
    struct reading p = {.file = file, .out = out};
    *out = (struct trace){0};
    trace_each_line(text, len, waits_line, &p);
    if (p.threads != 1) /* which of them should have spoken is not known */
        *out = (struct trace){0};
}

static bool refusal_line(const char *line, void *ctx)
{
    static const char *const kinds[] = {"SyntaxError:", "IndentationError:", "TabError:"};
    struct reading *p = ctx;
    const char *path;
    if (strncmp(line, "Traceback", 9) == 0)
        return false; /* it ran: an eval() or an import of its own went wrong */
    int number = frame_line(line, p->file, &path);
    if (number > 0)
        p->out->line = number;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strncmp(line, kinds[i], strlen(kinds[i])) == 0 && p->out->line) {
            p->out->found = true;
            keep_text(p->out, line);
        }
    return !p->out->found;
}

void trace_python_refusal(const char *text, size_t len, const char *file,
                          struct trace *out)
{
    struct reading p = {.file = file, .out = out};
    *out = (struct trace){0};
    trace_each_line(text, len, refusal_line, &p);
}

static bool c_line(const char *line, void *ctx)
{
    struct reading *p = ctx;
    const char *error = strstr(line, "error: ");
    if (!error)
        error = strstr(line, "undefined reference to ");
    if (!error)
        return true;
    p->out->found = true;
    keep_text(p->out, strncmp(error, "error: ", 7) == 0 ? error + 7 : error);
    size_t len = strlen(p->file);
    const char *name = strstr(line, p->file);
    bool whole = name && name < error && (name == line || name[-1] == '/');
    if (whole && name[len] == ':')
        p->out->line = trace_number(name + len + 1);
    return false;
}

void trace_c_build(const char *text, size_t len, const char *file, struct trace *out)
{
    struct reading p = {.file = file, .out = out};
    *out = (struct trace){0};
    trace_each_line(text, len, c_line, &p);
}

/* How the C and C++ libraries begin their last words. */
static const char *const last_words[] = {
    "terminate called",
    "*** stack smashing detected",
    "*** buffer overflow detected",
    "free(): ",
    "double free or corruption",
    "malloc(): ",
    "realloc(): ",
    "munmap_chunk(): ",
    "corrupted ",
    "malloc_consolidate(): ",
    "pure virtual method called",
};

/* "PROGRAM: FILE:LINE: FUNCTION: Assertion `", or without the program. */
static int asserted_line(const char *line, const char *file)
{
    size_t len = strlen(file);
    for (const char *at = line; (at = strstr(at, file)); at++)
        if ((at == line || at[-1] == '/' || at[-1] == ' ') && at[len] == ':')
            return trace_number(at + len + 1);
    return 0;
}

static bool is_last_word(const char *line)
{
    const char *assertion = strstr(line, ": Assertion `");
    if (assertion && strstr(assertion, "' failed."))
        return true;
    for (size_t i = 0; i < sizeof last_words / sizeof *last_words; i++)
        if (strncmp(line, last_words[i], strlen(last_words[i])) == 0)
            return true;
    return false;
}

/* What an assertion says of itself; the exception's own text after its type, which comes in a
 * line of its own. */
static bool aborted_line(const char *line, void *ctx)
{
    struct reading *p = ctx;
    static const char thrown[] = "terminate called after throwing an instance of ";
    const char *assertion = strstr(line, "Assertion `");
    if (p->out->found && strncmp(line, "  what():  ", 11) == 0) {
        size_t len = strlen(p->out->text);
        snprintf(p->out->text + len, sizeof p->out->text - len, ": %s", line + 11);
    }
    if (!is_last_word(line))
        return true;
    p->out->found = true;
    if (strncmp(line, thrown, sizeof thrown - 1) == 0)
        snprintf(p->out->text, sizeof p->out->text, "no one caught the exception %s",
                 line + sizeof thrown - 1);
    else
        keep_text(p->out, assertion ? assertion : line);
    if (assertion)
        p->out->line = asserted_line(line, p->file);
    return true;
}

void trace_c_aborted(const char *text, size_t len, const char *file, struct trace *out)
{
    struct reading p = {.file = file, .out = out};
    *out = (struct trace){0};
    trace_each_line(text, len, aborted_line, &p);
}
