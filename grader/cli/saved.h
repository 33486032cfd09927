/* SPDX-License-Identifier: MIT
 *
 * Files and folders whose content is watched. It is their bytes that count, not that something
 * was saved: a look is cheap while sizes and times are as they were, and editors that write in
 * place, rename a new file over the old one or put it where the old one was are all the same.
 */
#ifndef CLI_SAVED_H
#define CLI_SAVED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/digest.h"

struct saved {
    const char *const *paths; /* borrowed */
    size_t count;
    int look_again_ms; /* the next look has to be no later, whatever is told until then */
    int fd;            /* polls readable when a look is worth it; -1: nothing tells */
    bool gone;         /* one of them is not there */
    unsigned char looks[DIGEST_SIZE], content[DIGEST_SIZE];
    unsigned char seen[DIGEST_SIZE]; /* at the last look */
    int64_t seen_ns;                 /* since when */
};

/* What is there now is what later looks are compared with. */
void saved_open(struct saved *s, const char *const *paths, size_t count);

/* Whether all are there, nobody is about to write to them, and the content is not what it was
 * when this was said before. */
bool saved_look(struct saved *s);

void saved_close(struct saved *s);

#endif
