/* SPDX-License-Identifier: MIT
 *
 * What lies in a folder of hand-ins: files and folders, by name, without what systems and tools
 * leave behind. A stranger's link is never followed to a folder.
 */
#ifndef BATCH_LISTING_H
#define BATCH_LISTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct listing_entry {
    char *name;
    bool folder;
    int64_t changed_ms; /* since 1970 */
};

struct listing {
    char *path;
    struct listing_entry *entries; /* by the bytes of their names */
    size_t count;
};

/* Whose it is: links of the one who called us may lead anywhere. */
enum listing_of { LISTING_OF_CALLER, LISTING_OF_STUDENT };

/* -1 (ERROR_USAGE) when it can't be read. */
int listing_read(struct listing *l, const char *path, enum listing_of whose,
                 struct error *err);
void listing_close(struct listing *l);

/* On the heap: "FOLDER/NAME". */
char *listing_path(const struct listing *l, const struct listing_entry *e);

const struct listing_entry *listing_find(const struct listing *l, const char *name);

/* What nobody means to hand in and nobody asks about: .git, __MACOSX, .DS_Store, ... */
bool listing_is_junk(const char *name);

bool listing_is_folder(const char *path);

/* When the newest file of it, or in it, was changed; 0: there is none. */
int64_t listing_newest_ms(const char *path);

/* Down through folders that hold one folder and nothing else; on the heap. */
char *listing_descend(const char *path);

#endif
