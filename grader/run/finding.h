/* SPDX-License-Identifier: MIT
 *
 * What was found out about one thing that the grader would like of this computer.
 */
#ifndef RUN_FINDING_H
#define RUN_FINDING_H

enum finding_state {
    FINDING_OK,
    FINDING_MISSING,  /* wanted, and not there */
    FINDING_UNNEEDED, /* not there, and all goes well without */
    FINDING_UNTRIED,  /* can't be tried before something else is there */
};

struct finding {
    const char *id;      /* "user-namespaces" */
    const char *purpose; /* "runs have users of their own" */
    enum finding_state state;
    char reason[700]; /* one sentence or more, without a full stop at the end */
    char mend[5000];  /* commands for a shell, each on a line of its own; "" none */
};

const char *
finding_word(enum finding_state state); /* "ok", "missing", "not-needed", ... */

/* Write the state and its reason. */
void finding_ok(struct finding *f, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void finding_missing(struct finding *f, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void finding_unneeded(struct finding *f, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void finding_untried(struct finding *f, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* One more command that mends it. */
void finding_mend(struct finding *f, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
