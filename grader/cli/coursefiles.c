/* SPDX-License-Identifier: MIT */
#include "cli/coursefiles.h"

#include <string.h>

#include "base/buf.h"
#include "batch/outputs.h"
#include "cli/say.h"

/* Whatever was in the way, nothing has to be graded again. */
static int tell_next(const char *out, struct error *err)
{
    struct error was = *err;
    if (was.kind != ERROR_MACHINE || strstr(was.text, "same command"))
        return -1;
    return error_set(
        err,
        "%.800s; every result is kept in %.200s/grades.db: once that is mended, "
        "the same command writes the rest",
        was.text, out);
}

int coursefiles_write(struct journal *j, const char *out, const char *worksheet,
                      const volatile sig_atomic_t *stop, struct error *err)
{
    struct buf notes = {0};
    const struct outputs_order order = {.journal = j,
                                        .out = out,
                                        .moodle_worksheet = worksheet,
                                        .stop = stop,
                                        .notes = &notes};
    int status = outputs_write(&order, err);
    char *rest = NULL, *line = notes.len ? strtok_r(notes.data, "\n", &rest) : NULL;
    for (; status == 0 && line; line = strtok_r(NULL, "\n", &rest))
        say_note(line);
    buf_close(&notes);
    return status < 0 ? tell_next(out, err) : 0;
}
