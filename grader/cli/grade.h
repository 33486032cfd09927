/* SPDX-License-Identifier: MIT
 *
 * Grades programs as the options of check say, and writes the report.
 */
#ifndef CLI_GRADE_H
#define CLI_GRADE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "batch/assignment.h"
#include "batch/check.h"
#include "batch/intake.h"
#include "cli/formats.h"

struct grade {
    const char *only_case;                  /* NULL: all */
    const char *seed_text, *isolation_text; /* as they were given */
    bool no_color, verbose;
    bool in_color; /* also where standard output is no terminal */
    bool no_ci;    /* says nothing to a workflow of GitHub that it runs in */
    struct formats formats;
    uint64_t seed;                       /* what follows from its text */
    struct check_order order;            /* of every program: limits, stage */
    const struct assignment *assignment; /* says what the points are; NULL: the cases */
    const struct student *student;       /* whose only attempt it is, then */
    /* Told of the report once it is written, before anything is tidied up; or NULL. */
    void (*told)(void *ctx, const struct report *r);
    void *ctx;
};

/* One to be graded. */
struct program {
    const struct exercise *exercise;
    struct submission *submission; /* of two: the client */
    struct submission *server;     /* of two; NULL: there is one */
    const char *unclear; /* why it is not known which program it is; NULL: it is */
};

/* Reads the texts; false when it complained. */
bool grade_read(struct grade *g);

/* Checks the programs and reports on them; the submission is taken over. Returns the exit
 * status. */
int grade_run(struct grade *g, const struct program *programs, size_t count,
              struct report_submission *submission);

#endif
