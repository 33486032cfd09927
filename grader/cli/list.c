/* SPDX-License-Identifier: MIT
 *
 * sockgrade list: the exercises at hand.
 */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "cli/catalogue.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/say.h"
#include "script/loader.h"

static void line(struct buf *out, const struct exercise *e, struct buf *set)
{
    if (strcmp(buf_text(set), e->set ? e->set : "") != 0) {
        buf_clear(set);
        buf_puts(set, e->set);
        buf_printf(out, "%s%s\n", out->len ? "\n" : "", e->set);
    }
    buf_printf(out, "  %-12s %-46s %s, ", e->id, e->title,
               e->student == STUDENT_CLIENT ? "client" : "server");
    if (e->port == PORT_ANY)
        buf_puts(out, "any port\n");
    else
        buf_printf(out, "port %d\n", e->port);
}

static int run(int argc, char **argv)
{
    struct catalogue c;
    struct error err;
    struct buf out = {0}, set = {0};
    int status;
    if (!options_read(&command_list, argc, argv, NULL, 0, NULL, 0, 0, &status))
        return status;
    if (catalogue_open(&c, &err) < 0)
        return say_error(&err);
    status = EXIT_PASSED;
    for (size_t i = 0; i < c.count; i++) {
        struct exercise e = {0};
        if (loader_read_file(&e, c.paths[i], &err) < 0) {
            status = say_error(&err);
            continue;
        }
        line(&out, &e, &set);
        exercise_close(&e);
    }
    catalogue_close(&c);
    int written = say_result(&out);
    buf_close(&out);
    buf_close(&set);
    return written ? written : status;
}

const struct command command_list = {
    .name = "list",
    .arguments = "",
    .summary = "lists the exercises",
    .help = "One line each: id, title, what your program is, and its port.\n",
    .run = run,
};
