/* SPDX-License-Identifier: MIT
 *
 * Which of an attempt's files is the program of which exercise: by the assignment's patterns,
 * else by its name, a notebook's cells, or because it is the only one there is.
 */
#ifndef BATCH_WORK_H
#define BATCH_WORK_H

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
};

/* *out: on the heap, in the order of the assignment, at most one an exercise; none of what
 * was not handed in. */
void work_find(const struct assignment *a, const struct attempt_in *attempt,
               struct work **out, size_t *count);

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
