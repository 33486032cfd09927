/* SPDX-License-Identifier: MIT */
#include "batch/shelf.h"

#include <stdlib.h>

#include "base/buf.h"
#include "batch/workbook.h"

void shelf_fill(struct shelf *shelf, const struct pile *pile)
{
    for (size_t i = 0; i < pile->count; i++) {
        struct notebook n;
        struct error err;
        if (pile->items[i].folder || !notebook_is(pile->items[i].path))
            continue;
        if (notebook_open(&n, pile->items[i].path, &err) < 0) {
            shelf->broken = shelf->broken ? shelf->broken : mem_text(err.text);
            continue;
        }
        shelf->books = mem_grow(shelf->books, (shelf->count + 1) * sizeof n);
        shelf->items = mem_grow(shelf->items, (shelf->count + 1) * sizeof *shelf->items);
        shelf->books[shelf->count] = n;
        shelf->items[shelf->count++] = &pile->items[i];
    }
}

void shelf_close(struct shelf *shelf)
{
    for (size_t i = 0; i < shelf->count; i++)
        notebook_close(&shelf->books[i]);
    free(shelf->books);
    free(shelf->items);
    free(shelf->broken);
}

bool shelf_search(const struct shelf *shelf, size_t book, const struct exercise *e,
                  char **problem)
{
    struct buf why = {0};
    size_t cell;
    bool has = workbook_find(&shelf->books[book], e, &cell, &why);
    if (!has && why.len && !*problem && !workbook_marks(&shelf->books[book], e))
        *problem = mem_printf("%s: %s.", shelf->items[book]->name, buf_text(&why));
    buf_close(&why);
    return has;
}
