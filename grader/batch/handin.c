/* SPDX-License-Identifier: MIT */
#include "batch/handin.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "batch/programs.h"
#include "batch/workbook.h"
#include "run/cell.h"
#include "run/notebook.h"

/* What compilers and systems leave: belongs to no exercise, and nobody asks why. */
static const char *const by_products[] = {".class", ".o", ".pyc", "__pycache__", "~"};

/* One thing that may be an exercise's program. */
struct choice {
    size_t exercise;
    char *path;
    const struct notebook *notebook; /* NULL: path is the program */
    size_t cell;
};

struct search {
    struct handin *h;
    const struct exercise *const *exercises;
    size_t count;
    struct choice *choices;
    size_t choice_count;
    struct notebook **notebooks;
    size_t notebook_count;
    bool named;
    const char *broken; /* what is wrong with the first notebook that is; NULL: nothing */
    struct buf
        *reasons; /* of each exercise: why it has none, where something comes near */
};

static bool is_folder(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

bool handin_is(const char *path)
{
    return notebook_is(path) || is_folder(path);
}

static void add_choice(struct search *s, size_t exercise, const char *path,
                       const struct notebook *notebook, size_t cell)
{
    s->choices = mem_grow(s->choices, (s->choice_count + 1) * sizeof *s->choices);
    s->choices[s->choice_count++] =
        (struct choice){exercise, mem_text(path), notebook, cell};
}

static void add_line(char ***list, size_t *count, char *owned)
{
    *list = mem_grow(*list, (*count + 1) * sizeof **list);
    (*list)[(*count)++] = owned;
}

/* --- notebooks --------------------------------------------------------------------------- */

static int search_notebook(struct search *s, const char *path, struct error *err)
{
    struct notebook *n = mem_alloc(sizeof *n);
    if (notebook_open(n, path, err) < 0) {
        free(n);
        return -1;
    }
    s->notebooks = mem_grow(s->notebooks, (s->notebook_count + 1) * sizeof *s->notebooks);
    s->notebooks[s->notebook_count++] = n;
    for (size_t i = 0; i < s->count; i++) {
        size_t cell;
        bool alone = s->exercises[i]->student != STUDENT_BOTH; /* one cell is no two */
        if (alone && workbook_find(n, s->exercises[i], &cell, &s->reasons[i]))
            add_choice(s, i, path, n, cell);
    }
    return 0;
}

/* --- folders ----------------------------------------------------------------------------- */

static bool ends_with(const char *name, const char *end)
{
    size_t len = strlen(name), end_len = strlen(end);
    return len >= end_len && strcmp(name + len - end_len, end) == 0;
}

static bool is_by_product(const char *name)
{
    for (size_t i = 0; i < sizeof by_products / sizeof *by_products; i++)
        if (ends_with(name, by_products[i]))
            return true;
    return name[0] == '.';
}

/* connect-2.py, Connect2.java, connect_2: what is behind its id is an extension. */
static bool is_named_after(const char *name, const struct exercise *e)
{
    const char *rest;
    return workbook_names(name, e->id, &rest)
           && (!*rest || (*rest == '.' && !strchr(rest + 1, '.')));
}

static bool is_program(const char *path)
{
    struct submission s;
    if (is_folder(path))
        return true;
    bool is = submission_open(&s, path, NULL) == 0
              && (s.language || language_of(path, "", 0)); /* even if it is empty */
    submission_close(&s);
    return is;
}

static void search_name(struct search *s, const char *path, const char *name)
{
    for (size_t i = 0; i < s->count; i++)
        if (is_named_after(name, s->exercises[i]) && is_program(path))
            add_choice(s, i, path, NULL, 0);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* A notebook that can't be read is told of, and keeps nothing else from being found. */
static void search_entry(struct search *s, const char *name)
{
    struct error err;
    struct handin *h = s->h;
    char *path = mem_printf("%s%s%s", h->path, ends_with(h->path, "/") ? "" : "/", name);
    size_t before = s->choice_count;
    bool broken = false;
    if (!notebook_is(name) || is_folder(path))
        search_name(s, path, name);
    else
        broken = search_notebook(s, path, &err) < 0;
    if (broken) {
        add_line(&h->unknown, &h->unknown_count, mem_text(err.text));
        s->broken = s->broken ? s->broken : h->unknown[h->unknown_count - 1];
    } else if (s->choice_count == before && !s->named && !is_by_product(name))
        add_line(&h->unknown, &h->unknown_count, mem_text(name));
    free(path);
}

static int search_folder(struct search *s, struct error *err)
{
    struct dirent **entries;
    int n = scandir(s->h->path, &entries, NULL, by_name);
    if (n < 0) {
        error_errno(err, "can't read the folder %s", s->h->path);
        err->kind = ERROR_USAGE;
        return -1;
    }
    for (int i = 0; i < n; i++) {
        if (entries[i]->d_name[0] != '.')
            search_entry(s, entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    return 0;
}

/* --- what was found ---------------------------------------------------------------------- */

static int open_choice(const struct choice *c, struct submission *program,
                       struct error *err)
{
    return c->notebook ? cell_open(program, c->notebook, c->cell, err)
                       : submission_open(program, c->path, err);
}

/* Its folder holds the two programs. Which is which may not be told: that fails this one
 * exercise alone. */
static int open_both(const struct choice *c, struct handin_item *item, struct error *err)
{
    const struct programs_named named = {.words = {c->path}};
    struct programs both;
    int status = 0;
    if (programs_find(&both, &named, err) < 0) {
        const char *slash = strrchr(c->path, '/');
        item->unclear = mem_text(err->text);
        item->program.path = mem_text(c->path);
        item->program.file = mem_text(slash ? slash + 1 : c->path);
    } else if (submission_open(&item->server, both.paths[STUDENT_SERVER], err) < 0
               || submission_open(&item->program, both.paths[STUDENT_CLIENT], err) < 0)
        status = -1;
    programs_close(&both);
    return status;
}

static int open_item(const struct choice *c, struct handin_item *item, struct error *err)
{
    int status = item->exercise->student == STUDENT_BOTH && !c->notebook
                     ? open_both(c, item, err)
                     : open_choice(c, &item->program, err);
    if (status < 0) {
        submission_close(&item->program);
        submission_close(&item->server);
    }
    return status;
}

static void put_choice(const struct choice *c, struct buf *out)
{
    const char *slash = strrchr(c->path, '/');
    buf_puts(out, slash ? slash + 1 : c->path);
    if (c->notebook)
        buf_printf(out, " (cell %zu)", c->cell + 1);
}

/* A compiled program counts for nothing beside the source that it was made of. */
static bool is_compiled(const struct choice *c)
{
    const char *slash = strrchr(c->path, '/');
    return !c->notebook && !strchr(slash ? slash : c->path, '.') && !is_folder(c->path);
}

static void drop_compiled(struct search *s, size_t exercise)
{
    size_t others = 0, kept = 0;
    for (size_t i = 0; i < s->choice_count; i++)
        others += s->choices[i].exercise == exercise && !is_compiled(&s->choices[i]);
    for (size_t i = 0; i < s->choice_count; i++) {
        struct choice *c = &s->choices[i];
        if (others && c->exercise == exercise && is_compiled(c))
            free(c->path);
        else
            s->choices[kept++] = *c;
    }
    s->choice_count = kept;
}

/* "connect-2.c and connect-2.py could both be it: ..." */
static char *say_unclear(const struct search *s, size_t exercise)
{
    struct buf out = {0};
    const struct choice *last = NULL;
    size_t n = 0;
    for (size_t i = 0; i < s->choice_count; i++)
        if (s->choices[i].exercise == exercise) {
            if (last && n++)
                buf_puts(&out, ", ");
            if (last)
                put_choice(last, &out);
            last = &s->choices[i];
        }
    buf_puts(&out, " and ");
    put_choice(last, &out);
    buf_printf(
        &out,
        " could %s be the program for %s: keep one of them, or check it alone with "
        "\"sockgrade check %s PROGRAM\".",
        n > 1 ? "all" : "both", s->exercises[exercise]->id, s->exercises[exercise]->id);
    return buf_take(&out, NULL);
}

static struct handin_item *add_item(struct search *s, size_t exercise)
{
    struct handin *h = s->h;
    h->items = mem_grow(h->items, (h->count + 1) * sizeof *h->items);
    struct handin_item *item = &h->items[h->count++];
    *item = (struct handin_item){.exercise = s->exercises[exercise],
                                 .program = SUBMISSION_EMPTY,
                                 .server = SUBMISSION_EMPTY};
    return item;
}

/* A program that is not there is one that has a problem. */
static void be_absent(const struct search *s, size_t i, struct submission *program)
{
    const char *slash = strrchr(s->h->path, '/');
    const char *id = s->exercises[i]->id, *why = buf_text(&s->reasons[i]);
    program->path = mem_text(s->h->path);
    program->file = mem_text(slash && slash[1] ? slash + 1 : s->h->path);
    snprintf(program->problem, sizeof program->problem,
             notebook_is(s->h->path) && !is_folder(s->h->path)
                 ? "No code cell is for %s%s%s: begin one with the line \"# %s\"."
                 : "Nothing in the folder is for %s%s%s: name the program after it, such "
                   "as %s.py.",
             id, *why ? ", since " : "", why, id);
}

static void take(struct search *s, size_t i)
{
    struct error err;
    const struct choice *only = NULL;
    size_t n = 0;
    drop_compiled(s, i);
    for (size_t k = 0; k < s->choice_count; k++)
        if (s->choices[k].exercise == i) {
            only = &s->choices[k];
            n++;
        }
    if (!n && !s->named)
        return;
    struct handin_item *item = add_item(s, i);
    if (n == 1 && open_item(only, item, &err) == 0)
        return;
    be_absent(s, i, &item->program);
    if (n)
        item->unclear = n == 1 ? mem_text(err.text) : say_unclear(s, i);
}

static bool has_set(const struct handin *h, const char *set)
{
    for (size_t i = 0; i < h->count; i++)
        if (strcmp(h->items[i].exercise->set, set) == 0)
            return true;
    return false;
}

static bool has_item(const struct handin *h, const struct exercise *e)
{
    for (size_t i = 0; i < h->count; i++)
        if (h->items[i].exercise == e)
            return true;
    return false;
}

static void tell_missing(struct search *s)
{
    struct handin *h = s->h;
    for (size_t i = 0; i < s->count; i++) {
        const struct exercise *e = s->exercises[i];
        const char *why = buf_text(&s->reasons[i]);
        if (!has_item(h, e) && (*why || has_set(h, e->set)))
            add_line(&h->missing, &h->missing_count,
                     mem_printf("%s%s%s", e->id, *why ? ": " : "", why));
    }
}

/* The first thing that comes near is told. */
static int nothing(const struct search *s, struct error *err)
{
    const char *why = s->broken ? s->broken : "";
    for (size_t i = 0; i < s->count && !*why; i++)
        why = buf_text(&s->reasons[i]);
    return error_kind(
        err, ERROR_USAGE,
        notebook_is(s->h->path) && !is_folder(s->h->path)
            ? "%s: no code cell is for an exercise%s%s; begin each with a "
              "line such as \"# %s\""
            : "%s: nothing in this folder is for an exercise%s%s; name each "
              "program after its exercise, such as %s.py",
        s->h->path, *why ? ": " : "", why, s->exercises[0]->id);
}

static void search_close(struct search *s)
{
    for (size_t i = 0; i < s->choice_count; i++)
        free(s->choices[i].path);
    for (size_t i = 0; i < s->notebook_count; i++) {
        notebook_close(s->notebooks[i]);
        free(s->notebooks[i]);
    }
    for (size_t i = 0; i < s->count; i++)
        buf_close(&s->reasons[i]);
    free(s->choices);
    free(s->notebooks);
    free(s->reasons);
}

int handin_open(struct handin *h, const char *path,
                const struct exercise *const *exercises, size_t count, bool named,
                struct error *err)
{
    struct search s = {.h = h, .exercises = exercises, .count = count, .named = named};
    *h = (struct handin){.path = mem_text(path)};
    s.reasons = mem_alloc((count + 1) * sizeof *s.reasons);
    int status =
        is_folder(path) ? search_folder(&s, err) : search_notebook(&s, path, err);
    for (size_t i = 0; status == 0 && i < count; i++)
        take(&s, i);
    if (status == 0 && !h->count)
        status = nothing(&s, err);
    if (status == 0)
        tell_missing(&s);
    search_close(&s);
    if (status < 0)
        handin_close(h);
    return status;
}

static void free_lines(char **lines, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(lines[i]);
    free(lines);
}

void handin_close(struct handin *h)
{
    for (size_t i = 0; i < h->count; i++) {
        submission_close(&h->items[i].program);
        submission_close(&h->items[i].server);
        free(h->items[i].unclear);
    }
    free_lines(h->missing, h->missing_count);
    free_lines(h->unknown, h->unknown_count);
    free(h->items);
    free(h->path);
    *h = (struct handin){0};
}
