/* SPDX-License-Identifier: MIT
 *
 * A submission as a format takes it: one that knows cases only has one for what an assignment
 * asks for and nobody handed in; one that hides cases does not name them in others' messages.
 */
#ifndef REPORT_OUTWARD_H
#define REPORT_OUTWARD_H

#include <stdbool.h>

#include "report/report.h"

/* A copy that borrows all that it does not change. */
struct outward {
    struct report_submission submission;
    struct report_exercise *made; /* for what is missing; of the copy's exercises */
    size_t made_count;
    bool veiled;
};

/* Whether it is of an assignment, which asks for what is missing of it. */
bool outward_is_asked(const struct report_submission *s);

/* `whole`: what is missing becomes a failed case. `veiled`: no message names a hidden case. */
void outward_open(struct outward *o, const struct report_submission *s, bool whole,
                  bool veiled);
void outward_close(struct outward *o);

/* What is told in place of a skipped case's message, where that names the other one, which is
 * less visible; NULL: it may be told. */
const char *outward_veil(const struct report_case *c, const struct report_case *other);

#endif
