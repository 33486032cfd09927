/* SPDX-License-Identifier: MIT
 *
 * sockgrade show: what an exercise asks, and what is checked.
 */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "cli/catalogue.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/say.h"

#define COLUMNS 80

/* Fills paragraphs to the page's width; empty lines and indented ones stay. */
static void paragraphs(struct buf *out, const char *text)
{
    size_t column = 0;
    for (const char *at = text; *at;) {
        size_t len = strcspn(at, " \n");
        if (column && column + 1 + len > COLUMNS) {
            buf_putc(out, '\n');
            column = 0;
        } else if (column) {
            buf_putc(out, ' ');
            column++;
        }
        buf_append(out, at, len);
        column += len;
        at += len;
        if (at[0] == '\n' && at[1] == '\n') {
            buf_puts(out, "\n\n");
            column = 0;
        }
        at += strspn(at, " \n");
    }
    buf_putc(out, '\n');
}

/* Those that differ from what is around them: "memory 256 MiB, processes 8". */
static void list_limits(struct buf *out, const struct limits *own,
                        const struct limits *around)
{
    const char *before = "";
    for (int i = 0; i < LIMITS; i++) {
        if (own->value[i] == around->value[i])
            continue;
        buf_printf(out, "%s%s ", before, limit_row((enum limit_kind)i)->title);
        limit_show((enum limit_kind)i, own->value[i], out);
        before = ", ";
    }
}

static void describe_limits(struct buf *out, const struct exercise *e)
{
    static const struct limits none;
    struct buf text = {0}, limits = {0};
    list_limits(&limits, &e->limits, &none);
    buf_printf(&text, "Its limits: %s.", buf_text(&limits));
    if (limits.len)
        paragraphs(out, buf_text(&text));
    buf_close(&limits);
    buf_close(&text);
}

static void describe_case(struct buf *out, const struct exercise *e,
                          const struct test_case *t)
{
    struct buf limits = {0};
    buf_printf(out, "  %-16s %s (", t->id, t->title);
    if (t->advice)
        buf_puts(out, "advice, no points)\n");
    else
        buf_printf(out, "%lld point%s)\n", (long long)t->points,
                   t->points == 1 ? "" : "s");
    list_limits(&limits, &t->limits, &e->limits);
    if (limits.len)
        buf_printf(out, "%19slimits: %s\n", "", limits.data);
    buf_close(&limits);
}

static void describe(struct buf *out, const struct exercise *e)
{
    size_t hidden = 0;
    buf_printf(out, "%s: %s\n\n", e->id, e->title);
    if (*e->task) {
        paragraphs(out, e->task);
        buf_putc(out, '\n');
    }
    if (e->student == STUDENT_BOTH)
        buf_puts(out, "Your programs are the client and the server");
    else
        buf_printf(out, "Your program is the %s", student_name(e->student));
    if (e->port != PORT_ANY) /* else the task says how the program learns of it */
        buf_printf(out, "; %sport %d", e->protocol == PROTOCOL_UDP ? "UDP " : "",
                   e->port);
    buf_puts(out, ".\n");
    describe_limits(out, e);
    buf_puts(out, "\nWhat is checked:\n");
    for (size_t i = 0; i < e->case_count; i++) {
        if (e->cases[i].visibility == VISIBILITY_VISIBLE)
            describe_case(out, e, &e->cases[i]);
        else
            hidden++;
    }
    if (hidden)
        buf_printf(out, "  and %zu more that %s not shown\n", hidden,
                   hidden == 1 ? "is" : "are");
    buf_putc(out, '\n');
    if (*e->origin)
        buf_printf(out, "From: %s\n", e->origin);
    buf_printf(out, "Check with: sockgrade check %s %s\n", e->id,
               e->student == STUDENT_BOTH ? "SERVER CLIENT" : "PROGRAM");
}

static int run(int argc, char **argv)
{
    const char *operands[1];
    struct exercise e = {0};
    struct error err;
    struct buf out = {0};
    int status;
    if (!options_read(&command_show, argc, argv, NULL, 0, operands, 1, 1, &status))
        return status;
    if (catalogue_load(operands[0], &e, &err) < 0)
        return say_error(&err);
    describe(&out, &e);
    status = say_result(&out);
    buf_close(&out);
    exercise_close(&e);
    return status;
}

const struct command command_show = {
    .name = "show",
    .arguments = "EXERCISE",
    .summary = "shows what an exercise asks, and what is checked",
    .help = "EXERCISE is an id that \"sockgrade list\" shows, or the path of an exercise "
            "file.\n",
    .run = run,
};
