/* SPDX-License-Identifier: MIT
 *
 * The one model of what came out: submissions, their exercises, the cases of each. Every
 * format is written from it and nothing else. All texts are printable: bytes of the student
 * are escaped before they come in.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "judge/verdict.h"
#include "run/attempt.h"
#include "script/limit.h"

enum result { RESULT_PASS, RESULT_FAIL, RESULT_SKIPPED, RESULT_ERROR };

struct report_value {
    char *name, *text;
};

struct report_event {
    double time_ms;   /* since the program was started */
    char *from;       /* "grader", "program" */
    char *connection; /* or NULL */
    char *kind;       /* event_word() */
    char *text;       /* escaped */
};

struct report_case {
    char *id, *title;
    enum result result;
    char *code; /* of the verdict; "skipped", "error" */
    char *message;
    char *hint, *expected, *received; /* NULL: none */
    int line;                         /* of the submission's file; 0: not known */
    char *program; /* of two, which one failed: "client", "server"; NULL: there is one */
    char *path;    /* its file; NULL: the exercise's */
    char *waits;   /* "recv()": what it waits in at the end, or NULL */
    bool advice;
    enum visibility visibility;
    int64_t points, max_points;
    double duration_ms;
    double cpu_ms; /* of the program, in all plays; 0: not known */
    char *newline; /* "bare", "newline", or NULL when nothing was played */
    struct report_value *values;
    size_t value_count;
    char **notes;
    size_t note_count;
    char **sockets; /* what the program did with each, one line a socket */
    size_t socket_count;
    char *out, *err; /* what it printed, lines kept, long ones cut in the middle; NULL */
    char *process;   /* what it took of the computer, in words, or NULL */
    struct report_event *events;
    size_t event_count;
};

/* One of two programs of an exercise. */
struct report_program {
    char *part, *path, *language; /* language may be NULL */
    char *text;                   /* as an exercise's */
};

struct report_exercise {
    char *id, *title;
    char *path, *language; /* of its program; the language may be NULL */
    int cell;              /* of the notebook at path, from 1; 0: it is none */
    char *
        text; /* the source whose lines are told, the first 64 KiB of it, printable; NULL:
                   path has it, or there are two programs, which have their own */
    struct report_program *programs; /* where it takes two */
    size_t program_count;
    enum result result;
    int64_t points, max_points; /* of its cases */
    double score, max_score;    /* what they are worth in the assignment; else the same */
    double duration_ms;
    double cpu_ms; /* of the programs that were run, all plays; 0: not known */
    char *
        flaky; /* what the same program came to when it was graded before; NULL: the same */
    bool seeded; /* its values are of its own seed, not of the report's */
    uint64_t seed;
    struct report_case *cases;
    size_t case_count;
};

struct report_submission {
    char *id, *path, *language; /* language may be NULL */
    bool whole;                 /* a notebook or a folder, with a program an exercise */
    /* of a batch, else NULL and 0 */
    char *name;              /* of the student; id is the key */
    int attempt;             /* from 1 */
    bool counts;             /* it is the one whose points are the student's */
    char *late;              /* "2 days late: 20% off"; NULL: in time */
    double score, max_score; /* with lateness taken off */
    double duration_ms;
    struct report_exercise *exercises;
    size_t exercise_count;
    char **
        missing; /* exercises that it has no program for, each with the reason if known */
    size_t missing_count;
    char **unknown; /* what in it belongs to no exercise */
    size_t unknown_count;
};

struct report {
    uint64_t seed;
    struct limits limits;  /* that the user asked for */
    const char *isolation; /* borrowed: stage_name() */
    const char
        *isolation_reason; /* borrowed: why runs are not isolated; NULL: they are */
    struct report_submission *submissions;
    size_t submission_count;
};

const char *result_name(enum result r);
enum result result_find(const char *name); /* RESULT_ERROR when there is none such */

/* The source that the case's line is of; NULL: its file has it. */
const char *report_source(const struct report_exercise *e, const struct report_case *c);

/* A case that was judged: everything of *v and the attempt (NULL: nothing was played). */
void report_judged(struct report_case *c, const struct test_case *test,
                   const struct verdict *v, const struct attempt *a);

/* A case that could not be judged, or was not played: code "error" or "skipped". */
void report_unjudged(struct report_case *c, const struct test_case *test,
                     enum result result, const char *message);

/* Times are kept in whole microseconds, as they are written: what is read from a file again is
 * the same number, and so are all that is made of it. To be called on each sum, too. */
double report_ms(double ms);
double report_ms_of(int64_t ns);

/* Sums up the cases: result, points, and the score as if it was these. */
void report_sum(struct report_exercise *e);

/* Sums up the exercises: the score. */
void report_sum_submission(struct report_submission *s);

void report_case_close(struct report_case *c);
void report_exercise_close(struct report_exercise *e);
void report_submission_close(struct report_submission *s);
void report_close(struct report *r);

#endif
