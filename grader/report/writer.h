/* SPDX-License-Identifier: MIT
 *
 * The formats of a report, one row each. A report is written as a stream: what is known before,
 * submission by submission, the end; so that ten thousand submissions need no more room than
 * the largest one.
 */
#ifndef REPORT_WRITER_H
#define REPORT_WRITER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "report/report.h"

/* What has to be known before the first submission is written. */
struct report_totals {
    size_t submissions, exercises;
    size_t cases[RESULT_ERROR
                 + 1]; /* required cases, by enum result; advice is not counted */
    double duration_ms;
};

void report_totals_add(struct report_totals *t, const struct report_submission *s);

struct writing {
    const struct report *head; /* all but the submissions */
    const struct report_totals *totals;
    bool colour, verbose; /* for a terminal */
    const char
        *root; /* paths of annotations are told from this folder; NULL: as they are */
    int64_t now_ms;    /* since 1970, for formats that tell it; 0: the clock's */
    size_t room;       /* bytes that a writer with details may take; 0: no end */
    const char *title; /* of the assignment; NULL: none */
    const char
        *pages; /* relative folder of a page for each submission, ID.html, so that this
                          one needs no details: "feedback/"; NULL: there are none */
    size_t written;  /* submissions so far; counted by writer_submission() */
    struct buf *out; /* drained by the caller after each call */
    void *own;       /* the writer's; freed by its end() */
};

struct writer {
    const char *name;    /* "junit" */
    const char *suffix;  /* "xml" */
    const char *summary; /* one line for the help text */
    bool one;            /* takes a report of one submission only */
    bool whole; /* has a failed case for what an assignment asks for and is missing */
    bool hides; /* shows nothing of hidden cases but points, or who may see them */
    int (*begin)(struct writing *w, struct error *err);
    int (*submission)(struct writing *w, const struct report_submission *s,
                      struct error *err);
    int (*end)(struct writing *w, struct error *err); /* also after an error: frees own */
};

/* The three calls of a row, which may be missing there. An error in one of them: go on to the
 * end, which frees what the writer has. */
int writer_begin(const struct writer *writer, struct writing *w, struct error *err);
int writer_submission(const struct writer *writer, struct writing *w,
                      const struct report_submission *s, struct error *err);
int writer_end(const struct writer *writer, struct writing *w, struct error *err);

/* All three, for a report whose submissions are there; totals are counted. */
int writer_write(const struct writer *writer, const struct writing *settings,
                 struct error *err);

const struct writer *writer_find(const char *name); /* NULL: none */
const struct writer *writer_at(size_t index);       /* NULL behind the last */

/* One row each; writer.c has the table, each FORMAT.c its row. */
extern const struct writer writer_text, writer_json, writer_junit, writer_tap,
    writer_ctrf, writer_markdown, writer_html, writer_github, writer_gradescope,
    writer_prairielearn, writer_autolab, writer_classroom, writer_csv, writer_gitlab;

#endif
