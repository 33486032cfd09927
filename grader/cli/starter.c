/* SPDX-License-Identifier: MIT */
#include "cli/starter.h"

#include <time.h>

#include "base/buf.h"
#include "cli/assigned.h"
#include "cli/say.h"

#define WEEK_S (7 * 24 * 3600)

int starter_print(const char *exercises)
{
    struct assigned_work work = {0};
    struct buf out = {0};
    struct error err;
    int64_t due_s = (time(NULL) + WEEK_S) / 3600 * 3600;
    int status = assigned_open(&work, exercises, &err);
    if (status == 0) {
        assignment_starter(&work.assignment, due_s * 1000, &out);
        status = say_result(&out);
    } else {
        status = say_error(&err);
    }
    assigned_close(&work);
    buf_close(&out);
    return status;
}
