/* SPDX-License-Identifier: MIT
 *
 * Our own failures as values: whoever fails writes one full sentence, callers only put
 * context in front of it. A student's failure is never one of these (see judge/verdict.h).
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

/* Whose fault it is decides the exit status of the command. */
enum error_kind {
    ERROR_MACHINE,  /* this computer or the grader could not do it: exit status 3 */
    ERROR_EXERCISE, /* the exercise's script is wrong: exit status 2 */
    ERROR_USAGE,    /* the command line is wrong: exit status 2 */
    ERROR_STAGE,    /* this back end of the stage does not work here; another may */
    ERROR_NEEDS,    /* the stage at hand can't give what the exercise needs: status 3 */
};

struct error {
    enum error_kind kind;
    char text[1200];
};

/* Fill err (which may be NULL) and return -1. error_set makes an ERROR_MACHINE. */
int error_set(struct error *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
int error_kind(struct error *err, enum error_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same with ": " and strerror(errno) behind it. */
int error_errno(struct error *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Puts context and ": " in front of the sentence that is there; returns -1. */
int error_prefix(struct error *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
