/* SPDX-License-Identifier: MIT
 *
 * The subcommands, one descriptor each; main.c finds the row and runs it.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

/* Exit statuses of the command. */
enum {
    EXIT_PASSED = 0,   /* all required cases passed */
    EXIT_FAILED = 1,   /* some failed */
    EXIT_USAGE = 2,    /* usage or exercise error */
    EXIT_UNJUDGED = 3, /* the grader or this computer could not judge */
};

struct buf;

struct command {
    const char *name;
    const char *arguments;              /* "EXERCISE PROGRAM [OPTION ...]" */
    const char *summary;                /* one line */
    const char *help;                   /* the options and what else is worth knowing */
    void (*more_help)(struct buf *out); /* what tables know, behind it; or NULL */
    int (*run)(int argc, char **argv);  /* argv[0] is the command's name */
};

extern const struct command command_batch, command_check, command_doctor, command_explain,
    command_list, command_merge, command_pack, command_report, command_show,
    command_watch;

const struct command *command_find(const char *name); /* NULL: none */
const struct command *command_at(unsigned index);     /* NULL behind the last */

/* Prints the command's help to standard output; returns the exit status. */
int command_help(const struct command *c);

#endif
