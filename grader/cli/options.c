/* SPDX-License-Identifier: MIT */
#include "cli/options.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "cli/say.h"

#define NAMES_MAX 64

static void unknown(const char *word, const struct option_row *rows, size_t count)
{
    const char *names[NAMES_MAX] = {"--help"};
    char *name = mem_copy(word, strcspn(word, "="));
    size_t n = 1;
    for (size_t i = 0; i < count && n < NAMES_MAX; i++)
        names[n++] = rows[i].name;
    say_unknown("option", name, names, n);
    free(name);
}

#define SHORT 2 /* the length of "-j" */

/* Whether word is this option's name; *value is what stands behind "=", or of -j4 the 4, or
 * NULL. */
static bool is_named(const char *name, const char *word, bool flag, const char **value)
{
    size_t len = strlen(name);
    if (strncmp(word, name, len) != 0)
        return false;
    *value = word[len] == '=' ? word + len + 1 : word[len] ? word + len : NULL;
    return !word[len] || word[len] == '=' || (len == SHORT && !flag);
}

static bool is_option(const struct option_row *row, const char *word, const char **value)
{
    return is_named(row->name, word, row->flag, value)
           || (row->also && is_named(row->also, word, row->flag, value));
}

/* Takes one option at argv[i]; returns how many words it was, 0 when it was wrong. */
static int take(int argc, char **argv, int i, const struct option_row *rows, size_t count)
{
    const char *value = NULL;
    const struct option_row *row = NULL;
    for (size_t k = 0; k < count && !row; k++)
        if (is_option(&rows[k], argv[i], &value))
            row = &rows[k];
    if (!row) {
        unknown(argv[i], rows, count);
        return 0;
    }
    if (row->flag) {
        if (value)
            say_usage("option %s takes no value", row->name);
        *row->flag = true;
        return value ? 0 : 1;
    }
    if (!value && i + 1 >= argc) {
        say_usage("option %s needs a value", row->name);
        return 0;
    }
    const char *taken = value ? value : argv[i + 1];
    if (row->take && !row->take(taken, row->into))
        return 0;
    if (row->value)
        *row->value = taken;
    return value ? 1 : 2;
}

static void say_usage_of(const struct command *c, const char *complaint)
{
    say_usage("%s; usage: sockgrade %s%s%s", complaint, c->name, *c->arguments ? " " : "",
              c->arguments);
}

/* The first words of its arguments are what it needs. */
int options_too_few(const struct command *c, size_t least)
{
    struct buf text = {0};
    const char *word = c->arguments;
    buf_printf(&text, "%s needs", c->name);
    for (size_t i = 0; i < least; i++) {
        size_t len = strcspn(word, " ");
        if (islower((unsigned char)*word)) /* to be written as it stands */
            buf_printf(&text, "%s \"%.*s\"", i ? " and" : "", (int)len, word);
        else
            buf_printf(&text, "%s %s %.*s", i ? " and" : "",
                       strchr("AEIOU", *word) ? "an" : "a", (int)len, word);
        word += len + strspn(word + len, " ");
    }
    say_usage_of(c, buf_text(&text));
    buf_close(&text);
    return EXIT_USAGE;
}

int options_too_many(const struct command *c, const char *word)
{
    char *text = mem_printf("\"%s\" is one too many", word);
    say_usage_of(c, text);
    free(text);
    return EXIT_USAGE;
}

bool options_read(const struct command *c, int argc, char **argv,
                  const struct option_row *rows, size_t row_count, const char **operands,
                  size_t least, size_t most, int *status)
{
    size_t n = 0;
    const char *extra = NULL;
    bool ended = false;
    *status = EXIT_USAGE;
    for (int i = 1; i < argc;) {
        if (!ended && strcmp(argv[i], "--") == 0) {
            ended = true;
            i++;
        } else if (ended || argv[i][0] != '-' || !argv[i][1]) {
            if (n < most)
                operands[n++] = argv[i];
            else if (!extra)
                extra = argv[i];
            i++;
        } else if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            *status = command_help(c);
            return false;
        } else {
            int words = take(argc, argv, i, rows, row_count);
            if (!words)
                return false;
            i += words;
        }
    }
    if (extra)
        options_too_many(c, extra);
    else if (n < least)
        options_too_few(c, least);
    return !extra && n >= least;
}
