/* SPDX-License-Identifier: MIT */
#include "batch/leftover.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/quote.h"
#include "base/suggest.h"
#include "batch/candidates.h"
#include "run/notebook.h"

#define MOST 20 /* that are told */

bool leftover_is_packed(const char *name)
{
    static const char *const extensions[] = {".rar", ".7z",  ".gz", ".bz2",
                                             ".xz",  ".zst", ".lzh"};
    size_t len = strlen(name);
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++) {
        size_t end = strlen(extensions[i]);
        if (len > end && strcasecmp(name + len - end, extensions[i]) == 0)
            return true;
    }
    return false;
}

void leftover_close(struct leftover *rest)
{
    for (size_t i = 0; i < rest->count; i++)
        free(rest->lines[i]);
    free(rest->lines);
    *rest = (struct leftover){0};
}

static const struct work *work_of(const struct work *works, size_t count, size_t exercise)
{
    for (size_t i = 0; i < count; i++)
        if (works[i].exercise == exercise)
            return &works[i];
    return NULL;
}

/* Whether a program is the file, or the folder that it is in. */
static bool is_in(const char *path, const char *program)
{
    size_t len = program ? strlen(program) : 0;
    return len && strncmp(path, program, len) == 0 && (!path[len] || path[len] == '/');
}

static bool is_used(const struct pile_item *item, const struct assignment *a,
                    const struct work *works, size_t count)
{
    unsigned number;
    for (size_t i = 0; i < count; i++)
        if (!works[i].problem
            && (is_in(item->path, works[i].path) || is_in(item->path, works[i].server)))
            return true;
    for (size_t i = 0; i < a->count; i++) {
        const struct exercise *e = a->list[i].exercise;
        if (candidates_named(item->base, e->id, &number)) /* an older copy */
            return true;
        if (e->student == STUDENT_BOTH && strstr(item->name, e->id)) /* one of two */
            return true;
    }
    return false;
}

static bool same_digits(const char *a, const char *b)
{
    for (;; a++, b++) {
        a += strcspn(a, "0123456789");
        b += strcspn(b, "0123456789");
        if (*a != *b || !*a)
            return *a == *b;
    }
}

/* The exercise without a program that it may have been meant for; a->count: none. Another
 * number is another exercise, and no slip. */
static size_t meant_for(const char *base, const struct assignment *a,
                        const struct work *works, size_t count)
{
    const char **ids = mem_alloc((a->count + 1) * sizeof *ids);
    const char *dot = strrchr(base, '.');
    char *stem = mem_copy(base, dot > base ? (size_t)(dot - base) : strlen(base));
    for (char *c = stem; *c; c++)
        *c = *c == '_' || *c == ' ' ? '-' : (char)tolower((unsigned char)*c);
    for (size_t i = 0; i < a->count; i++)
        if (!work_of(works, count, i) && same_digits(stem, a->list[i].exercise->id))
            ids[i] = a->list[i].exercise->id;
    const char *near = suggest_nearest(stem, ids, a->count);
    size_t found = a->count;
    for (size_t i = 0; near && i < a->count; i++)
        if (ids[i] == near)
            found = i;
    free(stem);
    free(ids);
    return found;
}

static bool may_be_work(const struct pile_item *item)
{
    return leftover_is_packed(item->base) || notebook_is(item->path)
           || (!candidates_is_compiled(item->path) && candidates_is_program(item->path));
}

/* What is told of exercises without a program. */
struct reasons {
    char **near; /* of each exercise */
    char *first; /* of what is meant for none that can be told */
    size_t others;
    bool packed; /* the first one is an archive */
};

static void add(struct leftover *rest, const char *name, const char *id)
{
    if (rest->count >= MOST)
        return;
    rest->lines = mem_grow(rest->lines, (rest->count + 1) * sizeof *rest->lines);
    rest->lines[rest->count++] =
        id ? mem_printf("%s (did you mean %s?)", name, id) : mem_text(name);
}

static void take(struct leftover *rest, struct reasons *r, const struct assignment *a,
                 const struct pile_item *item, size_t exercise)
{
    struct buf name = {0};
    bool near = exercise < a->count, packed = leftover_is_packed(item->base);
    quote_line(&name, item->name, strlen(item->name));
    add(rest, buf_text(&name), near ? a->list[exercise].exercise->id : NULL);
    if (near && !packed && !r->near[exercise])
        r->near[exercise] = mem_printf("%s is for no exercise (did you mean %s?)",
                                       name.data, a->list[exercise].exercise->id);
    else if (!r->first || (packed && !r->packed)) {
        r->others += r->first != NULL;
        free(r->first);
        r->first = mem_text(name.data);
        r->packed = packed;
    } else
        r->others++;
    buf_close(&name);
}

static char *why(struct reasons *r, size_t exercise)
{
    if (r->near[exercise])
        return mem_text(r->near[exercise]);
    if (r->packed)
        return mem_printf("%s is not unpacked (only zip and tar files are)", r->first);
    if (r->others)
        return mem_printf("%s and %zu more are for no exercise", r->first, r->others);
    return r->first ? mem_printf("%s is for no exercise", r->first) : NULL;
}

static void add_absent(struct reasons *r, const struct assignment *a, struct work *works,
                       size_t *count)
{
    size_t found = *count;
    for (size_t i = 0; i < a->count; i++) {
        char *problem = work_of(works, found, i) ? NULL : why(r, i);
        if (problem)
            works[(*count)++] =
                (struct work){.exercise = i, .absent = true, .problem = problem};
    }
}

void leftover_find(struct leftover *rest, const struct assignment *a,
                   const struct pile *pile, struct work *works, size_t *count)
{
    if (*count == a->count)
        return;
    struct reasons r = {.near = mem_alloc((a->count + 1) * sizeof *r.near)};
    for (size_t i = 0; i < pile->count; i++) {
        const struct pile_item *item = &pile->items[i];
        if (item->folder || is_used(item, a, works, *count))
            continue;
        size_t exercise = meant_for(item->base, a, works, *count);
        if (exercise < a->count || may_be_work(item))
            take(rest, &r, a, item, exercise);
    }
    add_absent(&r, a, works, count);
    for (size_t i = 0; i < a->count; i++)
        free(r.near[i]);
    free(r.near);
    free(r.first);
}
