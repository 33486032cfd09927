/* SPDX-License-Identifier: MIT
 *
 * Which of a student's two programs is the server and which the client: as the command line
 * says, else by their names, else by what their sources call.
 */
#ifndef BATCH_PROGRAMS_H
#define BATCH_PROGRAMS_H

#include <stddef.h>

#include "base/error.h"
#include "script/exercise.h"

struct programs {
    char *paths[2]; /* by enum student_role */
    char *folder;   /* that was named; NULL: none */
    size_t seen;    /* programs there were to choose from */
};

/* What the command line says; NULL: nothing. */
struct programs_named {
    const char *words[2]; /* programs, or one folder that holds them */
    const char *server, *client;
};

/* -1 (ERROR_USAGE) when it can't be told. */
int programs_find(struct programs *p, const struct programs_named *named,
                  struct error *err);

void programs_close(struct programs *p);

#endif
