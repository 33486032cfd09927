/* SPDX-License-Identifier: MIT
 *
 * What was handed in, as it came: a folder a student, downloads of Canvas and Moodle, an export
 * of Gradescope, clones of GitHub Classroom, loose files, notebooks. One student per person, one
 * attempt per time that something was handed in, and the files of each attempt.
 */
#ifndef BATCH_INTAKE_H
#define BATCH_INTAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* What platforms know a person by; each NULL where not known. */
struct identity {
    char *name; /* "First Last", or as the platform writes it */
    char *email, *login;
    char *canvas_id, *sis_id; /* Canvas: ID, SIS User ID */
    char *moodle_id;          /* the number of "Participant 123" */
    char *number;             /* idnumber of Moodle, student number */
    char *section;
};

/* A file, notebook or folder that was handed in. */
struct intake_file {
    char *name; /* as the student named it: "connect-1.py"; may have slashes */
    char *path;
};

struct attempt_in {
    int number;                /* from 1, in the order they came */
    int64_t at_ms;             /* since 1970; 0: not known */
    bool late;                 /* who collected it marked it so */
    char *path;                /* the folder or file that is the attempt, for messages */
    struct intake_file *files; /* by name */
    size_t file_count;
};

struct student {
    char
        *key; /* unique, stable, fit for a file name: login, id, or the name as written */
    struct identity identity;
    struct attempt_in *attempts;
    size_t attempt_count; /* 0: of the roster, and handed in nothing */
};

struct intake {
    const char *
        layout; /* borrowed: "canvas", "moodle", "gradescope", "classroom", "folders", "files" */
    struct student *students; /* by key */
    size_t count;
    char **notes; /* what was left out, and why, one sentence each */
    size_t note_count;
};

/* Scans `folder` (or a zip file). Archives are unpacked below `unpacked`, each once: a folder
 * named by its content, made complete before it gets its name. layout: NULL: by what is there.
 * -1 (ERROR_USAGE) when it can't be read or nothing is in it. */
int intake_open(struct intake *in, const char *folder, const char *layout,
                const char *unpacked, struct error *err);
void intake_close(struct intake *in);

#endif
