/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "cli/options.h"

static int help_shown;

/* main.c's, which no test links. */
int command_help(const struct command *c)
{
    assert_string_equal(c->name, "test");
    help_shown++;
    return EXIT_PASSED;
}

static const struct command command = {.name = "test", .arguments = "FILE [OTHER]"};

/* One reading of a command line, written as words with a space between; "_" is an empty
 * word. */
struct reading {
    bool goes_on;
    int status;
    const char *operands[2], *name, *format;
    bool flag;
    char each[64]; /* what --each was given, with a "," behind every one */
    char complaint[1024];
    char line[200]; /* the words themselves */
};

static void hear_complaint(int memory, int before, struct reading *r)
{
    fflush(stderr);
    ssize_t n = pread(memory, r->complaint, sizeof r->complaint - 1, 0);
    r->complaint[n > 0 ? n : 0] = '\0';
    dup2(before, 2);
    close(before);
    close(memory);
}

static bool take_each(const char *value, void *into)
{
    if (strcmp(value, "bad") == 0) {
        fputs("sockgrade: bad\n", stderr);
        return false;
    }
    strcat(strcat(into, value), ",");
    return true;
}

static void read_line(const char *line, struct reading *r)
{
    char *argv[32], *save;
    int argc = 0, memory = memfd_create("stderr", 0), before = dup(2);
    *r = (struct reading){0};
    snprintf(r->line, sizeof r->line, "%s", line);
    for (char *w = strtok_r(r->line, " ", &save); w; w = strtok_r(NULL, " ", &save))
        argv[argc++] = strcmp(w, "_") == 0 ? (char *)"" : w;
    const struct option_row rows[] = {
        {.name = "--name", .also = "--called", .value = &r->name},
        {.name = "--format", .value = &r->format},
        {.name = "-f", .also = "--flag", .flag = &r->flag},
        {.name = "--each", .take = take_each, .into = r->each},
    };
    dup2(memory, 2);
    r->goes_on =
        options_read(&command, argc, argv, rows, 4, r->operands, 1, 2, &r->status);
    hear_complaint(memory, before, r);
}

static bool same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static void sorts_words(void **state)
{
    (void)state;
    static const struct {
        const char *line, *one, *two, *name, *format;
        bool flag;
    } lines[] = {
        {"test a", "a", NULL, NULL, NULL, false},
        {"test a b", "a", "b", NULL, NULL, false},
        {"test -f a", "a", NULL, NULL, NULL, true},
        {"test a --flag", "a", NULL, NULL, NULL, true},
        {"test --name x a", "a", NULL, "x", NULL, false},
        {"test a --name=x", "a", NULL, "x", NULL, false},
        {"test a --name=", "a", NULL, "", NULL, false},
        {"test a --name _", "a", NULL, "", NULL, false},
        {"test a --name=x=y", "a", NULL, "x=y", NULL, false},
        {"test --called x a", "a", NULL, "x", NULL, false},
        {"test --called=x a", "a", NULL, "x", NULL, false},
        {"test --name x --name y a", "a", NULL, "y", NULL, false},
        {"test --name -f a", "a", NULL, "-f", NULL, false},
        {"test --name --format a --format json", "a", NULL, "--format", "json", false},
        {"test -- -f --name", "-f", "--name", NULL, NULL, false},
        {"test a -- --help", "a", "--help", NULL, NULL, false},
        {"test -- --", "--", NULL, NULL, NULL, false},
        {"test -", "-", NULL, NULL, NULL, false},
        {"test _", "", NULL, NULL, NULL, false},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct reading r;
        read_line(lines[i].line, &r);
        if (!r.goes_on || r.complaint[0] || !same(r.operands[0], lines[i].one)
            || !same(r.operands[1], lines[i].two) || !same(r.name, lines[i].name)
            || !same(r.format, lines[i].format) || r.flag != lines[i].flag)
            fail_msg("%s: %s", lines[i].line, r.complaint);
    }
}

static void hands_over_each_value(void **state)
{
    (void)state;
    static const struct {
        const char *line, *each;
    } lines[] = {
        {"test a", ""},
        {"test --each x a", "x,"},
        {"test --each x a --each=y --name n --each z", "x,y,z,"},
        {"test a --each x=1 --each=x=2 --each x=1", "x=1,x=2,x=1,"},
        {"test a --each _ --each= --each -f", ",,-f,"},
        {"test a -- --each", ""},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct reading r;
        read_line(lines[i].line, &r);
        if (!r.goes_on || r.complaint[0] || r.flag || strcmp(r.each, lines[i].each) != 0)
            fail_msg("%s: %s %s", lines[i].line, r.each, r.complaint);
    }
}

static void complains(void **state)
{
    (void)state;
    static const struct {
        const char *line, *text;
    } lines[] = {
        {"test", "test needs a FILE; usage: sockgrade test FILE [OTHER]\n"},
        {"test -f", "test needs a FILE"},
        {"test --", "test needs a FILE"},
        {"test a b c", "\"c\" is one too many; usage: sockgrade test FILE [OTHER]\n"},
        {"test a b c d e f", "\"c\" is one too many"},
        {"test a --nam x", "unknown option \"--nam\" (did you mean \"--name\"?)"},
        {"test a --nmae=x", "unknown option \"--nmae\" (did you mean \"--name\"?)"},
        {"test a --hlep", "(did you mean \"--help\"?)"},
        {"test a --xyzzy",
         "unknown option \"--xyzzy\"; there are --help, --name, --format, -f, --each\n"},
        {"test a --names", "unknown option \"--names\""},
        {"test a -x", "unknown option \"-x\""},
        {"test a -fx", "unknown option \"-fx\""},
        {"test a ---", "unknown option \"---\""},
        {"test a --name", "option --name needs a value"},
        {"test a --each", "option --each needs a value"},
        {"test a --each x --each bad", "sockgrade: bad"},
        {"test a --flag=yes", "option -f takes no value"},
        {"test a -f=yes", "option -f takes no value"},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct reading r;
        read_line(lines[i].line, &r);
        if (r.goes_on || r.status != EXIT_USAGE || !strstr(r.complaint, lines[i].text)
            || strncmp(r.complaint, "sockgrade: ", 11) != 0
            || strchr(r.complaint, '\n') != r.complaint + strlen(r.complaint) - 1)
            fail_msg("%s: %s", lines[i].line, r.complaint);
    }
}

static void shows_help(void **state)
{
    (void)state;
    static const char *const lines[] = {"test --help", "test -h", "test a b c --help",
                                        "test --name x -h"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct reading r;
        help_shown = 0;
        read_line(lines[i], &r);
        assert_false(r.goes_on);
        assert_int_equal(r.status, EXIT_PASSED);
        assert_int_equal(help_shown, 1);
        assert_string_equal(r.complaint, "");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sorts_words),
        cmocka_unit_test(hands_over_each_value),
        cmocka_unit_test(complains),
        cmocka_unit_test(shows_help),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
