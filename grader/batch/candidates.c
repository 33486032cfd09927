/* SPDX-License-Identifier: MIT */
#include "batch/candidates.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "batch/listing.h"
#include "batch/workbook.h"
#include "run/submission.h"

/* What compilers and systems leave: belongs to no exercise, and nobody asks why. */
static const char *const by_products[] = {".class", ".o", ".pyc", "__pycache__", "~"};

static void add(struct candidates *c, size_t exercise, const char *path,
                const struct notebook *notebook, size_t cell)
{
    c->list = mem_grow(c->list, (c->count + 1) * sizeof *c->list);
    c->list[c->count++] = (struct candidate){exercise, mem_text(path), notebook, cell};
}

static void leave_out(struct candidates *c, const char *text)
{
    c->left_out = mem_grow(c->left_out, (c->left_out_count + 1) * sizeof *c->left_out);
    c->left_out[c->left_out_count++] = mem_text(text);
}

/* --- notebooks --------------------------------------------------------------------------- */

static int search_notebook(struct candidates *c, const char *path, struct error *err)
{
    struct notebook *n = mem_alloc(sizeof *n);
    if (notebook_open(n, path, err) < 0) {
        free(n);
        return -1;
    }
    c->notebooks = mem_grow(c->notebooks, (c->notebook_count + 1) * sizeof *c->notebooks);
    c->notebooks[c->notebook_count++] = n;
    for (size_t i = 0; i < c->exercise_count; i++) {
        size_t cell;
        bool alone = c->exercises[i]->student != STUDENT_BOTH; /* one cell is no two */
        if (alone && workbook_find(n, c->exercises[i], &cell, &c->reasons[i]))
            add(c, i, path, n, cell);
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

/* Behind "-3" or " (3)" of a copy's name; *number: that, or 0 where it is none. */
static const char *behind_number(const char *rest, unsigned *number)
{
    const char *open = *rest == '-' ? rest : rest + strspn(rest, " ");
    bool known = *open == '-' || *open == '(';
    size_t digits = known ? strspn(open + 1, "0123456789") : 0;
    const char *end = open + 1 + digits;
    *number = 0;
    if (!digits || digits > 3 || (*open == '(' && *end != ')'))
        return rest;
    *number = (unsigned)strtoul(open + 1, NULL, 10);
    return end + (*open == '(');
}

bool candidates_named(const char *name, const char *id, unsigned *number)
{
    const char *rest = NULL;
    workbook_names(name, id, &rest);
    if (!rest)
        return false;
    rest = behind_number(rest, number);
    return !*rest || (*rest == '.' && !strchr(rest + 1, '.'));
}

static bool is_named_after(const char *name, const struct exercise *e)
{
    unsigned number;
    return candidates_named(name, e->id, &number) && !number;
}

/* By its name, or what is in it: one by its name is told of if it can't be read. */
bool candidates_is_program(const char *path)
{
    struct submission s;
    if (listing_is_folder(path) || language_of(path, "", 0))
        return true;
    bool is = submission_open(&s, path, NULL) == 0 && s.language;
    submission_close(&s);
    return is;
}

bool candidates_is_compiled(const char *path)
{
    const char *slash = strrchr(path, '/');
    return !strchr(slash ? slash : path, '.') && !listing_is_folder(path);
}

static void search_name(struct candidates *c, const char *path, const char *name)
{
    for (size_t i = 0; i < c->exercise_count; i++)
        if (is_named_after(name, c->exercises[i]) && candidates_is_program(path))
            add(c, i, path, NULL, 0);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* A notebook that can't be read is told of, and keeps nothing else from being found. */
static void search_entry(struct candidates *c, const char *folder, const char *name,
                         bool all)
{
    struct error err;
    char *path = mem_printf("%s%s%s", folder, ends_with(folder, "/") ? "" : "/", name);
    size_t before = c->count;
    if (!notebook_is(name) || listing_is_folder(path)) {
        search_name(c, path, name);
    } else if (search_notebook(c, path, &err) < 0) {
        leave_out(c, err.text);
        c->broken = c->broken ? c->broken : c->left_out[c->left_out_count - 1];
        all = false;
    }
    if (all && c->count == before && !is_by_product(name))
        leave_out(c, name);
    free(path);
}

static int search_folder(struct candidates *c, const char *folder, bool all,
                         struct error *err)
{
    struct dirent **entries;
    int n = scandir(folder, &entries, NULL, by_name);
    if (n < 0) {
        error_errno(err, "can't read the folder %s", folder);
        err->kind = ERROR_USAGE;
        return -1;
    }
    for (int i = 0; i < n; i++) {
        if (entries[i]->d_name[0] != '.')
            search_entry(c, folder, entries[i]->d_name, all);
        free(entries[i]);
    }
    free(entries);
    return 0;
}

/* --- all of it --------------------------------------------------------------------------- */

int candidates_find(struct candidates *c, const char *path,
                    const struct exercise *const *exercises, size_t count, bool all,
                    struct error *err)
{
    *c = (struct candidates){.exercises = exercises, .exercise_count = count};
    c->reasons = mem_alloc((count + 1) * sizeof *c->reasons);
    int status = listing_is_folder(path) ? search_folder(c, path, all, err)
                                         : search_notebook(c, path, err);
    if (status < 0)
        candidates_close(c);
    return status;
}

void candidates_close(struct candidates *c)
{
    for (size_t i = 0; i < c->count; i++)
        free(c->list[i].path);
    for (size_t i = 0; i < c->left_out_count; i++)
        free(c->left_out[i]);
    for (size_t i = 0; i < c->notebook_count; i++) {
        notebook_close(c->notebooks[i]);
        free(c->notebooks[i]);
    }
    for (size_t i = 0; i < c->exercise_count; i++)
        buf_close(&c->reasons[i]);
    free(c->list);
    free(c->left_out);
    free(c->notebooks);
    free(c->reasons);
    *c = (struct candidates){0};
}
