/* SPDX-License-Identifier: MIT */
#include "run/notebook.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/json.h"
#include "run/submission.h"
#include "script/syntax.h"

#define FORMAT 4 /* of notebooks; since 2014 */

struct reading {
    const char *path, *text;
    size_t len;
    struct error *err;
};

/* Always -1. `where` is a path as json_find() takes it. */
static int wrong(const struct reading *r, const char *where, const char *what)
{
    size_t offset;
    json_find(r->text, r->len, where, JSON_VALUE, &offset);
    struct json_place place = json_line_column(r->text, r->len, offset);
    return error_kind(r->err, ERROR_USAGE, "%s:%zu:%zu: %s", r->path, place.line,
                      place.column, what);
}

static int wrong_in_cell(const struct reading *r, size_t index, const char *key,
                         const char *what)
{
    char *where = mem_printf("cells[%zu]%s", index, key);
    char *text = mem_printf("cell %zu %s", index + 1, what);
    int status = wrong(r, where, text);
    free(where);
    free(text);
    return status;
}

/* --- one cell ---------------------------------------------------------------------------- */

/* One text, or a list of them. False: it is neither. */
static bool put_source(const json_t *source, struct buf *out)
{
    size_t i;
    json_t *line;
    if (json_is_string(source)) {
        buf_append(out, json_string_value(source), json_string_length(source));
        return true;
    }
    if (!json_is_array(source))
        return false;
    json_array_foreach(source, i, line) if (!put_source(line, out)) return false;
    return true;
}

/* A carriage return in front of a newline is no part of the text. */
static char *take_text(struct buf *from)
{
    size_t len = 0;
    for (size_t i = 0; i < from->len; i++)
        if (from->data[i] != '\r' || i + 1 == from->len || from->data[i + 1] != '\n')
            from->data[len++] = from->data[i];
    return mem_copy(buf_text(from), len);
}

static void read_tags(struct cell *c, const json_t *tags)
{
    size_t i;
    json_t *tag;
    c->tags = mem_alloc((json_array_size(tags) + 1) * sizeof *c->tags);
    json_array_foreach(tags, i, tag) if (json_is_string(tag)) c->tags[c->tag_count++] =
        mem_text(json_string_value(tag));
}

static enum cell_kind kind_of(const char *name)
{
    return strcmp(name, "code") == 0       ? CELL_CODE
           : strcmp(name, "markdown") == 0 ? CELL_MARKDOWN
                                           : CELL_OTHER;
}

static int read_cell(const struct reading *r, size_t i, const json_t *from,
                     struct cell *c)
{
    struct buf text = {0};
    const char *kind = json_string_value(json_object_get(from, "cell_type"));
    int status = 0;
    if (!json_is_object(from))
        status = wrong_in_cell(r, i, "", "is no object in { }");
    else if (!kind)
        status = wrong_in_cell(r, i, "", "has no \"cell_type\"");
    else if (!put_source(json_object_get(from, "source"), &text))
        status = wrong_in_cell(r, i, ".source",
                               "has no text: \"source\" should be a text or a list of "
                               "texts");
    else if (text.len && memchr(text.data, '\0', text.len))
        status = wrong_in_cell(r, i, ".source", "holds a \\u0000, which no program has");
    if (status == 0) {
        c->kind = kind_of(kind);
        c->text = take_text(&text);
        read_tags(c, json_object_get(json_object_get(from, "metadata"), "tags"));
    }
    buf_close(&text);
    return status;
}

/* --- all of it --------------------------------------------------------------------------- */

static int check_format(const struct reading *r, const json_t *root)
{
    const json_t *format = json_object_get(root, "nbformat");
    if (!json_is_object(root) || !json_is_integer(format))
        return wrong(r, "",
                     "this is no Jupyter notebook: it should be an object with the "
                     "number \"nbformat\"");
    json_int_t version = json_integer_value(format);
    if (version < FORMAT)
        return wrong(r, "nbformat",
                     "this notebook has an old format; open it in Jupyter and save it, "
                     "which makes it format 4");
    if (version > FORMAT)
        return wrong(r, "nbformat", "this notebook has a newer format than 4");
    return 0;
}

/* What says nothing is taken for Python. */
static int check_language(const struct reading *r, const json_t *root)
{
    static const struct {
        const char *object, *key, *where;
    } places[] = {{"kernelspec", "language", "metadata.kernelspec.language"},
                  {"language_info", "name", "metadata.language_info.name"}};
    const json_t *metadata = json_object_get(root, "metadata");
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const char *name = json_string_value(
            json_object_get(json_object_get(metadata, places[i].object), places[i].key));
        if (!name || !*name)
            continue;
        if (strcasecmp(name, "python") == 0 || strcasecmp(name, "ipython") == 0)
            return 0;
        char *what = mem_printf("this notebook is in %s; only notebooks in Python can be "
                                "checked",
                                name);
        int status = wrong(r, places[i].where, what);
        free(what);
        return status;
    }
    return 0;
}

static int read_cells(const struct reading *r, const json_t *root, struct notebook *n)
{
    const json_t *cells = json_object_get(root, "cells");
    size_t i;
    json_t *cell;
    if (!json_is_array(cells))
        return wrong(r, cells ? "cells" : "", "this notebook has no list of \"cells\"");
    if (!json_array_size(cells))
        return wrong(r, "cells", "this notebook has no cells");
    n->cells = mem_alloc(json_array_size(cells) * sizeof *n->cells);
    json_array_foreach(cells, i, cell)
    {
        if (read_cell(r, i, cell, &n->cells[i]) < 0)
            return -1;
        n->count++;
    }
    return 0;
}

static bool is_blank(const char *text, size_t len)
{
    size_t blanks = 0;
    while (blanks < len && memchr(" \t\r\n", text[blanks], 4))
        blanks++;
    return blanks == len;
}

int notebook_read(struct notebook *n, const char *path, const char *text, size_t len,
                  struct error *err)
{
    struct error own;
    const struct reading r = {path, text, len, err ? err : &own};
    *n = (struct notebook){0};
    if (is_blank(text, len))
        return error_kind(err, ERROR_USAGE, "%s: the notebook is empty", path);
    json_t *root = syntax_parse(path, text, len, "notebook", r.err);
    if (!root) {
        r.err->kind = ERROR_USAGE;
        return -1;
    }
    int status = check_format(&r, root);
    if (status == 0)
        status = check_language(&r, root);
    if (status == 0)
        status = read_cells(&r, root, n);
    json_decref(root);
    if (status < 0)
        notebook_close(n);
    else
        n->path = mem_text(path);
    return status;
}

bool notebook_is(const char *path)
{
    static const char end[] = ".ipynb";
    size_t len = strlen(path), end_len = strlen(end);
    return len > end_len && strcasecmp(path + len - end_len, end) == 0;
}

int notebook_open(struct notebook *n, const char *path, struct error *err)
{
    struct buf text = {0};
    char block[65536];
    off_t size;
    ssize_t got;
    *n = (struct notebook){0};
    int fd = submission_file(path, &size, err);
    if (fd < 0)
        return -1;
    while ((off_t)text.len < size && (got = read(fd, block, sizeof block)) > 0)
        buf_append(&text, block, (size_t)got);
    close(fd);
    int status = notebook_read(n, path, buf_text(&text), text.len, err);
    buf_close(&text);
    return status;
}

void notebook_close(struct notebook *n)
{
    for (size_t i = 0; n->cells && i < n->count; i++) {
        for (size_t k = 0; k < n->cells[i].tag_count; k++)
            free(n->cells[i].tags[k]);
        free(n->cells[i].tags);
        free(n->cells[i].text);
    }
    free(n->cells);
    free(n->path);
    *n = (struct notebook){0};
}
