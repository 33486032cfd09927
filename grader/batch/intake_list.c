/* SPDX-License-Identifier: MIT
 *
 * The files of one attempt (batch/intake.h).
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "batch/intake.h"
#include "batch/listing.h"
#include "batch/unpack.h"

static void add(struct attempt_in *a, char *name, char *path)
{
    a->files = mem_grow(a->files, (a->file_count + 1) * sizeof *a->files);
    a->files[a->file_count++] = (struct intake_file){name, path};
}

/* Takes both over. */
static int add_file(struct attempt_in *a, char *name, char *path)
{
    add(a, name, path);
    return 0;
}

static int list_folder(struct intake *in, struct attempt_in *a, const char *folder)
{
    struct error err;
    struct listing l;
    if (listing_read(&l, folder, LISTING_OF_STUDENT, &err) < 0) {
        intake_note(in, "%s.", err.text);
        return 0;
    }
    int status = 0;
    for (size_t i = 0; i < l.count && status == 0; i++)
        status =
            add_file(a, mem_text(l.entries[i].name), listing_path(&l, &l.entries[i]));
    listing_close(&l);
    return status;
}

static int by_name(const void *a, const void *b)
{
    const struct intake_file *x = a, *y = b;
    int order = strcmp(x->name, y->name);
    return order ? order : strcmp(x->path, y->path);
}

int intake_list(struct intake *in, struct attempt_in *a, struct error *err)
{
    int status = 0;
    (void)err;
    intake_forget(a);
    if (!a->piece_count)
        status = list_folder(in, a, a->path);
    for (size_t i = 0; i < a->piece_count && status == 0; i++) {
        const struct intake_piece *p = &a->pieces[i];
        status = add_file(a, mem_text(p->path + p->name_at), mem_text(p->path));
    }
    if (a->file_count)
        qsort(a->files, a->file_count, sizeof *a->files, by_name);
    return status;
}

void intake_forget(struct attempt_in *a)
{
    for (size_t i = 0; i < a->file_count; i++) {
        free(a->files[i].name);
        free(a->files[i].path);
    }
    free(a->files);
    a->files = NULL;
    a->file_count = 0;
}
