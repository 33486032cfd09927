/* SPDX-License-Identifier: MIT
 *
 * What was handed in, as it came: a folder a student, downloads of Canvas and Moodle, an export
 * of Gradescope, clones of GitHub Classroom, loose files, notebooks. One student per person, one
 * attempt per time that something was handed in. Which files an attempt has is looked up only
 * when asked, and its archives are unpacked then: a course of thousands is never held at once.
 */
#ifndef BATCH_INTAKE_H
#define BATCH_INTAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "batch/assignment.h"

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
    char *
        name; /* as the student named it: "connect-1.py"; an archive's is its own, without
                   the extension */
    char *path; /* an archive's is the folder that it was unpacked into */
};

/* One of several loose files or folders that are the attempt together. */
struct intake_piece {
    char *path;
    size_t name_at; /* where in path the name begins that the student gave it */
};

struct attempt_in {
    int number;    /* from 1, in the order they came */
    int64_t at_ms; /* since 1970; 0: not known */
    bool late;     /* who collected it marked it so */
    char *path;    /* the folder or file that is the attempt, for messages */
    struct intake_piece *pieces; /* NULL: path is all of it */
    size_t piece_count;
    struct intake_file *files; /* by name, from intake_list() to intake_forget() */
    size_t file_count;
    char *unread; /* why not all that was handed in could be read; NULL: it could */
    bool told;    /* what is wrong with its archives has been noted */
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
    char *folder;   /* that was scanned: where the zip file was unpacked */
    char *unpacked; /* below which archives are */
};

struct intake_order {
    const char *folder; /* or a zip or tar file */
    const char *layout; /* NULL: by what is there */
    const char
        *unpacked; /* archives are unpacked below, each once: into a folder named by its
                             content, made complete before it gets its name */
    const struct assignment *assignment; /* what loose files may be named after */
};

/* Finds who has handed in something. What an earlier run that was stopped has left half
 * unpacked is removed: `unpacked` is the caller's alone. -1 (ERROR_USAGE) when it can't be read
 * or nothing is in it. */
int intake_open(struct intake *in, const struct intake_order *order, struct error *err);

/* Fills the attempt's files. What is wrong with an archive is one more note, and costs only
 * that archive. -1 when there is no room to unpack it. */
int intake_list(struct intake *in, struct attempt_in *attempt, struct error *err);
void intake_forget(struct attempt_in *attempt);

void intake_close(struct intake *in);

/* For those who fill it. */
void intake_note(struct intake *in, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
struct student *intake_student(struct intake *in, const char *key); /* a new one */
struct student *intake_find(struct intake *in, const char *key);    /* NULL: none yet */
struct attempt_in *student_attempt(struct student *s, const char *path);
struct intake_piece *attempt_piece(struct attempt_in *a, const char *path,
                                   size_t name_at);

#endif
