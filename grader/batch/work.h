/* SPDX-License-Identifier: MIT
 *
 * Which of an attempt's files is the program of which exercise: by the assignment's patterns,
 * else by its name, a notebook's cells, or because it is the only one there is.
 */
#ifndef BATCH_WORK_H
#define BATCH_WORK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "batch/assignment.h"
#include "batch/intake.h"
#include "run/submission.h"

/* The program of one exercise, or of two the client and the server. */
struct work {
    size_t exercise; /* index in the assignment */
    char *path;      /* file or folder, or notebook; where it takes two: the client */
    char *server;    /* where it takes two; else NULL */
    char *problem;   /* why it can't be told which program it is; NULL: it can */
    bool absent;     /* nothing was handed in for it, as problem says: it has no path */
};

/* What was handed in and is for no exercise, while one has no program; a line each, with the
 * exercise that it may have been meant for. */
struct leftover {
    char **lines;
    size_t count;
};

/* *out: on the heap, at most one an exercise; of what was not handed in none, or one that is
 * absent where something tells why. rest: empty at first; may be NULL. */
void work_find(const struct assignment *a, const struct attempt_in *attempt,
               struct work **out, size_t *count, struct leftover *rest);
void leftover_close(struct leftover *rest);

/* Opens its program or programs as check does: a notebook's cell is found again. server is
 * left empty where there is one program. A problem is a value, not an error: see
 * check_order.unclear; *unclear is on the heap or NULL. */
int work_open(const struct work *w, const struct exercise *e, struct submission *program,
              struct submission *server, char **unclear, struct error *err);

/* Appends what tells its content from any other: names that matter and bytes. */
int work_content(const struct work *w, const struct exercise *e, unsigned char sha256[32],
                 struct error *err);

void work_close(struct work *w);

#endif
