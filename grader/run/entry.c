/* SPDX-License-Identifier: MIT */
#include "run/entry.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/bytes.h"
#include "run/recipe.h"

#define TEXT_MAX ((size_t)256 * 1024)

const char *entry_base(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* --- names ---------------------------------------------------------------------------- */

/* Whether a file is called so, its extension aside: "Connect2.java" is "connect-2". */
static bool is_called(const char *file, const char *wanted)
{
    const char *at = entry_base(file), *end = strrchr(at, '.');
    end = end && end > at ? end : at + strlen(at);
    for (;; at++, wanted++) {
        while (at < end && strchr("-_ ", *at))
            at++;
        while (*wanted && strchr("-_ ", *wanted))
            wanted++;
        if (at == end || !*wanted)
            return at == end && !*wanted;
        if (tolower((unsigned char)*at) != tolower((unsigned char)*wanted))
            return false;
    }
}

/* The only candidate of that name, or NULL. */
static const struct folder_file *only_called(const struct entries *c, const char *name)
{
    const struct folder_file *found = NULL;
    for (size_t i = 0; i < c->count; i++)
        if (is_called(c->files[i]->name, name)) {
            if (found)
                return NULL;
            found = c->files[i];
        }
    return found;
}

const struct folder_file *entry_choose(const struct entries *c,
                                       const struct submission *s)
{
    const char *const names[] = {s->exercise, s->name,    s->role,
                                 "main",      "__main__", "program"};
    const struct folder_file *found = c->count == 1 ? c->files[0] : NULL;
    for (size_t i = 0; !found && i < sizeof names / sizeof *names; i++)
        found = names[i] && *names[i] ? only_called(c, names[i]) : NULL;
    return found;
}

int entry_unclear(const struct submission *s, const struct entries *c, const char *what,
                  struct error *err)
{
    struct buf list = {0};
    for (size_t i = 0; i < c->count; i++)
        buf_printf(&list, "%s%s",
                   i == 0             ? ""
                   : i + 1 < c->count ? ", "
                                      : " and ",
                   c->files[i]->name);
    int status = error_kind(
        err, ERROR_USAGE,
        "%s: it can't be told which of %s %s; keep one of them, name one after the "
        "exercise, or say in a file " RECIPE_NAME " what is run (sockgrade(1) shows one)",
        s->path, buf_text(&list), what);
    buf_close(&list);
    return status;
}

/* --- sources -------------------------------------------------------------------------- */

char *entry_text(const struct folder *f, const struct folder_file *file, size_t *len)
{
    char *text = mem_alloc(TEXT_MAX + 1);
    *len = folder_head(f, file, text, TEXT_MAX);
    return text;
}

bool entry_has_main(const struct folder *f, const struct folder_file *file)
{
    size_t len;
    char *text = entry_text(f, file, &len);
    const char *end = text + len;
    bool found = false;
    for (const char *at = text;
         !found && (at = bytes_find(at, (size_t)(end - at), "main", 4)); at += 4) {
        const char *next = at + 4;
        while (next < end && isspace((unsigned char)*next))
            next++;
        found = next < end && *next == '('
                && (at == text || !(isalnum((unsigned char)at[-1]) || at[-1] == '_'));
    }
    free(text);
    return found;
}

const struct language *entry_language(const struct folder *f,
                                      const struct folder_file *file)
{
    char head[4096];
    size_t len = folder_head(f, file, head, sizeof head);
    return language_of(file->name, head, len);
}

static void gather(struct entries *c, const struct folder *f, bool nested)
{
    c->count = 0;
    for (size_t i = 0; i < f->count && c->count < ENTRIES; i++) {
        const struct language *l = entry_language(f, &f->files[i]);
        if (!l || (!nested && strchr(f->files[i].name, '/')))
            continue;
        c->languages[c->count] = l;
        c->files[c->count++] = &f->files[i];
    }
}

/* Keeps what is a source, where there is one; and of languages whose files are compiled
 * together, those that a program begins in, where there is one. */
static void narrow(struct entries *c, const struct folder *f,
                   bool (*fits)(const struct folder *f, const struct language *l,
                                const struct folder_file *file))
{
    size_t kept = 0;
    for (size_t i = 0; i < c->count; i++)
        kept += fits(f, c->languages[i], c->files[i]);
    for (size_t i = 0, n = 0; kept && i < c->count; i++)
        if (fits(f, c->languages[i], c->files[i])) {
            c->files[n] = c->files[i];
            c->languages[n++] = c->languages[i];
        }
    c->count = kept ? kept : c->count;
}

static bool is_source(const struct folder *f, const struct language *l,
                      const struct folder_file *file)
{
    (void)f, (void)file;
    return l->tools != NULL;
}

static bool begins_program(const struct folder *f, const struct language *l,
                           const struct folder_file *file)
{
    return !l->together || entry_has_main(f, file);
}

void entry_find(struct entries *c, const struct folder *f)
{
    gather(c, f, false);
    narrow(c, f, is_source);
    if (!c->count || !c->languages[0]->tools)
        gather(c, f, true);
    narrow(c, f, is_source);
    narrow(c, f, begins_program);
}

void entry_find_nested(struct entries *c, const struct folder *f)
{
    gather(c, f, true);
    narrow(c, f, is_source);
    narrow(c, f, begins_program);
}
