/* SPDX-License-Identifier: MIT */
#include "batch/listing.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"

#define DEEPEST 16

static const char *const junk[] = {
    ".*",    "__MACOSX",     "Thumbs.db", "desktop.ini", "Icon\r", "__pycache__",
    "*.pyc", "node_modules", "*~",        "CMakeFiles",  "*.swp",  "lost+found",
};

bool listing_is_junk(const char *name)
{
    for (size_t i = 0; i < sizeof junk / sizeof *junk; i++)
        if (fnmatch(junk[i], name, 0) == 0)
            return true;
    return false;
}

static int64_t changed_ms(const struct stat *info)
{
    return (int64_t)info->st_mtime * 1000;
}

/* A student's link to a file is left to whoever opens it (run/submission.h). */
static bool look(int folder, const char *name, enum listing_of whose, struct stat *info)
{
    bool link;
    if (fstatat(folder, name, info, AT_SYMLINK_NOFOLLOW))
        return false;
    link = S_ISLNK(info->st_mode);
    if (link && fstatat(folder, name, info, 0))
        return false;
    if (link && whose == LISTING_OF_STUDENT && !S_ISREG(info->st_mode))
        return false;
    return S_ISREG(info->st_mode) || S_ISDIR(info->st_mode);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct listing_entry *)a)->name,
                  ((const struct listing_entry *)b)->name);
}

static void add(struct listing *l, const char *name, const struct stat *info)
{
    if ((l->count & (l->count + 1)) == 0) /* 0, 1, 3, 7: room for twice as many */
        l->entries = mem_grow(l->entries, (2 * l->count + 1) * sizeof *l->entries);
    l->entries[l->count++] =
        (struct listing_entry){mem_text(name), S_ISDIR(info->st_mode), changed_ms(info)};
}

static int cant_read(const char *path, struct error *err)
{
    int number = errno;
    error_errno(err, "can't read the folder %s", path);
    if (err)
        err->kind = ERROR_USAGE;
    errno = number;
    return -1;
}

int listing_read(struct listing *l, const char *path, enum listing_of whose,
                 struct error *err)
{
    struct stat info;
    DIR *d = opendir(path);
    *l = (struct listing){0};
    if (!d)
        return cant_read(path, err);
    l->path = mem_text(path);
    bool barred = false; /* it may be listed, and not entered */
    for (struct dirent *e; (e = readdir(d));) {
        if (listing_is_junk(e->d_name))
            continue;
        errno = 0;
        if (look(dirfd(d), e->d_name, whose, &info))
            add(l, e->d_name, &info);
        else
            barred = barred || errno == EACCES;
    }
    closedir(d);
    if (barred) {
        listing_close(l);
        errno = EACCES;
        return cant_read(path, err);
    }
    if (l->count)
        qsort(l->entries, l->count, sizeof *l->entries, by_name);
    return 0;
}

void listing_close(struct listing *l)
{
    for (size_t i = 0; i < l->count; i++)
        free(l->entries[i].name);
    free(l->entries);
    free(l->path);
    *l = (struct listing){0};
}

char *listing_path(const struct listing *l, const struct listing_entry *e)
{
    size_t len = strlen(l->path);
    return mem_printf("%s%s%s", l->path, len && l->path[len - 1] == '/' ? "" : "/",
                      e->name);
}

const struct listing_entry *listing_find(const struct listing *l, const char *name)
{
    const struct listing_entry wanted = {.name = (char *)name};
    return l->count ? bsearch(&wanted, l->entries, l->count, sizeof wanted, by_name)
                    : NULL;
}

static int64_t newest(const char *path, int depth)
{
    struct listing l;
    int64_t latest = 0;
    if (depth > DEEPEST || listing_read(&l, path, LISTING_OF_STUDENT, NULL) < 0)
        return 0;
    for (size_t i = 0; i < l.count; i++) {
        int64_t at = l.entries[i].changed_ms;
        if (l.entries[i].folder) {
            char *inner = listing_path(&l, &l.entries[i]);
            at = newest(inner, depth + 1);
            free(inner);
        }
        latest = at > latest ? at : latest;
    }
    listing_close(&l);
    return latest;
}

bool listing_is_folder(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

int64_t listing_newest_ms(const char *path)
{
    struct stat info;
    if (stat(path, &info))
        return 0;
    return S_ISDIR(info.st_mode) ? newest(path, 0) : changed_ms(&info);
}

char *listing_descend(const char *path)
{
    char *at = mem_text(path);
    for (int depth = 0; depth < DEEPEST; depth++) {
        struct listing l;
        if (listing_read(&l, at, LISTING_OF_STUDENT, NULL) < 0)
            break;
        char *inner =
            l.count == 1 && l.entries[0].folder ? listing_path(&l, &l.entries[0]) : NULL;
        listing_close(&l);
        if (!inner)
            break;
        free(at);
        at = inner;
    }
    return at;
}
