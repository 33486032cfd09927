/* SPDX-License-Identifier: MIT
 *
 * What formats of test runners ask of a case: who and what it is of, in one name; which kind
 * of failure it is; where it happened.
 */
#ifndef REPORT_RECORD_H
#define REPORT_RECORD_H

#include "base/buf.h"
#include "report/report.h"

/* Never a failure of the student's: skipped, unjudged, and advice that was not taken. */
enum recorded {
    RECORDED_PASSED,
    RECORDED_FAILED,
    RECORDED_UNBUILT, /* there was no program that could run */
    RECORDED_SKIPPED,
    RECORDED_UNJUDGED, /* the grader or this computer could not */
    RECORDED_ADVICE,   /* it teaches, and was not passed */
};

enum recorded recorded_of(const struct report_case *c);

/* "Crash", "Timeout", "BuildError", "GraderError", else the verdict's code. */
const char *recorded_type(const struct report_case *c);

/* Appends the submission's id, with its attempt behind it where there are several. */
void record_who(struct buf *out, const struct report_submission *s);

/* Appends the text with all made visible that a reader of UTF-8 or XML might stumble over;
 * lines and tabs are kept. NULL: nothing. */
void record_text(struct buf *out, const char *text);

/* The file that the case's line is of, or its program; NULL: none. */
const char *record_file(const struct report_exercise *e, const struct report_case *c);

#endif
