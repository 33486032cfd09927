/* SPDX-License-Identifier: MIT
 *
 * Options and operands of a subcommand, from a table of rows. Options may stand anywhere;
 * "--" ends them; "--name value" and "--name=value" are the same.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/command.h"

struct option_row {
    const char *name;   /* "--format", "-v" */
    const char *also;   /* another spelling, or NULL */
    bool *flag;         /* is a switch; or */
    const char **value; /* takes a value, the last one lands here; or */
    /* takes a value as often as one likes, each is handed to this; false: it complained. */
    bool (*take)(const char *value, void *into);
    void *into;
};

/* Sorts argv: *operands (argv's own array) gets what is no option, at most max of them.
 * Returns true when the command may go on; else *status is its exit status: --help was
 * printed, or the usage was wrong and said to be. */
bool options_read(const struct command *c, int argc, char **argv,
                  const struct option_row *rows, size_t row_count, const char **operands,
                  size_t least, size_t most, int *status);

/* Says that the first `least` of its arguments are needed, or that this word is one too many;
 * returns EXIT_USAGE. */
int options_too_few(const struct command *c, size_t least);
int options_too_many(const struct command *c, const char *word);

#endif
