/* SPDX-License-Identifier: MIT
 *
 * What a batch has found out, on the disk the moment it is known: OUT/grades.db, SQLite with a
 * write-ahead log, one transaction a result, one writer. A result is known by its key and is
 * never written twice; who handed in what is written anew by each run. Tables and views are
 * documented in sockgrade-grades(5).
 */
#ifndef BATCH_JOURNAL_H
#define BATCH_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "batch/assignment.h"
#include "batch/intake.h"
#include "report/report.h"

#define JOURNAL_KEY 65 /* 64 hexadecimal digits and a NUL */

struct journal;

enum journal_mode { JOURNAL_WRITE, JOURNAL_READ };

/* JOURNAL_WRITE makes it where there is none, and holds it against a second writer: that one
 * is told who has it. -1 with a sentence that says what to do: not a journal, damaged, of a newer version, no
 * room, not writable. */
int journal_open(struct journal **out, const char *path, enum journal_mode mode,
                 struct error *err);
void journal_close(struct journal *j);

/* Removes it while nobody else can have it: for one that was just made, and got nothing. */
void journal_discard(struct journal *j);

/* One exercise of one attempt: which result is its. */
struct journal_entry {
    const char *student;
    int attempt;
    const char *exercise;
    const char *key; /* of its result; NULL: nothing was handed in for it */
    const char *path, *server_path; /* struct work's: results are shown under these */
    const char *problem;            /* why there is no program, where that is known */
};

/* Replaces, in one transaction, what is known of the assignment, the students, their attempts
 * and which result each exercise of them has. Results stay. `fill` calls journal_enter for
 * each entry. */
int journal_enrol(struct journal *j, const struct assignment *a, const struct intake *in,
                  int (*fill)(void *ctx, struct journal *j, struct error *err), void *ctx,
                  struct error *err);
int journal_enter(struct journal *j, const struct journal_entry *e, struct error *err);

/* For `fill`, too: a line on something in an attempt that is for no exercise. */
int journal_leave(struct journal *j, const char *student, int attempt, const char *line,
                  struct error *err);

/* 1: the result is there; 0: it is not; -1: error. A result that says "error" (not
 * judged), be it of a case that gives advice alone, is not there: it is tried again. */
int journal_has(struct journal *j, const char *key, struct error *err);

/* Adds a result, in a transaction of its own; one with the same key is replaced. */
int journal_add(struct journal *j, const char *key, uint64_t seed,
                const struct report_exercise *e, struct error *err);

/* Drops results that nothing enrolled refers to. all (--regrade): those too that were there
 * when grading anew began, which goes on until journal_complete() says that it is done. */
int journal_forget(struct journal *j, bool all, struct error *err);
int journal_complete(struct journal *j, struct error *err);

/* The result of that key, read back; 0: none. The caller closes it. */
int journal_result(struct journal *j, const char *key, struct report_exercise *out,
                   uint64_t *seed, struct error *err);

/* The assignment that was enrolled last (assignment_store and _restore); -1 when nothing was.
 * The caller closes it. */
int journal_assignment(struct journal *j, struct assignment *a, struct error *err);

/* How the programs were kept from this computer, and why they were not; see struct report.
 * Set after enrolling; NULL where it is not known. The caller frees both. */
int journal_set_isolation(struct journal *j, const char *name, const char *reason,
                          struct error *err);
int journal_isolation(struct journal *j, char **name, char **reason, struct error *err);

/* How many entries have a program whose result is not there yet. */
int journal_ungraded(struct journal *j, int64_t *count, struct error *err);

/* Calls `each` for every student, by key, those who handed in nothing too: who it is, with
 * attempts that have no files, and as many submissions, each what came out of that attempt:
 * its exercises in the order of the assignment, those without a program in `missing`, what
 * is for none in `unknown`. One whose
 * result is not there yet is of RESULT_ERROR and has no cases. Points are those of the cases;
 * what the assignment makes of them is batch/marks.h's. All is closed after the call. */
typedef int journal_visit(void *ctx, const struct student *who,
                          struct report_submission *attempts, struct error *err);
int journal_submissions(struct journal *j, journal_visit *each, void *ctx,
                        struct error *err);

/* The same in outline, without reading what was said: of exercises the id, the result, points
 * and the time that they took, of cases the result and whether it is advice; nothing else is
 * filled. */
int journal_outlines(struct journal *j, journal_visit *each, void *ctx,
                     struct error *err);

/* Takes over all that is in other journals, as one: in one transaction, and with the same
 * outcome in every order. 1: two of them, or one and this, do not say the same of one program,
 * or have different programs for one entry: told in `conflicts`, a line each, and nothing is
 * taken over. A result that says "error" gives way to one that does not. -1 (ERROR_USAGE): of
 * different assignments or versions of sockgrade. */
int journal_merge(struct journal *j, const char *const *others, size_t count,
                  struct buf *conflicts, struct error *err);

#endif
