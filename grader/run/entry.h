/* SPDX-License-Identifier: MIT
 *
 * In which file of a folder its program begins.
 */
#ifndef RUN_ENTRY_H
#define RUN_ENTRY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "run/folder.h"
#include "run/language.h"
#include "run/submission.h"

/* Files of the folder among which one has to be the program. */
struct entries {
    const struct folder_file *files[256];
    const struct language *languages[256];
    size_t count;
};
#define ENTRIES (sizeof((struct entries *)0)->files / sizeof(struct folder_file *))

/* The name without the folders in front. */
const char *entry_base(const char *path);

/* Up to the first 256 KiB of the file, on the heap. */
char *entry_text(const struct folder *f, const struct folder_file *file, size_t *len);

/* NULL: not known. */
const struct language *entry_language(const struct folder *f,
                                      const struct folder_file *file);

/* Whether a program begins in it: "main", and then a parenthesis. */
bool entry_has_main(const struct folder *f, const struct folder_file *file);

/* Sources, or where there is none, what else can be run: of the folder itself, else of those
 * in it. */
void entry_find(struct entries *c, const struct folder *f);

/* The same, wherever they are. */
void entry_find_nested(struct entries *c, const struct folder *f);

/* The one that the names tell, or the only one; NULL: several could be meant, or none. */
const struct folder_file *entry_choose(const struct entries *c,
                                       const struct submission *s);

/* An ERROR_USAGE with the choices; what goes on from "which of A and B ". */
int entry_unclear(const struct submission *s, const struct entries *c, const char *what,
                  struct error *err);

#endif
