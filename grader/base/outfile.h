/* SPDX-License-Identifier: MIT
 *
 * A file that is complete or as it was before: written under another name in the same folder,
 * and given its own at the end. One that has the same content already is left as it is.
 */
#ifndef BASE_OUTFILE_H
#define BASE_OUTFILE_H

#include <stdio.h>

#include "base/buf.h"
#include "base/error.h"

/* All bits zero is one that is not open. */
struct outfile {
    FILE *file;
    char *path, *part; /* part: its name until it is complete */
};

/* LASTING: on the disk before it takes the place of what was there. What can be made again at
 * any time need not wait for the disk. */
enum outfile_care { OUTFILE_LASTING, OUTFILE_REMADE };

int outfile_open(struct outfile *f, const char *path, struct error *err);

/* Writes what is in the buffer, which is empty then. */
int outfile_drain(struct outfile *f, struct buf *b, struct error *err);

int outfile_commit(struct outfile *f, enum outfile_care care, struct error *err);

/* Without a commit before, nothing of it is left. */
void outfile_close(struct outfile *f);

/* All at once. */
int outfile_write(const char *path, struct buf *b, enum outfile_care care,
                  struct error *err);

#endif
