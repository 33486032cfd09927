/* SPDX-License-Identifier: MIT
 *
 * What a batch is about: the assignment, who handed in what, and which result is whose.
 */
#include "batch/journal_parts.h"
#include "batch/lateness.h"

static int forget_all(struct journal *j, struct error *err)
{
    return db_script(&j->db,
                     "DELETE FROM left_out; DELETE FROM entry; DELETE FROM attempt; "
                     "DELETE FROM student;"
                     "DELETE FROM hidden_case; DELETE FROM exercise;"
                     "DELETE FROM assignment;",
                     err);
}

static int enrol_exercise(struct journal *j, size_t position, const struct assigned *x,
                          struct error *err)
{
    int result =
        db_run(&j->db, err, "INSERT INTO exercise VALUES (?, ?, ?, ?)", "sisd",
               x->exercise->id, (int64_t)position + 1, x->exercise->title, x->points);
    for (size_t i = 0; result == 0 && i < x->exercise->case_count; i++)
        if (assigned_hides(x, &x->exercise->cases[i]))
            result = db_run(&j->db, err, "INSERT INTO hidden_case VALUES (?, ?)", "ss",
                            x->exercise->id, x->exercise->cases[i].id);
    return result;
}

static int enrol_assignment(struct journal *j, const struct assignment *a,
                            struct error *err)
{
    struct buf document = {0};
    assignment_store(a, &document);
    int result = db_run(
        &j->db, err, "INSERT INTO assignment VALUES (1, ?, ?, ?, ?, ?, NULL, NULL, ?)",
        "ssszsj", a->id, a->title ? a->title : "", attempts_name(a->attempts),
        a->late.deadline_ms, SOCKGRADE_VERSION, document.data, document.len);
    buf_close(&document);
    for (size_t i = 0; result == 0 && i < a->count; i++)
        result = enrol_exercise(j, i, &a->list[i], err);
    return result;
}

static int enrol_student(struct journal *j, const struct lateness *l,
                         const struct student *s, struct error *err)
{
    const struct identity *i = &s->identity;
    int result =
        db_run(&j->db, err, "INSERT INTO student VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
               "sssssssss", s->key, i->name, i->email, i->login, i->canvas_id, i->sis_id,
               i->moodle_id, i->number, i->section);
    for (size_t n = 0; result == 0 && n < s->attempt_count; n++) {
        const struct attempt_in *t = &s->attempts[n];
        result = db_run(&j->db, err, "INSERT INTO attempt VALUES (?, ?, ?, ?, ?, ?)",
                        "sizids", s->key, (int64_t)t->number, t->at_ms, (int64_t)t->late,
                        lateness_share(l, t->at_ms, t->late), t->path);
    }
    return result;
}

int journal_enter(struct journal *j, const struct journal_entry *e, struct error *err)
{
    return db_run(&j->db, err, "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)",
                  "sisssss", e->student, (int64_t)e->attempt, e->exercise, e->key,
                  e->path, e->server_path, e->problem);
}

int journal_leave(struct journal *j, const char *student, int attempt, const char *line,
                  struct error *err)
{
    return db_run(&j->db, err, "INSERT OR IGNORE INTO left_out VALUES (?, ?, ?)", "sis",
                  student, (int64_t)attempt, line);
}

int journal_enrol(struct journal *j, const struct assignment *a, const struct intake *in,
                  int (*fill)(void *ctx, struct journal *j, struct error *err), void *ctx,
                  struct error *err)
{
    if (db_script(&j->db, "BEGIN IMMEDIATE", err) < 0)
        return -1;
    int result = forget_all(j, err);
    if (result == 0)
        result = enrol_assignment(j, a, err);
    for (size_t i = 0; result == 0 && i < in->count; i++)
        result = enrol_student(j, &a->late, &in->students[i], err);
    if (result == 0)
        result = fill(ctx, j, err);
    return db_finish(&j->db, result, err);
}

int journal_set_isolation(struct journal *j, const char *name, const char *reason,
                          struct error *err)
{
    return db_run(&j->db, err,
                  "UPDATE assignment SET isolation = ?, isolation_reason = ?", "ss", name,
                  reason);
}
