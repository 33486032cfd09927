/* SPDX-License-Identifier: MIT */
#include "batch/handin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "batch/candidates.h"
#include "batch/listing.h"
#include "batch/programs.h"
#include "run/cell.h"
#include "run/notebook.h"

bool handin_is(const char *path)
{
    return notebook_is(path) || listing_is_folder(path);
}

static int open_choice(const struct candidate *c, const struct exercise *exercise,
                       struct submission *program, struct error *err)
{
    return c->notebook ? cell_open(program, c->notebook, c->cell, err)
                       : submission_open_for(program, c->path, exercise, err);
}

/* Its folder holds the two programs. Which is which may not be told: that fails this one
 * exercise alone. */
static int open_both(const struct candidate *c, struct handin_item *item,
                     struct error *err)
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

static int open_item(const struct candidate *c, struct handin_item *item,
                     struct error *err)
{
    int status = item->exercise->student == STUDENT_BOTH && !c->notebook
                     ? open_both(c, item, err)
                     : open_choice(c, item->exercise, &item->program, err);
    if (status < 0) {
        submission_close(&item->program);
        submission_close(&item->server);
    }
    return status;
}

static void put_choice(const struct candidate *c, struct buf *out)
{
    const char *slash = strrchr(c->path, '/');
    buf_puts(out, slash ? slash + 1 : c->path);
    if (c->notebook)
        buf_printf(out, " (cell %zu)", c->cell + 1);
}

static bool is_compiled(const struct candidate *c)
{
    return !c->notebook && candidates_is_compiled(c->path);
}

static void drop_compiled(struct candidates *s, size_t exercise)
{
    size_t others = 0, kept = 0;
    for (size_t i = 0; i < s->count; i++)
        others += s->list[i].exercise == exercise && !is_compiled(&s->list[i]);
    for (size_t i = 0; i < s->count; i++) {
        struct candidate *c = &s->list[i];
        if (others && c->exercise == exercise && is_compiled(c))
            free(c->path);
        else
            s->list[kept++] = *c;
    }
    s->count = kept;
}

/* "connect-2.c and connect-2.py could both be it: ..." */
static char *say_unclear(const struct candidates *s, size_t exercise)
{
    struct buf out = {0};
    const struct candidate *last = NULL;
    size_t n = 0;
    for (size_t i = 0; i < s->count; i++)
        if (s->list[i].exercise == exercise) {
            if (last && n++)
                buf_puts(&out, ", ");
            if (last)
                put_choice(last, &out);
            last = &s->list[i];
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

static bool is_notebook(const struct handin *h)
{
    return notebook_is(h->path) && !listing_is_folder(h->path);
}

/* A program that is not there is one that has a problem. */
static void be_absent(const struct handin *h, const struct candidates *s, size_t i,
                      struct submission *program)
{
    const char *slash = strrchr(h->path, '/');
    const char *id = s->exercises[i]->id, *why = buf_text(&s->reasons[i]);
    program->path = mem_text(h->path);
    program->file = mem_text(slash && slash[1] ? slash + 1 : h->path);
    snprintf(program->problem, sizeof program->problem,
             is_notebook(h)
                 ? "No code cell is for %s%s%s: begin one with the line \"# %s\"."
                 : "Nothing in the folder is for %s%s%s: name the program after it, such "
                   "as %s.py.",
             id, *why ? ", since " : "", why, id);
}

static void take(struct handin *h, struct candidates *s, size_t i, bool named)
{
    struct error err;
    const struct candidate *only = NULL;
    size_t n = 0;
    drop_compiled(s, i);
    for (size_t k = 0; k < s->count; k++)
        if (s->list[k].exercise == i) {
            only = &s->list[k];
            n++;
        }
    if (!n && !named)
        return;
    struct handin_item *item = &h->items[h->count++];
    *item = (struct handin_item){.exercise = s->exercises[i],
                                 .program = SUBMISSION_EMPTY,
                                 .server = SUBMISSION_EMPTY};
    if (n == 1 && open_item(only, item, &err) == 0)
        return;
    be_absent(h, s, i, &item->program);
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

static void tell_missing(struct handin *h, const struct candidates *s)
{
    h->missing = mem_alloc((s->exercise_count + 1) * sizeof *h->missing);
    for (size_t i = 0; i < s->exercise_count; i++) {
        const struct exercise *e = s->exercises[i];
        const char *why = buf_text(&s->reasons[i]);
        if (!has_item(h, e) && (*why || has_set(h, e->set)))
            h->missing[h->missing_count++] =
                mem_printf("%s%s%s", e->id, *why ? ": " : "", why);
    }
    h->unknown = s->left_out;
    h->unknown_count = s->left_out_count;
}

/* The first thing that comes near is told. */
static int nothing(const struct handin *h, const struct candidates *s, struct error *err)
{
    const char *why = s->broken ? s->broken : "";
    for (size_t i = 0; i < s->exercise_count && !*why; i++)
        why = buf_text(&s->reasons[i]);
    return error_kind(
        err, ERROR_USAGE,
        is_notebook(h) ? "%s: no code cell is for an exercise%s%s; begin each with a "
                         "line such as \"# %s\""
                       : "%s: nothing in this folder is for an exercise%s%s; name each "
                         "program after its exercise, such as %s.py",
        h->path, *why ? ": " : "", why, s->exercises[0]->id);
}

int handin_open(struct handin *h, const char *path,
                const struct exercise *const *exercises, size_t count, bool named,
                struct error *err)
{
    struct candidates s;
    int status = 0;
    *h = (struct handin){0};
    if (candidates_find(&s, path, exercises, count, !named, err) < 0)
        return -1;
    h->path = mem_text(path);
    h->items = mem_alloc((count + 1) * sizeof *h->items);
    for (size_t i = 0; i < count; i++)
        take(h, &s, i, named);
    if (h->count) {
        tell_missing(h, &s);
        s.left_out = NULL; /* is the hand-in's now */
        s.left_out_count = 0;
    } else {
        status = nothing(h, &s, err);
        handin_close(h);
    }
    candidates_close(&s);
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
