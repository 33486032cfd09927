/* SPDX-License-Identifier: MIT
 *
 * What there is to learn of each verdict: what it means, a small program that gets it, and
 * what mends that.
 */
#ifndef JUDGE_LESSON_H
#define JUDGE_LESSON_H

#include "judge/verdict.h"

/* A known program of fixtures/, as it was when the grader was built. */
struct lesson_program {
    const char *exercise; /* that it was written for */
    const char *file;
    const char *text;
};

struct lesson {
    const char *story; /* what happened, and how it comes about; a paragraph */
    const char *asked; /* what the program should have done: "It should ..." */
    const char *mend;  /* a paragraph */
};

const struct lesson *lesson_of(enum code code);
const struct lesson_program *lesson_program(enum code code);

#endif
