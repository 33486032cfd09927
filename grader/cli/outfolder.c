/* SPDX-License-Identifier: MIT */
#include "cli/outfolder.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "batch/listing.h"

/* Those above it first. What stops one is told of the last. */
static bool make(char *path, size_t *made)
{
    for (size_t i = 1; path[i]; i++) {
        if (path[i] != '/')
            continue;
        path[i] = '\0';
        if (mkdir(path, 0777) == 0 && !*made)
            *made = i;
        path[i] = '/';
    }
    if (mkdir(path, 0777) < 0)
        return errno == EEXIST && listing_is_folder(path);
    *made = *made ? *made : strlen(path);
    return true;
}

int outfolder_make(const char *path, size_t *made, struct error *err)
{
    char *edited = mem_text(path);
    *made = 0;
    bool there = make(edited, made);
    int why = errno;
    free(edited);
    if (there)
        return 0;
    outfolder_unmake(path, *made);
    *made = 0;
    if (why == EEXIST)
        return error_kind(err, ERROR_USAGE, "%s is no folder; name another one with -o",
                          path);
    return error_kind(err, ERROR_USAGE,
                      "can't make the folder %s: %s; name another one with -o", path,
                      strerror(why));
}

void outfolder_unmake(const char *path, size_t made)
{
    char *edited = mem_text(path);
    for (size_t i = strlen(path); made && i >= made; i--)
        if (!edited[i] || edited[i] == '/') {
            edited[i] = '\0';
            rmdir(edited);
        }
    free(edited);
}
