/* SPDX-License-Identifier: MIT */
#include "batch/summary.h"

#include <inttypes.h>
#include <string.h>

#include "base/quote.h"
#include "batch/journal_parts.h"
#include "report/fill.h"

#define MISTAKES 8 /* the most common ones */
#define FEW 10     /* names and reasons that are told */
#define COLUMNS 80

static const char *plural(int64_t n)
{
    return n == 1 ? "" : "s";
}

/* Once for each student, however many attempts or cases have it. */
static int write_mistakes(struct journal *j, struct buf *out, struct error *err)
{
    int row = -1;
    sqlite3_stmt *s =
        db_query(&j->db, err,
                 "SELECT c.code, r.exercise, count(DISTINCT e.student) AS students"
                 " FROM entry e JOIN result r ON r.key = e.key JOIN case_result c ON "
                 "c.result = r.id"
                 " WHERE c.outcome = 'fail' AND NOT c.advice GROUP BY 1, 2"
                 " ORDER BY students DESC, r.exercise, c.code LIMIT ?",
                 "i", (int64_t)MISTAKES);
    for (int n = 0; s && (row = db_step(&j->db, s, err)) == 1; n++) {
        int64_t students = sqlite3_column_int64(s, 2);
        if (n == 0)
            buf_puts(out, "most common mistakes:\n");
        buf_printf(out, "  %-20s %-24s %6" PRId64 " student%s\n", db_text(s, 0),
                   db_text(s, 1), students, plural(students));
    }
    return row;
}

static int write_absent(struct journal *j, struct buf *out, struct error *err)
{
    struct buf line = {0};
    int64_t n = 0;
    int row = -1;
    sqlite3_stmt *s = db_query(&j->db, err,
                               "SELECT coalesce(name, key) FROM student WHERE key NOT IN"
                               " (SELECT student FROM attempt) ORDER BY 1",
                               "");
    for (; s && (row = db_step(&j->db, s, err)) == 1; n++)
        if (n < FEW) {
            const char *name = db_text(s, 0);
            buf_puts(&line, n ? ", " : "");
            quote_line(&line, name, strlen(name));
        }
    if (n) {
        struct buf whole = {0};
        buf_printf(&whole, "handed in nothing: %" PRId64 " student%s: %s%s", n, plural(n),
                   buf_text(&line), n > FEW ? ", ..." : "");
        fill_words(out, buf_text(&whole), 2, COLUMNS);
        buf_close(&whole);
    }
    buf_close(&line);
    return row;
}

/* A slip in a name costs all points of an exercise. */
static int write_left_out(struct journal *j, struct buf *out, struct error *err)
{
    struct buf lines = {0};
    int64_t n = 0;
    int row = -1;
    sqlite3_stmt *s = db_query(
        &j->db, err, "SELECT DISTINCT student, what FROM left_out ORDER BY 1, 2", "");
    for (; s && (row = db_step(&j->db, s, err)) == 1; n++) {
        if (n >= FEW)
            continue;
        struct buf text = {0};
        buf_printf(&text, "%s: %s", db_text(s, 0), db_text(s, 1));
        buf_puts(&lines, "  ");
        fill_words(&lines, buf_text(&text), 4, COLUMNS);
        buf_close(&text);
    }
    if (n)
        buf_printf(out, "for no exercise: %" PRId64 " file%s, where one is missing\n%s%s",
                   n, plural(n), buf_text(&lines), n > FEW ? "  ...\n" : "");
    buf_close(&lines);
    return row;
}

/* A case's message tells why; where all failed for one reason, it is told once. */
static int write_unjudged(struct journal *j, size_t *unjudged, struct buf *out,
                          struct error *err)
{
    int row = -1;
    sqlite3_stmt *s =
        db_query(&j->db, err,
                 "SELECT e.student, e.exercise, min(c.message) FROM entry e"
                 " JOIN result r ON r.key = e.key LEFT JOIN case_result c"
                 " ON c.result = r.id AND c.outcome = 'error' AND NOT c.advice"
                 " WHERE r.result = 'error' GROUP BY e.student, e.attempt, e.exercise"
                 " ORDER BY e.student, e.attempt, e.exercise",
                 "");
    struct buf lines = {0};
    for (*unjudged = 0; s && (row = db_step(&j->db, s, err)) == 1; ++*unjudged) {
        if (*unjudged >= FEW)
            continue;
        struct buf text = {0};
        const char *why = db_text(s, 2);
        buf_printf(&text, "%s, %s: %s", db_text(s, 0), db_text(s, 1), why ? why : "");
        buf_puts(&lines, "  ");
        fill_words(&lines, buf_text(&text), 4, COLUMNS);
        buf_close(&text);
    }
    if (*unjudged)
        buf_printf(out, "could not be judged: %zu program%s\n%s%s", *unjudged,
                   plural((int64_t)*unjudged), buf_text(&lines),
                   *unjudged > FEW ? "  ...\n" : "");
    buf_close(&lines);
    return row;
}

int summary_write(struct journal *j, size_t *unjudged, struct buf *out, struct error *err)
{
    *unjudged = 0;
    if (write_mistakes(j, out, err) < 0 || write_absent(j, out, err) < 0
        || write_left_out(j, out, err) < 0 || write_unjudged(j, unjudged, out, err) < 0)
        return -1;
    return 0;
}
