/* SPDX-License-Identifier: MIT
 *
 * What a submission is worth, as platforms ask for it: points of the assignment, and how many
 * of the cases that count came to what.
 */
#ifndef REPORT_TALLY_H
#define REPORT_TALLY_H

#include <stdbool.h>
#include <stddef.h>

#include "report/report.h"

struct tally {
    size_t cases[RESULT_ERROR + 1]; /* that count, by enum result */
    size_t count;                   /* of them */
    size_t unbuilt;                 /* of them: there was no program that could run */
    size_t hidden;                  /* of them: students are not shown what they are */
    double score, max_score;
    double hidden_score, hidden_max_score;
    const char *problem; /* borrowed: why the first could not be judged; NULL: all were */
};

struct tally tally_of(const struct report_submission *s);

/* So many points of a case, as the assignment counts them. */
double tally_worth(const struct report_exercise *e, int64_t points);

/* Whether there was no program that could run: it does not compile, or is not there. */
bool tally_is_unbuilt(const struct report_case *c);

/* Whether students may see what the case is and what came out, now. */
bool tally_is_shown(const struct report_case *c);

#endif
