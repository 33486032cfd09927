/* SPDX-License-Identifier: MIT
 *
 * What is left to be graded of a course: each program that the journal has no result for, once,
 * however many students handed in the same. A result's key is a digest of all that it depends
 * on: the version of the grader, the exercise's file, what of the assignment changes a run
 * (limits, seeds), and the program's content.
 */
#ifndef BATCH_PLAN_H
#define BATCH_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/digest.h"
#include "base/error.h"
#include "batch/assignment.h"
#include "batch/intake.h"
#include "batch/journal.h"
#include "batch/work.h"

/* One program of one attempt. */
struct plan_entry {
    unsigned char key[DIGEST_SIZE];
    uint32_t student;           /* index in the intake: of the first who handed it in */
    uint16_t attempt, exercise; /* indices */
};

struct plan {
    const struct assignment *assignment;
    struct intake *intake;
    unsigned char (*conditions)[DIGEST_SIZE]; /* of each exercise: all but the program */
    struct plan_entry *entries; /* to be graded, by student, attempt and exercise */
    size_t count;
    size_t programs; /* of all students */
    size_t distinct;
    size_t known;     /* of those: in the journal already */
    size_t elsewhere; /* of those: in the share of another shard */
};

struct plan_order {
    const struct assignment *assignment;
    struct intake *intake;
    struct journal *journal;
    size_t shard, shards; /* from 0; the share is told by the key */
    bool regrade;         /* results that are there count nothing */
    /* Called for each student as their files are read; may be NULL. Not 0: stop. */
    int (*each)(void *ctx, size_t student);
    void *ctx;
};

/* Reads all programs, and enrols all in the journal. */
int plan_make(struct plan *p, const struct plan_order *order, struct error *err);
void plan_close(struct plan *p);

/* The key of a program as it is now. Of what can't be told or read, the reason is in *work,
 * and the key is this student's alone. */
void plan_key(const struct plan *p, const struct student *who, int attempt,
              struct work *work, unsigned char key[DIGEST_SIZE]);

#endif
