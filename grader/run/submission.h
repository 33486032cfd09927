/* SPDX-License-Identifier: MIT
 *
 * One student's program: what it is, and, once built, the file to run. Its bytes are held in
 * memory files, so that it needs no place on the disk and no run can change it for the next.
 */
#ifndef RUN_SUBMISSION_H
#define RUN_SUBMISSION_H

#include <limits.h>
#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"
#include "run/folder.h"
#include "run/language.h"
#include "run/stage.h"
#include "script/exercise.h"

struct builder;

struct submission {
    char *path;                      /* as given */
    char *file;                      /* its base name; "cell 12" of a notebook */
    const struct language *language; /* NULL: none; problem tells */
    char tool[PATH_MAX];   /* interpreter or compiler; "": none needed, or none here */
    char runner[PATH_MAX]; /* starts it as RUNNER FILE; "": it starts by itself */
    int source_fd;         /* the file's content */
    int program_fd;        /* what is run: the source, or what was built; -1 */
    char problem[1024];    /* why it can't be run at all: a no-program verdict */
    int starter_fd;        /* a program that starts it (run/cell.h), or -1 */
    int cell;              /* of the notebook at path, from 1; 0: it is no notebook */
    int own_lines; /* of the source: behind them is what earlier cells define; 0: all */
    char *earlier; /* the code of the cells before it, of which not all is run; or NULL */
    /* of a folder (run/project.h); else empty */
    struct folder folder; /* as it was handed in; then, as its build has left it */
    char *name;           /* of the folder */
    char *source;         /* the path of `file`; NULL: its lines are not told */
    char *exercise;       /* it is handed in for; NULL: not known */
    const char *role;     /* "client", "server"; NULL: not known */
    char **sources;       /* what the compiler is given; those of one file: NULL */
    size_t source_count;
    char *commands;   /* for a shell, to build it; NULL: the language's compiler does */
    char *start;      /* which of its files is run; NULL: `file`, or by_words */
    bool by_words;    /* what `arguments` say is started by the runner */
    char **arguments; /* that its sockgrade.json gives, in front of the exercise's */
    size_t argument_count;
    const struct builder
        *lacks; /* what builds it is not installed; NULL: nothing lacks */

    bool build_failed;        /* by run/build.h */
    struct trace build_error; /* the first one */
};

#define SUBMISSION_EMPTY                                                                 \
    ((struct submission){                                                                \
        .source_fd = -1, .program_fd = -1, .starter_fd = -1, .folder = {.fd = -1}})

/* Opens a file that was handed in, for reading, and tells its size; -1 (ERROR_USAGE) with
 * what is wrong with it. */
int submission_file(const char *path, off_t *size, struct error *err);

/* Fills in what starts a program of its language, where that is installed. */
void submission_find_tool(struct submission *s);

/* Opens and recognises the file or folder. -1 (ERROR_USAGE) when there is no such readable
 * file; a file that is no program is a submission with a problem. */
int submission_open(struct submission *s, const char *path, struct error *err);

/* The same when it is known what it is handed in for, which tells one of a folder's programs. */
int submission_open_for(struct submission *s, const char *path, const struct exercise *e,
                        struct error *err);

/* The path of the source whose lines are told: its own, or that of a folder's file. */
const char *submission_shown(const struct submission *s);

/* What of it is put on the stage, `count` entries on the heap; names are borrowed. */
struct stage_file *submission_stage_files(const struct submission *s, size_t *count);

/* The name on the stage of what is run. */
const char *submission_start(const struct submission *s);

/* Appends the source's text, as it was handed in, up to 1 MiB of it; nothing for what has no
 * source (a compiled program, no program at all). */
void submission_source(const struct submission *s, struct buf *out);

void submission_close(struct submission *s);

#endif
