/* SPDX-License-Identifier: MIT */
#include "batch/gradebook.h"

#include <string.h>

#include "base/csv.h"
#include "base/timestamp.h"
#include "batch/marks.h"

const struct report_submission *
gradebook_counting(const struct student *who, const struct report_submission *attempts)
{
    const struct report_submission *found = NULL;
    for (size_t i = 0; i < who->attempt_count; i++)
        if (attempts[i].counts && (!found || attempts[i].score >= found->score))
            found = &attempts[i];
    return found;
}

/* The last word of a name; "Doe, Jane" has it in front. */
static void put_names(const char *name, struct buf *last, struct buf *first)
{
    const char *comma = strchr(name, ','), *space = strrchr(name, ' ');
    if (comma) {
        buf_append(last, name, (size_t)(comma - name));
        buf_puts(first, comma + 1 + strspn(comma + 1, " "));
    } else if (space) {
        buf_puts(last, space + 1);
        buf_append(first, name, (size_t)(space - name));
    } else {
        buf_puts(last, name);
    }
}

/* --- for people ----------------------------------------------------------------------- */

static void put_moment(struct buf *out, int64_t ms)
{
    struct buf text = {0};
    if (ms)
        timestamp_write(ms, &text);
    csv_put_text(out, buf_text(&text));
    buf_close(&text);
}

static void plain_head(const struct assignment *a, struct buf *out)
{
    static const char *const before[] = {
        "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name",
        "email",      "login",   "number",    "section",    "attempt"};
    static const char *const after[] = {"raw_score", "late_submission_penalty", "score",
                                        "max_score", "note"};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        csv_put_text(out, before[i]);
    for (size_t i = 0; i < a->count; i++)
        csv_put_text(out, a->list[i].exercise->id);
    for (size_t i = 0; i < sizeof after / sizeof *after; i++)
        csv_put_text(out, after[i]);
    csv_end_row(out);
}

static void put_student(const struct assignment *a, const struct student *who,
                        int64_t at_ms, struct buf *out)
{
    struct buf last = {0}, first = {0};
    put_names(who->identity.name ? who->identity.name : "", &last, &first);
    csv_put_text(out, a->id);
    put_moment(out, a->late.deadline_ms);
    put_moment(out, at_ms);
    csv_put_text(out, who->key);
    csv_put_text(out, buf_text(&last));
    csv_put_text(out, buf_text(&first));
    csv_put_text(out, who->identity.email);
    csv_put_text(out, who->identity.login);
    csv_put_text(out, who->identity.number);
    csv_put_text(out, who->identity.section);
    buf_close(&last);
    buf_close(&first);
}

static const struct report_exercise *exercise_of(const struct report_submission *s,
                                                 const char *id)
{
    for (size_t i = 0; s && i < s->exercise_count; i++)
        if (strcmp(s->exercises[i].id, id) == 0)
            return &s->exercises[i];
    return NULL;
}

/* What is in `missing` begins with the exercise's id. */
static const char *missing_of(const struct report_submission *s, const char *id)
{
    size_t len = strlen(id);
    for (size_t i = 0; s && i < s->missing_count; i++)
        if (strncmp(s->missing[i], id, len) == 0
            && (!s->missing[i][len] || s->missing[i][len] == ':'))
            return s->missing[i];
    return NULL;
}

/* One after the other: a full stop would not go with what follows. */
static void note(struct buf *out, const char *what, const char *how, const char *why)
{
    if (out->len && out->data[out->len - 1] == '.')
        out->len--;
    buf_printf(out, "%s%s%s%s", out->len ? "; " : "", what, how, why);
}

/* Why it could not be judged: the first case that says so, or it has no result yet. */
static const char *reason_of(const struct report_exercise *e)
{
    for (size_t i = 0; i < e->case_count; i++)
        if (e->cases[i].result == RESULT_ERROR && !e->cases[i].advice)
            return e->cases[i].message;
    return "not graded yet";
}

static void put_scores(const struct assignment *a, const struct report_submission *s,
                       struct buf *notes, struct buf *out)
{
    for (size_t i = 0; i < a->count; i++) {
        const char *id = a->list[i].exercise->id;
        const struct report_exercise *e = exercise_of(s, id);
        const char *missing = e ? NULL : missing_of(s, id);
        if (e && e->result == RESULT_ERROR) {
            csv_put_text(out, NULL);
            note(notes, id, " not judged: ", reason_of(e));
            continue;
        }
        csv_put_number(out, e ? e->score : 0);
        if (s && !e)
            note(notes, id, " missing",
                 missing && missing[strlen(id)] ? missing + strlen(id) : "");
    }
}

static double raw_score(const struct report_submission *s)
{
    double sum = 0;
    for (size_t i = 0; s && i < s->exercise_count; i++)
        sum += s->exercises[i].score;
    return sum;
}

static void put_sum(const struct assignment *a, const struct report_submission *s,
                    struct buf *out)
{
    double most = 0, raw = raw_score(s), score = s ? s->score : 0;
    for (size_t i = 0; i < a->count; i++)
        most += a->list[i].points;
    if (s && marks_unjudged(s)) {
        for (int i = 0; i < 3; i++)
            csv_put_text(out, NULL);
    } else {
        csv_put_number(out, raw);
        csv_put_number(out, raw - score);
        csv_put_number(out, score);
    }
    csv_put_number(out, most);
}

static void put_row(const struct assignment *a, const struct student *who,
                    const struct report_submission *s, int64_t at_ms, struct buf *out)
{
    struct buf notes = {0};
    put_student(a, who, at_ms, out);
    if (s)
        csv_put_number(out, s->attempt);
    else
        csv_put_text(out, NULL);
    if (!s)
        note(&notes, "nothing was handed in", "", "");
    if (s && s->late)
        note(&notes, s->late, "", "");
    put_scores(a, s, &notes, out);
    put_sum(a, s, out);
    csv_put_text(out, buf_text(&notes));
    csv_end_row(out);
    buf_close(&notes);
}

static void plain_student(const struct assignment *a, const struct student *who,
                          const struct report_submission *attempts, struct buf *out)
{
    for (size_t i = 0; i < who->attempt_count; i++)
        if (attempts[i].counts)
            put_row(a, who, &attempts[i], who->attempts[i].at_ms, out);
    if (!who->attempt_count)
        put_row(a, who, NULL, 0, out);
}

const struct gradebook gradebook_plain = {"gradebook.csv", plain_head, plain_student};

/* --- for Canvas ------------------------------------------------------------------------- */

static void canvas_head(const struct assignment *a, struct buf *out)
{
    static const char *const names[] = {"Student", "ID", "SIS User ID", "SIS Login ID",
                                        "Section"};
    double most = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        csv_put_text(out, names[i]);
    csv_put_text(out, a->title);
    csv_end_row(out);
    for (size_t i = 0; i < a->count; i++)
        most += a->list[i].points;
    buf_puts(out, "    Points Possible,,,,,");
    csv_put_number(out, most);
    csv_end_row(out);
}

/* As Canvas sorts: "Doe, Jane". */
static void put_sortable(struct buf *out, const char *name)
{
    struct buf last = {0}, first = {0};
    put_names(name, &last, &first);
    if (first.len)
        buf_printf(&last, ", %s", first.data);
    csv_put_text(out, buf_text(&last));
    buf_close(&last);
    buf_close(&first);
}

/* Folders of students are named by what they log in with, where nothing else is known. */
static const char *login_of(const struct student *who)
{
    const struct identity *i = &who->identity;
    return i->login || i->canvas_id || i->sis_id ? i->login : who->key;
}

static void canvas_student(const struct assignment *a, const struct student *who,
                           const struct report_submission *attempts, struct buf *out)
{
    const struct report_submission *s = gradebook_counting(who, attempts);
    (void)a;
    put_sortable(out, who->identity.name ? who->identity.name : who->key);
    csv_put_text(out, who->identity.canvas_id);
    csv_put_text(out, who->identity.sis_id);
    csv_put_text(out, login_of(who));
    csv_put_text(out, who->identity.section);
    if (s && !marks_unjudged(s))
        csv_put_number(out, s->score);
    else
        csv_put_text(out, NULL);
    csv_end_row(out);
}

const struct gradebook gradebook_canvas = {"gradebook-canvas.csv", canvas_head,
                                           canvas_student};
