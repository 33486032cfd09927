/* SPDX-License-Identifier: MIT
 *
 * A folder of files, copied into memory: as it was handed in, or as a build has left it. What
 * tools keep for themselves (hidden names, __pycache__, node_modules, CMakeFiles) is left out.
 */
#ifndef RUN_FOLDER_H
#define RUN_FOLDER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/error.h"

struct folder_file {
    char *name; /* below the folder: "src/client.c" */
    mode_t mode;
    off_t at, size; /* in the memory file */
};

/* All bits zero but fd is no folder. */
struct folder {
    int fd; /* a memory file with the content of all; -1: none */
    struct folder_file *files;
    size_t count;
};

/* Reads the folder at path, or, when `open_fd` is not -1, that one, which is taken over; fd of
 * the folder may be a memory file already, which is written to then. -1 (ERROR_USAGE) when
 * it holds a link that leads out of it, what is no file, what can't be read, or too much. */
int folder_read(struct folder *f, const char *path, int open_fd, struct error *err);

/* By its name; NULL: there is none. */
const struct folder_file *folder_find(const struct folder *f, const char *name);

/* Reads the beginning of a file; returns how many bytes. */
size_t folder_head(const struct folder *f, const struct folder_file *file, char *out,
                   size_t size);

/* The table without the content, as text, and back: for a process that shares the memory
 * file. */
void folder_tell(const struct folder *f, struct buf *out);
void folder_hear(struct folder *f, const char *text, size_t len);

void folder_close(struct folder *f);

#endif
