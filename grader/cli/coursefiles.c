/* SPDX-License-Identifier: MIT */
#include "cli/coursefiles.h"

#include <string.h>

#include "base/buf.h"
#include "batch/outputs.h"
#include "cli/say.h"

int coursefiles_write(struct journal *j, const char *out, const char *worksheet,
                      struct error *err)
{
    struct buf notes = {0};
    const struct outputs_order order = {
        .journal = j, .out = out, .moodle_worksheet = worksheet, .notes = &notes};
    int status = outputs_write(&order, err);
    char *rest = notes.data;
    for (char *line; status == 0 && rest && (line = strsep(&rest, "\n"));)
        if (*line)
            say_note(line);
    buf_close(&notes);
    return status;
}
