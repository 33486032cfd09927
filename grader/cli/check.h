/* SPDX-License-Identifier: MIT
 *
 * What is to be checked, as the command line of check says it; and the check of it, as often
 * as one likes: programs and exercises are read anew each time.
 */
#ifndef CLI_CHECK_H
#define CLI_CHECK_H

#include <stdbool.h>

#include "cli/command.h"
#include "cli/grade.h"

#define CHECK_OPERANDS 128

struct check_arguments {
    const struct command *command;
    const char *operands[CHECK_OPERANDS + 1]; /* NULL behind the last */
    const char *server, *client;
    const char *assignment, *student;
    struct grade grade;
};

/* Reads the arguments of a command that takes those of check. False: *status is its exit
 * status. */
bool check_read(struct check_arguments *a, const struct command *c, int argc, char **argv,
                int *status);

/* Whether all that is in a notebook or a folder is checked, the first operand; else the others
 * are one program, or two. */
bool check_is_whole(const struct check_arguments *a);

/* Checks and reports; returns the exit status. */
int check_do(struct check_arguments *a);

#endif
