/* SPDX-License-Identifier: MIT */
#include "cli/formats.h"

#include <stdlib.h>
#include <string.h>

#include "base/outfile.h"
#include "cli/say.h"

#define WRITERS_MOST 64

static const struct writer *find(const char *value, size_t len)
{
    const char *names[WRITERS_MOST];
    size_t count = 0;
    char *name = mem_copy(value, len);
    const struct writer *writer = writer_find(name);
    for (; count < WRITERS_MOST && writer_at(count); count++)
        names[count] = writer_at(count)->name;
    if (!writer)
        say_unknown("format", name, names, count);
    free(name);
    return writer;
}

/* False: it complained. */
static bool fits(const struct formats *f, const struct writer *writer, const char *path)
{
    if (path && !*path)
        say_usage("--format %s= needs the name of a file behind it", writer->name);
    else if (!path && f->output && f->output != writer)
        say_usage("standard output takes one format: give the other a file, such as "
                  "--format %s=FILE",
                  writer->name);
    else if (path && f->count == FORMATS_MOST)
        say_usage("there are more formats with a file than %d", FORMATS_MOST);
    else
        return true;
    return false;
}

bool formats_take(const char *value, void *into)
{
    struct formats *f = into;
    size_t len = strcspn(value, "=");
    const char *path = value[len] ? value + len + 1 : NULL;
    const struct writer *writer = find(value, len);
    if (!writer || !fits(f, writer, path))
        return false;
    if (path) {
        f->files[f->count].writer = writer;
        f->files[f->count++].path = path;
    } else {
        f->output = writer;
    }
    return true;
}

bool formats_is_text(const struct formats *f)
{
    return !f->output || f->output == &writer_text;
}

/* A file has no colours, whatever the terminal has. */
static int write_file(const struct writer *writer, const char *path,
                      const struct writing *settings, struct error *err)
{
    struct buf out = {0};
    struct writing s = *settings;
    s.out = &out;
    s.colour = false;
    int status = writer_write(writer, &s, err);
    if (status == 0)
        status = outfile_write(path, &out, OUTFILE_LASTING, err);
    buf_close(&out);
    return status;
}

int formats_write(const struct formats *f, const struct writing *settings, bool hides)
{
    struct error err;
    const struct writer *output = f->output ? f->output : &writer_text;
    int status = 0;
    if (output->hides == hides && writer_write(output, settings, &err) < 0)
        status = say_error(&err);
    for (size_t i = 0; i < f->count; i++)
        if (f->files[i].writer->hides == hides
            && write_file(f->files[i].writer, f->files[i].path, settings, &err) < 0)
            status = say_error(&err);
    return status;
}

void formats_help(struct buf *out)
{
    const struct writer *w;
    buf_puts(out, "\nFormats:\n");
    for (size_t i = 0; (w = writer_at(i)); i++)
        buf_printf(out, "  %-18s %s\n", w->name, w->summary);
}
