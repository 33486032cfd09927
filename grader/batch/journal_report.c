/* SPDX-License-Identifier: MIT
 *
 * The journal read back as the report's model, one student after the other.
 */
#include <stdlib.h>
#include <string.h>

#include "batch/journal_parts.h"
#include "report/json.h"

static char *copy(sqlite3_stmt *s, int column)
{
    return mem_text(db_text(s, column));
}

int journal_assignment(struct journal *j, struct assignment *a, struct error *err)
{
    sqlite3_stmt *s = db_query(&j->db, err, "SELECT document FROM assignment", "");
    int row = s ? db_step(&j->db, s, err) : -1;
    if (row < 0)
        return -1;
    if (row == 0)
        return error_kind(
            err, ERROR_USAGE,
            "the journal %s has no assignment yet; \"sockgrade batch\" fills "
            "it",
            j->db.path);
    int result =
        assignment_restore(a, db_text(s, 0), (size_t)sqlite3_column_bytes(s, 0), err);
    sqlite3_reset(s);
    return result < 0 ? db_fail(&j->db, SQLITE_CORRUPT, err) : 0;
}

int journal_isolation(struct journal *j, char **name, char **reason, struct error *err)
{
    sqlite3_stmt *s =
        db_query(&j->db, err, "SELECT isolation, isolation_reason FROM assignment", "");
    int row = s ? db_step(&j->db, s, err) : -1;
    if (row != 1)
        return row;
    *name = copy(s, 0);
    *reason = copy(s, 1);
    sqlite3_reset(s);
    return 0;
}

int journal_ungraded(struct journal *j, int64_t *count, struct error *err)
{
    sqlite3_int64 n;
    int result =
        db_number(&j->db, &n, 0, err,
                  "SELECT count(*) FROM entry WHERE key IS NOT NULL AND key NOT IN"
                  " (SELECT key FROM result)",
                  "");
    *count = n;
    return result;
}

/* The result may be of the equal program of somebody else, whose paths are not to be shown. */
static void rename_program(struct report_exercise *e, const char *path,
                           const char *server_path)
{
    for (size_t i = 0; i < e->program_count; i++) {
        struct report_program *p = &e->programs[i];
        const char *own = strcmp(p->part, "server") == 0 ? server_path : path;
        for (size_t k = 0; own && k < e->case_count; k++) {
            struct report_case *c = &e->cases[k];
            if (c->path && c->program && strcmp(c->program, p->part) == 0) {
                free(c->path);
                c->path = mem_text(own);
            }
        }
        if (own) {
            free(p->path);
            p->path = mem_text(own);
        }
    }
    for (size_t k = 0; path && k < e->case_count; k++)
        if (e->cases[k].path && !e->cases[k].program) {
            free(e->cases[k].path);
            e->cases[k].path = mem_text(path);
        }
    if (path) {
        free(e->path);
        e->path = mem_text(path);
    }
}

enum {
    EXERCISE_ID,
    EXERCISE_TITLE,
    KEY,
    PATH,
    SERVER_PATH,
    PROBLEM,
    DOCUMENT,
    SEED,
    FLAKY
};

static void add_missing(struct report_submission *r, sqlite3_stmt *s)
{
    const char *problem = db_text(s, PROBLEM);
    r->missing = mem_grow(r->missing, (r->missing_count + 1) * sizeof *r->missing);
    r->missing[r->missing_count++] = mem_printf(
        "%s%s%s", db_text(s, EXERCISE_ID), problem ? ": " : "", problem ? problem : "");
}

static void take_exercise(struct report_submission *r, struct report_exercise e)
{
    r->exercises = mem_grow(r->exercises, (r->exercise_count + 1) * sizeof *r->exercises);
    r->exercises[r->exercise_count++] = e;
    r->duration_ms = report_ms(r->duration_ms + e.duration_ms);
}

static int add_exercise(struct journal *j, struct report_submission *r, sqlite3_stmt *s,
                        struct error *err)
{
    const char *document = db_text(s, DOCUMENT);
    struct report_exercise e = {0};
    if (document) {
        if (report_json_read_exercise(&e, document,
                                      (size_t)sqlite3_column_bytes(s, DOCUMENT), err)
            < 0)
            return db_fail(&j->db, SQLITE_CORRUPT, err);
        e.seeded = true;
        e.seed = (uint64_t)sqlite3_column_int64(s, SEED);
        e.flaky = copy(s, FLAKY);
        rename_program(&e, db_text(s, PATH), db_text(s, SERVER_PATH));
    } else {
        e = (struct report_exercise){.id = copy(s, EXERCISE_ID),
                                     .title = copy(s, EXERCISE_TITLE),
                                     .path = copy(s, PATH),
                                     .result = RESULT_ERROR};
    }
    take_exercise(r, e);
    return 0;
}

/* --- outlines: what can be told without what was said -------------------------------------- */

enum { OUTLINE_ID, OUTLINE_RESULT, POINTS, MAX_POINTS, DURATION, RESULT_ID };

static int add_outline_cases(struct journal *j, struct report_exercise *e, int64_t id,
                             struct error *err)
{
    int row = -1;
    sqlite3_stmt *s = db_query(&j->db, err,
                               "SELECT outcome, advice FROM case_result WHERE result = ?"
                               " ORDER BY position",
                               "i", id);
    while (s && (row = db_step(&j->db, s, err)) == 1) {
        e->cases = mem_grow(e->cases, (e->case_count + 1) * sizeof *e->cases);
        e->cases[e->case_count++] =
            (struct report_case){.id = mem_text(""),
                                 .result = result_find(db_text(s, 0)),
                                 .advice = sqlite3_column_int(s, 1) != 0};
    }
    return row;
}

static int add_outline(struct journal *j, struct report_submission *r, sqlite3_stmt *s,
                       struct error *err)
{
    struct report_exercise e = {.id = copy(s, OUTLINE_ID), .result = RESULT_ERROR};
    int result = 0;
    if (db_text(s, OUTLINE_RESULT)) {
        e.result = result_find(db_text(s, OUTLINE_RESULT));
        e.points = sqlite3_column_int(s, POINTS);
        e.max_points = sqlite3_column_int(s, MAX_POINTS);
        e.duration_ms = sqlite3_column_double(s, DURATION);
        result = add_outline_cases(j, &e, sqlite3_column_int64(s, RESULT_ID), err);
    }
    take_exercise(r, e);
    return result;
}

static int read_outlines(struct journal *j, const struct student *who,
                         struct report_submission *r, struct error *err)
{
    int row = -1, result = 0;
    sqlite3_stmt *s =
        db_query(&j->db, err,
                 "SELECT coalesce(r.exercise, x.id), r.result, r.points, r.max_points,"
                 " r.duration_ms, r.id"
                 " FROM exercise x JOIN entry e"
                 " ON e.student = ? AND e.attempt = ? AND e.exercise = x.id"
                 " LEFT JOIN result r ON r.key = e.key"
                 " WHERE e.key IS NOT NULL ORDER BY x.position",
                 "si", who->key, (int64_t)r->attempt);
    while (s && result == 0 && (row = db_step(&j->db, s, err)) == 1)
        result = add_outline(j, r, s, err);
    if (s && result < 0)
        sqlite3_reset(s);
    return row < 0 ? -1 : result;
}

/* --- all of it ------------------------------------------------------------------------------- */

static int read_exercises(struct journal *j, const struct student *who,
                          struct report_submission *r, struct error *err)
{
    int row = -1, result = 0;
    sqlite3_stmt *s = db_query(
        &j->db, err,
        "SELECT x.id, x.title, e.key, e.path, e.server_path, e.problem, d.document, "
        "r.seed, (SELECT group_concat(b.codes, '; ') FROM earlier b WHERE b.key = e.key"
        "  AND b.codes != (SELECT o.codes FROM outcome o WHERE o.key = e.key))"
        " FROM exercise x LEFT JOIN entry e"
        " ON e.student = ? AND e.attempt = ? AND e.exercise = x.id"
        " LEFT JOIN result r ON r.key = e.key LEFT JOIN report d ON d.result = r.id"
        " ORDER BY x.position",
        "si", who->key, (int64_t)r->attempt);
    while (s && result == 0 && (row = db_step(&j->db, s, err)) == 1)
        if (db_text(s, KEY))
            result = add_exercise(j, r, s, err);
        else
            add_missing(r, s);
    return row < 0 ? -1 : result;
}

static int read_left_out(struct journal *j, const struct student *who,
                         struct report_submission *r, struct error *err)
{
    int row = -1;
    sqlite3_stmt *s =
        db_query(&j->db, err,
                 "SELECT what FROM left_out WHERE student = ? AND attempt = ?"
                 " ORDER BY what",
                 "si", who->key, (int64_t)r->attempt);
    while (s && (row = db_step(&j->db, s, err)) == 1) {
        r->unknown = mem_grow(r->unknown, (r->unknown_count + 1) * sizeof *r->unknown);
        r->unknown[r->unknown_count++] = copy(s, 0);
    }
    return row;
}

enum { NUMBER, AT_MS, LATE, ATTEMPT_PATH };

static int read_attempts(struct journal *j, struct student *who, struct error *err)
{
    int row = -1;
    sqlite3_stmt *s = db_query(&j->db, err,
                               "SELECT number, at_ms, late, path FROM attempt"
                               " WHERE student = ? ORDER BY number",
                               "s", who->key);
    while (s && (row = db_step(&j->db, s, err)) == 1) {
        who->attempts =
            mem_grow(who->attempts, (who->attempt_count + 1) * sizeof *who->attempts);
        who->attempts[who->attempt_count++] =
            (struct attempt_in){.number = sqlite3_column_int(s, NUMBER),
                                .at_ms = sqlite3_column_int64(s, AT_MS),
                                .late = sqlite3_column_int(s, LATE),
                                .path = copy(s, ATTEMPT_PATH)};
    }
    return row;
}

static int read_submissions(struct journal *j, bool outlines, const struct student *who,
                            struct report_submission *list, struct error *err)
{
    int result = 0;
    for (size_t i = 0; result == 0 && i < who->attempt_count; i++) {
        list[i] = (struct report_submission){
            .id = mem_text(who->key),
            .path = mem_text(who->attempts[i].path ? who->attempts[i].path : ""),
            .whole = true,
            .name = mem_text(who->identity.name),
            .attempt = who->attempts[i].number,
        };
        result = outlines ? read_outlines(j, who, &list[i], err)
                          : read_exercises(j, who, &list[i], err);
        if (result == 0 && list[i].missing_count)
            result = read_left_out(j, who, &list[i], err);
    }
    return result;
}

static void student_end(struct student *who)
{
    struct identity *i = &who->identity;
    char *texts[] = {who->key,  i->name,      i->email,  i->login,  i->canvas_id,
                     i->sis_id, i->moodle_id, i->number, i->section};
    for (size_t n = 0; n < sizeof texts / sizeof *texts; n++)
        free(texts[n]);
    for (size_t n = 0; n < who->attempt_count; n++)
        free(who->attempts[n].path);
    free(who->attempts);
}

static int visit(struct journal *j, bool outlines, sqlite3_stmt *s, journal_visit *each,
                 void *ctx, struct error *err)
{
    struct student who = {
        .key = copy(s, 0),
        .identity = {copy(s, 1), copy(s, 2), copy(s, 3), copy(s, 4), copy(s, 5),
                     copy(s, 6), copy(s, 7), copy(s, 8)},
    };
    struct report_submission *list = NULL;
    int result = read_attempts(j, &who, err);
    if (result == 0) {
        list = mem_alloc((who.attempt_count + 1) * sizeof *list);
        result = read_submissions(j, outlines, &who, list, err);
    }
    if (result == 0)
        result = each(ctx, &who, list, err);
    for (size_t i = 0; list && i < who.attempt_count; i++)
        report_submission_close(&list[i]);
    free(list);
    student_end(&who);
    return result;
}

/* Columns are named: identities are filled in the order of struct identity. */
static int visit_all(struct journal *j, bool outlines, journal_visit *each, void *ctx,
                     struct error *err)
{
    int row = -1, result = 0;
    sqlite3_stmt *s =
        db_query(&j->db, err,
                 "SELECT key, name, email, login, canvas_id, sis_id, moodle_id, number,"
                 " section FROM student ORDER BY key",
                 "");
    while (s && result == 0 && (row = db_step(&j->db, s, err)) == 1)
        result = visit(j, outlines, s, each, ctx, err);
    if (s && result < 0)
        sqlite3_reset(s);
    return row < 0 ? -1 : result;
}

int journal_submissions(struct journal *j, journal_visit *each, void *ctx,
                        struct error *err)
{
    return visit_all(j, false, each, ctx, err);
}

int journal_outlines(struct journal *j, journal_visit *each, void *ctx, struct error *err)
{
    return visit_all(j, true, each, ctx, err);
}
