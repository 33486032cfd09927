/* SPDX-License-Identifier: MIT
 *
 * Archives that were handed in, unpacked: zip and tar, the latter also compressed. Each has a
 * folder named by its content, so that the same one is unpacked once, whoever and however often
 * hands it in.
 */
#ifndef BATCH_UNPACK_H
#define BATCH_UNPACK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "batch/extract.h"

struct unpacked {
    char *folder; /* with what was in it; NULL: it can't be read */
    char **notes; /* on what was left out, a sentence without its end each */
    size_t note_count;
    char *unread; /* the first note on what may have been a program; NULL: none */
};

/* By its name: .zip, .tar, .tar.gz, .tgz, ... */
bool unpack_is(const char *name);

/* On the heap: the name without that extension. */
char *unpack_name(const char *name);

/* Below the folder `below`, which is made. What is wrong with the archive is a note. -1: what
 * is wrong here, as no room is. */
int unpack(struct unpacked *u, const char *archive, const char *below,
           const struct extract_limits *limits, struct error *err);
void unpacked_close(struct unpacked *u);

/* Removes what was being unpacked when its process was stopped. */
void unpack_tidy(const char *below);

#endif
