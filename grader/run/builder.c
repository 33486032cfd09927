/* SPDX-License-Identifier: MIT */
#include "run/builder.h"

#include <string.h>

#include "run/tracelines.h"

#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})

static const struct builder builders[] = {
    {.files = LIST("GNUmakefile", "makefile", "Makefile"),
     .tool = "make",
     .package = "make",
     .command = "make"},
    {.files = LIST("CMakeLists.txt"),
     .tool = "cmake",
     .package = "cmake",
     .command = "cmake -S . -B cmake-build -DCMAKE_BUILD_TYPE=Debug -Wno-dev\n"
                "cmake --build cmake-build"},
    {.files = LIST("run", "run.sh")},
};
#define BUILDERS (sizeof builders / sizeof *builders)

const struct builder *builder_at(size_t index, const struct folder *f, const char **file,
                                 bool *end)
{
    *end = index >= BUILDERS;
    for (const char *const *name = *end ? NULL : builders[index].files; name && *name;
         name++)
        if (folder_find(f, *name)) {
            *file = *name;
            return &builders[index];
        }
    return NULL;
}

struct search {
    struct buf *out;
    struct buf last;
    bool found, more; /* the next line goes on with the words */
};

static bool is_error(const char *line)
{
    static const char *const signs[] = {"error: ", "error[", "CMake Error", "*** ",
                                        "undefined reference"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (strstr(line, signs[i]))
            return true;
    return false;
}

static bool look_at(const char *line, void *ctx)
{
    struct search *s = ctx;
    const char *text = line + strspn(line, " \t");
    if (!*text)
        return true;
    if (s->more) {
        buf_printf(s->out, " %s", text);
        return false;
    }
    buf_clear(&s->last);
    buf_puts(&s->last, text);
    s->found = is_error(line);
    if (s->found)
        buf_puts(s->out, text);
    s->more = s->found && text[strlen(text) - 1] == ':';
    return !s->found || s->more;
}

void builder_error(const char *messages, size_t len, struct buf *out)
{
    struct search s = {.out = out};
    trace_each_line(messages, len, look_at, &s);
    if (!s.found)
        buf_puts(out, buf_text(&s.last));
    buf_close(&s.last);
}
