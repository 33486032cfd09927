/* SPDX-License-Identifier: MIT
 *
 * sockgrade list: the exercises at hand.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "cli/catalogue.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/say.h"
#include "script/loader.h"

/* Exercises of one set stand together, in the order of their ids. */
static int by_set(const void *left, const void *right)
{
    const struct exercise *a = left, *b = right;
    int sets = strcmp(a->set ? a->set : "", b->set ? b->set : "");
    return sets ? sets : strcmp(a->id, b->id);
}

static void widen(int *width, const char *text)
{
    int len = (int)strlen(text);
    if (len > *width)
        *width = len;
}

static void write_exercise(struct buf *out, const struct exercise *e, int ids, int titles)
{
    buf_printf(out, "  %-*s  %-*s  %s", ids, e->id, titles, e->title,
               student_name(e->student));
    if (e->port != PORT_ANY)
        buf_printf(out, ", %s %d", e->protocol == PROTOCOL_UDP ? "UDP" : "port", e->port);
    buf_putc(out, '\n');
}

static void write_list(struct buf *out, const struct exercise *e, size_t count)
{
    int ids = 0, titles = 0;
    const char *set = "";
    for (size_t i = 0; i < count; i++) {
        widen(&ids, e[i].id);
        widen(&titles, e[i].title);
    }
    for (size_t i = 0; i < count; i++) {
        if (e[i].set && strcmp(e[i].set, set) != 0) {
            set = e[i].set;
            buf_printf(out, "%s%s\n", out->len ? "\n" : "", set);
        }
        write_exercise(out, &e[i], ids, titles);
    }
}

static int run(int argc, char **argv)
{
    struct catalogue c;
    struct error err;
    struct buf out = {0};
    int status;
    if (!options_read(&command_list, argc, argv, NULL, 0, NULL, 0, 0, &status))
        return status;
    if (catalogue_open(&c, &err) < 0)
        return say_error(&err);
    status = EXIT_PASSED;
    struct exercise *e = mem_alloc(c.count * sizeof *e);
    size_t count = 0;
    for (size_t i = 0; i < c.count; i++)
        if (loader_read_file(&e[count], c.paths[i], &err) < 0)
            status = say_error(&err);
        else
            count++;
    qsort(e, count, sizeof *e, by_set);
    write_list(&out, e, count);
    for (size_t i = 0; i < count; i++)
        exercise_close(&e[i]);
    free(e);
    catalogue_close(&c);
    int written = say_result(&out);
    buf_close(&out);
    return written ? written : status;
}

const struct command command_list = {
    .name = "list",
    .arguments = "",
    .summary = "lists the exercises",
    .help = "One line each: id, title, what your program is, and its port.\n",
    .run = run,
};
