/* SPDX-License-Identifier: MIT */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* for FNM_CASEFOLD: every system has it, no standard names it */
#endif
#include "batch/pick.h"

#include <ctype.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "batch/candidates.h"
#include "run/notebook.h"

#define NAMED_MOST 5 /* in a sentence */

void pick_begin(struct pick *p, const struct pile *pile)
{
    *p = (struct pick){.pile = pile};
}

void pick_end(struct pick *p)
{
    free(p->items);
    *p = (struct pick){0};
}

/* order: among those of the same depth, below 65536. */
static void consider(struct pick *p, size_t index, unsigned long order)
{
    const struct pile_item *i = &p->pile->items[index];
    bool compiled = !i->folder && candidates_is_compiled(i->path);
    unsigned long rank =
        (compiled ? 1UL << 24 : 0) | (unsigned long)i->depth << 16 | order;
    if (p->count && rank > p->rank)
        return;
    if (p->count && rank < p->rank)
        p->count = 0;
    p->rank = rank;
    p->items = mem_grow(p->items, (p->count + 1) * sizeof *p->items);
    p->items[p->count++] = index;
}

/* --- by patterns ------------------------------------------------------------------------- */

/* FNM_CASEFOLD is not everywhere. */
static char *in_small_letters(const char *text)
{
    char *small = mem_text(text);
    for (char *c = small; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    return small;
}

static bool fits(const char *pattern, const char *name, int flags)
{
    char *small_pattern = in_small_letters(pattern), *small_name = in_small_letters(name);
    bool fits = fnmatch(small_pattern, small_name, flags) == 0;
    free(small_pattern);
    free(small_name);
    return fits;
}

/* A pattern without a slash is one of names. The folder that all is in, as archives have it,
 * need not be spoken of. */
static bool matches(const struct pile *pile, const struct pile_item *i,
                    const char *pattern)
{
    if (!strchr(pattern, '/'))
        return fits(pattern, i->base, 0);
    if (fits(pattern, i->name, FNM_PATHNAME))
        return true;
    const char *slash = strchr(i->name, '/');
    bool single = pile->count && (pile->count == 1 || pile->items[1].depth);
    return single && slash && fits(pattern, slash + 1, FNM_PATHNAME);
}

void pick_by_patterns(struct pick *p, struct patterns patterns)
{
    for (size_t i = 0; i < p->pile->count; i++)
        for (size_t k = 0; k < patterns.count; k++)
            if (matches(p->pile, &p->pile->items[i], patterns.list[k])) {
                consider(p, i, k);
                break;
            }
}

/* --- by name ----------------------------------------------------------------------------- */

void pick_by_name(struct pick *p, const char *id,
                  bool (*is_other)(void *ctx, const char *name), void *ctx)
{
    for (size_t i = 0; i < p->pile->count; i++) {
        const struct pile_item *item = &p->pile->items[i];
        unsigned number;
        if (candidates_named(item->base, id, &number)
            && (!number || !is_other(ctx, item->base))
            && candidates_is_program(item->path))
            consider(p, i, number ? 2000 - number : 0);
    }
}

void pick_programs(struct pick *p)
{
    for (size_t i = 0; i < p->pile->count; i++) {
        const struct pile_item *item = &p->pile->items[i];
        if (!item->folder && !notebook_is(item->path)
            && candidates_is_program(item->path))
            consider(p, i, 0);
    }
}

/* --- what came of it --------------------------------------------------------------------- */

const struct pile_item *pick_only(const struct pick *p)
{
    return p->count == 1 ? &p->pile->items[p->items[0]] : NULL;
}

char *pick_say(const struct pick *p, const char *id)
{
    struct buf out = {0};
    size_t named = p->count > NAMED_MOST ? NAMED_MOST : p->count;
    for (size_t i = 0; i < named; i++)
        buf_printf(&out, "%s%s",
                   !i                 ? ""
                   : i + 1 < p->count ? ", "
                                      : " and ",
                   p->pile->items[p->items[i]].name);
    if (named < p->count)
        buf_printf(&out, " and %zu more", p->count - named);
    buf_printf(&out,
               " could %s be the program for %s: keep one of them, or name it by a "
               "pattern in the assignment.",
               p->count > 2 ? "all" : "both", id);
    return buf_take(&out, NULL);
}
