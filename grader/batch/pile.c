/* SPDX-License-Identifier: MIT */
#include "batch/pile.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "batch/listing.h"

/* Enough for any student's work; what has more is searched so far. */
#define ITEMS_MAX 5000
#define DEEPEST 8

static void add(struct pile *p, char *name, char *path, bool folder, unsigned depth)
{
    p->items = mem_grow(p->items, (p->count + 1) * sizeof *p->items);
    const char *slash = strrchr(name, '/');
    p->items[p->count++] =
        (struct pile_item){name, slash ? slash + 1 : name, path, folder, depth};
}

/* What is in the folder that is at index. */
static void look_into(struct pile *p, size_t index)
{
    struct listing l;
    unsigned depth = p->items[index].depth + 1;
    if (depth > DEEPEST)
        return;
    if (listing_read(&l, p->items[index].path, LISTING_OF_STUDENT, NULL) < 0) {
        if (!p->unread)
            p->unread = mem_printf("%s: %s", p->items[index].name, strerror(errno));
        return;
    }
    for (size_t i = 0; i < l.count && p->count < ITEMS_MAX; i++)
        add(p, mem_printf("%s/%s", p->items[index].name, l.entries[i].name),
            listing_path(&l, &l.entries[i]), l.entries[i].folder, depth);
    listing_close(&l);
}

/* The folder that a path is in. */
static char *above(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? mem_printf("%.*s", (int)(slash - path), path) : mem_text(".");
}

static char *common_folder(const struct attempt_in *a)
{
    if (a->file_count == 1 && listing_is_folder(a->files[0].path))
        return listing_descend(a->files[0].path);
    if (a->piece_count || !a->file_count)
        return NULL;
    char *folder = above(a->files[0].path);
    for (size_t i = 1; i < a->file_count; i++) {
        char *other = above(a->files[i].path);
        bool same = strcmp(folder, other) == 0;
        free(other);
        if (!same) {
            free(folder);
            return NULL;
        }
    }
    return folder;
}

void pile_make(struct pile *p, const struct attempt_in *a)
{
    *p = (struct pile){.unread = mem_text(a->unread)};
    for (size_t i = 0; i < a->file_count; i++)
        add(p, mem_text(a->files[i].name), mem_text(a->files[i].path),
            listing_is_folder(a->files[i].path), 0);
    for (size_t i = 0; i < p->count; i++) /* grows meanwhile */
        if (p->items[i].folder)
            look_into(p, i);
    p->folder = common_folder(a);
}

void pile_close(struct pile *p)
{
    for (size_t i = 0; i < p->count; i++) {
        free(p->items[i].name);
        free(p->items[i].path);
    }
    free(p->items);
    free(p->folder);
    free(p->unread);
    *p = (struct pile){0};
}
