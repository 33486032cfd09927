/* SPDX-License-Identifier: MIT
 *
 * The languages that submissions are written in, one row each: how one is recognised, built,
 * started, and how its runtime tells where a program waits or went wrong.
 */
#ifndef RUN_LANGUAGE_H
#define RUN_LANGUAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "run/jar.h"
#include "run/trace.h"
#include "script/limit.h"

struct language {
    const char *name;              /* of the report: "python" */
    const char *title;             /* for people: "Python" */
    const char *const *extensions; /* ".py", NULL at the end */
    const char *const
        *tools; /* interpreter or compiler, by preference, NULL at the end */
    const char *version_option; /* makes the tool tell its version; NULL: --version */
    const char *package;        /* that brings the tool */
    const char *comment;        /* what begins one that goes to the end of the line */
    const char *const *build;   /* compiler's arguments behind its name; "@source" and
                                       "@program" stand for paths; NULL: nothing to build */
    const char *build_input;    /* what it reads from standard input; NULL: nothing */
    bool traced;                /* its files say which line is where (run/locate.h) */
    bool interpreted;           /* starts as TOOL FILE */
    bool any_shebang;           /* its first line may name another interpreter */
    bool together;              /* the files of a folder are compiled together */
    bool alone; /* it is asked where it waits only while it has one process and thread */
    const char
        *runner; /* what starts what was built, beside the compiler: RUNNER FILE; NULL:
                           it starts by itself */
    const char *const *options;   /* of who starts it, in front of the file */
    const char *const *build_env; /* "NAME=value", NULL at the end */
    jar_packer *pack; /* makes one file of the folder that the compiler wrote; or NULL */
    bool
        managed; /* the calls that it waits in are its runtime\'s: a reader knows them not */
    bool event_loop;           /* while it waits, it is in no line */
    const char *const *env;    /* "NAME=value", NULL at the end */
    int where_signal;          /* makes it tell where it waits; 0: none */
    int end_signal;            /* ends it then; 0: where_signal does */
    const char *const *etc;    /* what its tools read of /etc beyond the usual */
    struct limits limits;      /* where the usual ones do not fit */
    trace_reader *crash;       /* from standard error: an uncaught error; or NULL */
    trace_reader *aborted;     /* from standard error: why abort() was called; or NULL */
    trace_reader *waits;       /* from what where_signal brought; or NULL */
    trace_reader *refusal;     /* the source does not compile, told at start; or NULL */
    trace_reader *build_error; /* from the compiler's messages; or NULL */
};

/* By the file's name and its first bytes; NULL when it can't be told. */
const struct language *language_of(const char *path, const char *head, size_t len);

/* What the first line of a script names: "#!/usr/bin/env python3" names "python3". False,
 * and "", when it names none. */
bool language_interpreter(const char *head, size_t len, char *out, size_t size);

const struct language *language_at(size_t index); /* NULL behind the last row */

/* The first real executable of the language's tools on PATH that programs may run (not a
 * script: a version manager's shim costs 80 ms a start). Writes its path, or "" and is false. */
bool language_find_tool(const struct language *l, char *out, size_t size);

/* The same for any program by its name. */
bool language_find_program(const char *name, char *out, size_t size);

/* The row of compiled programs of which nothing more is known. */
const struct language *language_executable(void);

/* The row of scripts whose interpreter is none of the others'. */
const struct language *language_script(void);

/* What starts its programs, given the tool that was found: the interpreter itself, or what
 * lies beside the compiler. Writes its path; "" when they start by themselves. False when it
 * is not there. */
bool language_find_runner(const struct language *l, const char *tool, char *out,
                          size_t size);

#endif
