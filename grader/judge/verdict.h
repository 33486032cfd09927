/* SPDX-License-Identifier: MIT
 *
 * The verdict on one case: one code, one sentence in the second person, and what a student
 * needs to act on it. The table of codes is the one place that knows them all.
 */
#ifndef JUDGE_VERDICT_H
#define JUDGE_VERDICT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

enum code {
    CODE_PASS,
    CODE_NO_PROGRAM,
    CODE_BUILD_FAILED,
    CODE_NEVER_CONNECTED,
    CODE_NEVER_LISTENED,
    CODE_WRONG_PORT,
    CODE_WRONG_ADDRESS,
    CODE_WRONG_PROTOCOL,
    CODE_WRONG_ROLE,
    CODE_WRONG_MESSAGE,
    CODE_INCOMPLETE_MESSAGE,
    CODE_EXTRA_DATA,
    CODE_OUT_OF_TURN,
    CODE_BOTH_WAITING,
    CODE_CLOSED_EARLY,
    CODE_RESET,
    CODE_ONE_CLIENT,
    CODE_NOT_PRINTED,
    CODE_PRINTED_EARLY,
    CODE_WRONG_OUTPUT,
    CODE_KEPT_OPEN,
    CODE_CRASHED,
    CODE_EXITED_EARLY,
    CODE_WANTS_INPUT,
    CODE_TOO_SLOW,
    CODE_SPINNING,
    CODE_TOO_MUCH,
    CODE_FORBIDDEN,
    CODES,
};

/* Which hint of the exercise belongs to a verdict. */
enum hint_source {
    HINT_CODE, /* only the exercise's for this code */
    HINT_STEP, /* or else the failed step's own: the step is what went wrong */
};

struct code_row {
    const char *name;
    const char *meaning; /* "did what the exercise asks" */
    enum hint_source hint;
    bool waits; /* the line in which the program waits is where the mistake shows */
};

const struct code_row *code_row(enum code code);
int code_find(const char *name); /* enum code or -1 */

struct verdict {
    enum code code;
    struct buf message; /* one or two sentences */
    struct buf hint;    /* empty: none */
    struct buf
        expected; /* as escaped bytes in quotation marks, or in words; empty: nothing */
    struct buf received; /* as escaped bytes in quotation marks; empty: nothing */
    int line;            /* of the student's file; 0: not known */
    struct buf notes;    /* one remark a line: what costs no points */
};

void verdict_close(struct verdict *v);

#endif
