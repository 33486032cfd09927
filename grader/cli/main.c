/* SPDX-License-Identifier: MIT
 *
 * The sockgrade command: finds the subcommand and runs it.
 */
#include <signal.h>
#include <string.h>

#include "base/buf.h"
#include "cli/command.h"
#include "cli/say.h"

static const struct command *const commands[] = {
    &command_batch, &command_check, &command_doctor, &command_explain, &command_list,
    &command_merge, &command_pack,  &command_report, &command_show,    &command_watch};
#define COMMANDS (sizeof commands / sizeof *commands)

const struct command *command_at(unsigned index)
{
    return index < COMMANDS ? commands[index] : NULL;
}

const struct command *command_find(const char *name)
{
    for (size_t i = 0; i < COMMANDS; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

/* Takes the text over. */
static int print(struct buf *text)
{
    int status = say_result(text);
    buf_close(text);
    return status;
}

int command_help(const struct command *c)
{
    struct buf out = {0};
    buf_printf(&out, "Usage: sockgrade %s%s%s\n\nThis command %s.\n\n%s", c->name,
               *c->arguments ? " " : "", c->arguments, c->summary, c->help);
    if (c->more_help)
        c->more_help(&out);
    return print(&out);
}

static int unknown(const char *word)
{
    const char *names[COMMANDS + 2] = {"--help", "--version"};
    for (size_t i = 0; i < COMMANDS; i++)
        names[i + 2] = commands[i]->name;
    return say_unknown(word[0] == '-' ? "option" : "command", word, names, COMMANDS + 2);
}

static int help_about(const char *name)
{
    const struct command *c = command_find(name);
    if (!c)
        return unknown(name);
    return command_help(c);
}

static int help(void)
{
    struct buf out = {0};
    buf_puts(&out, "Usage: sockgrade COMMAND [ARGUMENT ...]\n\n"
                   "Checks a socket program by playing the other end of its "
                   "conversation.\n\n"
                   "Commands:\n");
    for (size_t i = 0; i < COMMANDS; i++)
        buf_printf(&out, "  %-8s %s\n", commands[i]->name, commands[i]->summary);
    buf_puts(&out, "\n\"sockgrade COMMAND --help\" tells more; --version prints the "
                   "version.\n\n"
                   "Example: sockgrade check connect-2 client.py\n");
    return print(&out);
}

static int version(void)
{
    struct buf out = {0};
    buf_puts(&out, "sockgrade " SOCKGRADE_VERSION "\n");
    return print(&out);
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is an error to report, not an end; */
    signal(SIGXFSZ, SIG_IGN); /* so is a file that may not grow */
    if (argc < 2) {
        say_usage("no command given; \"sockgrade --help\" shows them");
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--version") == 0)
        return version();
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0
        || strcmp(argv[1], "help") == 0)
        return argc > 2 ? help_about(argv[2]) : help();
    const struct command *c = command_find(argv[1]);
    return c ? c->run(argc - 1, argv + 1) : unknown(argv[1]);
}
