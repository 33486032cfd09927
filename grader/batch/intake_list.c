/* SPDX-License-Identifier: MIT
 *
 * The files of one attempt (batch/intake.h).
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "batch/intake.h"
#include "batch/listing.h"
#include "batch/unpack.h"

/* The first one is told; of what was found none is in doubt. */
static void miss(struct attempt_in *a, const char *name, const char *why)
{
    if (!a->unread)
        a->unread = mem_printf("%s: %s", name, why);
}

/* "ada/homework.zip: its third entry was left out." */
static void tell(struct intake *in, struct attempt_in *a, const char *archive,
                 const struct unpacked *u)
{
    size_t len = strlen(in->folder);
    const char *slash = strrchr(archive, '/');
    bool inside = strncmp(archive, in->folder, len) == 0 && archive[len] == '/';
    for (size_t i = 0; i < u->note_count && !a->told; i++)
        intake_note(in, "%s: %s.", inside ? archive + len + 1 : archive, u->notes[i]);
    if (u->unread)
        miss(a, slash ? slash + 1 : archive, u->unread);
}

static void add(struct attempt_in *a, const char *name, const char *path)
{
    a->files = mem_grow(a->files, (a->file_count + 1) * sizeof *a->files);
    a->files[a->file_count++] = (struct intake_file){mem_text(name), mem_text(path)};
}

/* An archive stands for the folder that it was made of. */
static int add_archive(struct intake *in, struct attempt_in *a, const char *name,
                       const char *path, struct error *err)
{
    struct unpacked u;
    if (unpack(&u, path, in->unpacked, &extract_student, err) < 0)
        return -1;
    tell(in, a, path, &u);
    char *plain = unpack_name(name);
    if (u.folder)
        add(a, plain, u.folder);
    free(plain);
    unpacked_close(&u);
    return 0;
}

static int add_file(struct intake *in, struct attempt_in *a, const char *name,
                    const char *path, bool folder, struct error *err)
{
    if (!folder && unpack_is(name))
        return add_archive(in, a, name, path, err);
    add(a, name, path);
    return 0;
}

static int list_folder(struct intake *in, struct attempt_in *a, const char *folder,
                       struct error *err)
{
    struct error own;
    struct listing l;
    int status = 0;
    if (listing_read(&l, folder, LISTING_OF_STUDENT, &own) < 0) {
        int number = errno;
        const char *slash = strrchr(folder, '/');
        if (!a->told)
            intake_note(in, "%s.", own.text);
        miss(a, slash && slash[1] ? slash + 1 : folder, strerror(number));
        return 0;
    }
    for (size_t i = 0; i < l.count && status == 0; i++) {
        char *path = listing_path(&l, &l.entries[i]);
        status = add_file(in, a, l.entries[i].name, path, l.entries[i].folder, err);
        free(path);
    }
    listing_close(&l);
    return status;
}

/* The archive is all of the attempt: what is in it are the files. */
static int list_archive(struct intake *in, struct attempt_in *a, struct error *err)
{
    struct unpacked u;
    if (unpack(&u, a->path, in->unpacked, &extract_student, err) < 0)
        return -1;
    tell(in, a, a->path, &u);
    int status = u.folder ? list_folder(in, a, u.folder, err) : 0;
    unpacked_close(&u);
    return status;
}

static int list_pieces(struct intake *in, struct attempt_in *a, struct error *err)
{
    int status = 0;
    for (size_t i = 0; i < a->piece_count && status == 0; i++) {
        const struct intake_piece *p = &a->pieces[i];
        bool folder = listing_is_folder(p->path);
        status = folder && !p->path[p->name_at]
                     ? list_folder(in, a, p->path, err)
                     : add_file(in, a, p->path + p->name_at, p->path, folder, err);
    }
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
    intake_forget(a);
    int status = a->piece_count               ? list_pieces(in, a, err)
                 : listing_is_folder(a->path) ? list_folder(in, a, a->path, err)
                                              : list_archive(in, a, err);
    a->told = true;
    if (a->file_count)
        qsort(a->files, a->file_count, sizeof *a->files, by_name);
    if (status < 0)
        intake_forget(a);
    return status;
}

void intake_forget(struct attempt_in *a)
{
    for (size_t i = 0; i < a->file_count; i++) {
        free(a->files[i].name);
        free(a->files[i].path);
    }
    free(a->files);
    free(a->unread);
    a->unread = NULL;
    a->files = NULL;
    a->file_count = 0;
}
