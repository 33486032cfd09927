/* SPDX-License-Identifier: MIT
 *
 * What a student gets: one file to read and one for a browser, without hidden cases. Which
 * files there are is kept in a list beside them, so that those of students who have vanished
 * are taken away, and nothing else is.
 */
#ifndef BATCH_FEEDBACK_H
#define BATCH_FEEDBACK_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"
#include "batch/assignment.h"
#include "batch/intake.h"
#include "report/report.h"

struct feedback {
    char *folder;
    const struct assignment *assignment;
    const struct report *head; /* all but the submissions */
    bool over;                 /* the deadline is */
    struct buf before, names;  /* lists of files: of the last time, of this one */
};

/* Makes the folder. What it is given is borrowed until the end. */
int feedback_open(struct feedback *f, const char *folder, const struct assignment *a,
                  const struct report *head, bool over, struct error *err);

/* The attempts have their marks; what is hidden of them is gone behind this. */
int feedback_student(struct feedback *f, const struct student *who,
                     struct report_submission *attempts, struct error *err);

/* Takes away what no student of this time has. */
int feedback_finish(struct feedback *f, struct error *err);
void feedback_close(struct feedback *f);

#endif
