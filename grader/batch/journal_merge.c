/* SPDX-License-Identifier: MIT
 *
 * Journals joined. Whatever differs without meaning anything - times, paths, durations - is
 * decided by what it is and never by whose comes first: so the order does not matter.
 */
#include <stdlib.h>
#include <string.h>

#include "batch/journal_parts.h"
#include "batch/lateness.h"

struct merge {
    struct db *to, *from;
    const char *source;    /* path of `from` */
    struct buf *conflicts; /* a line each */
};

/* Of two values the lower one, or the one there is. */
#define LEAST(column)                                                                    \
    column " = coalesce(min(" column ", excluded." column "), " column                   \
           ", excluded." column ")"

/* Where only one of two entries has a program, that one's. */
#define OF_PROGRAM(column)                                                               \
    column " = CASE WHEN key IS NULL AND excluded.key IS NOT NULL THEN excluded." column \
           " WHEN key IS NOT NULL AND excluded.key IS NULL THEN " column                 \
           " ELSE coalesce(min(" column ", excluded." column "), " column                \
           ", excluded." column ") END"

/* Programs that nothing held back are not to be forgotten. */
#define HOW(row)                                                                         \
    "(" row "isolation_reason IS NOT NULL, coalesce(" row                                \
    "isolation, ''), coalesce(" row "isolation_reason, ''))"
#define WORST(column)                                                                    \
    column " = CASE WHEN " HOW("excluded.") " > " HOW(                                   \
        "assignment.") " THEN excluded." column " ELSE assignment." column " END"

static const struct {
    const char *read, *write;
} tables[] = {
    {"SELECT * FROM assignment",
     "INSERT INTO assignment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE "
     "SET " WORST("isolation") ", " WORST("isolation_reason")},
    {"SELECT * FROM exercise",
     "INSERT INTO exercise VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"},
    {"SELECT * FROM hidden_case",
     "INSERT INTO hidden_case VALUES (?, ?) ON CONFLICT DO NOTHING"},
    {"SELECT * FROM student",
     "INSERT INTO student VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE "
     "SET " LEAST("name") ", " LEAST("email") ", " LEAST("login") ", " LEAST("canvas_id") ", " LEAST(
         "sis_id") ", " LEAST("moodle_id") ", " LEAST("number") ", " LEAST("section")},
    {"SELECT * FROM attempt",
     "INSERT INTO attempt VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET " LEAST(
         "at_ms") ", late = max(late, excluded.late), " LEAST("path")},
    {"SELECT * FROM entry",
     "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE "
     "SET " OF_PROGRAM("path") ", " OF_PROGRAM("server_path") ", " OF_PROGRAM(
         "problem") ", key = coalesce(key, excluded.key)"},
    {"SELECT * FROM earlier", "INSERT INTO earlier VALUES (?, ?) ON CONFLICT DO NOTHING"},
    {"SELECT * FROM left_out",
     "INSERT INTO left_out VALUES (?, ?, ?) ON CONFLICT DO NOTHING"},
};

static int bind_row(sqlite3_stmt *to, sqlite3_stmt *from, int first, int at)
{
    int code = SQLITE_OK;
    for (int i = first; code == SQLITE_OK && i < sqlite3_column_count(from); i++)
        code = sqlite3_bind_value(to, at++, sqlite3_column_value(from, i));
    return code;
}

/* Runs `write` for each row of `s`, all of whose columns from `first` on follow what is bound. */
static int copy_rows(struct merge *m, sqlite3_stmt *s, int first, const char *write,
                     int64_t id, struct error *err)
{
    int row = -1;
    while (s && (row = db_step(m->from, s, err)) == 1) {
        sqlite3_stmt *w = db_statement(m->to, write, err);
        if (!w)
            return -1;
        if (first)
            sqlite3_bind_int64(w, 1, id);
        int code = bind_row(w, s, first, 1 + first);
        if (code != SQLITE_OK)
            return db_fail(m->to, code, err);
        while ((row = db_step(m->to, w, err)) == 1)
            ;
        if (row < 0)
            return -1;
    }
    return row;
}

static int copy_table(struct merge *m, size_t table, struct error *err)
{
    return copy_rows(m, db_query(m->from, err, tables[table].read, ""), 0,
                     tables[table].write, 0, err);
}

/* --- what may not differ ------------------------------------------------------------------ */

static int read_assignment(struct db *db, char **document, char **version,
                           struct error *err)
{
    sqlite3_stmt *s = db_query(db, err, "SELECT document, version FROM assignment", "");
    int row = s ? db_step(db, s, err) : -1;
    if (row == 1) {
        *document = mem_text(db_text(s, 0));
        *version = mem_text(db_text(s, 1));
        sqlite3_reset(s);
    }
    return row;
}

static int compare_assignments(struct merge *m, struct error *err)
{
    char *mine[2] = {NULL}, *theirs[2] = {NULL};
    int ours = read_assignment(m->to, &mine[0], &mine[1], err);
    int result = ours < 0 ? -1 : read_assignment(m->from, &theirs[0], &theirs[1], err);
    if (result == 0)
        result =
            error_kind(err, ERROR_USAGE,
                       "the journal %s has no assignment yet; grade with \"sockgrade "
                       "batch\" first",
                       m->source);
    else if (result == 1 && ours == 1 && strcmp(mine[1], theirs[1]) != 0)
        result =
            error_kind(err, ERROR_USAGE,
                       "the journal %s was graded by sockgrade %s and the one before "
                       "by %s; grade both with the same version",
                       m->source, theirs[1], mine[1]);
    else if (result == 1 && ours == 1 && strcmp(mine[0], theirs[0]) != 0)
        result =
            error_kind(err, ERROR_USAGE,
                       "the journal %s is of another assignment than the one before, "
                       "or of another state of its file; grade both with the same",
                       m->source);
    for (size_t i = 0; i < 2; i++) {
        free(mine[i]);
        free(theirs[i]);
    }
    return result < 0 ? -1 : 0;
}

/* Entries and results are told apart by what they begin with. */
static int remember(struct merge *m, const char *what, struct error *err)
{
    return db_run(m->to, err, "INSERT OR REPLACE INTO temp.origin VALUES (?, ?)", "ss",
                  what, m->source);
}

/* On the heap: the journal that it came from, of those being joined; else our own. */
static char *origin_of(struct merge *m, const char *what)
{
    sqlite3_stmt *s =
        db_query(m->to, NULL, "SELECT source FROM temp.origin WHERE what = ?", "s", what);
    int row = s ? db_step(m->to, s, NULL) : -1;
    char *source = mem_text(row == 1 ? db_text(s, 0) : m->to->path);
    if (row == 1)
        sqlite3_reset(s);
    return source;
}

/* --- entries ------------------------------------------------------------------------------ */

enum { STUDENT, ATTEMPT, EXERCISE, KEY, PATH };

static int compare_entry(struct merge *m, sqlite3_stmt *theirs, struct error *err)
{
    const char *student = db_text(theirs, STUDENT), *exercise = db_text(theirs, EXERCISE);
    int64_t attempt = sqlite3_column_int64(theirs, ATTEMPT);
    char *what = mem_printf("entry %s\n%lld\n%s", student, (long long)attempt, exercise);
    sqlite3_stmt *s = db_query(m->to, err,
                               "SELECT path FROM entry WHERE student = ? AND attempt = ?"
                               " AND exercise = ? AND key <> ?",
                               "siss", student, attempt, exercise, db_text(theirs, KEY));
    int row = s ? db_step(m->to, s, err) : -1;
    if (row == 1) {
        char *source = origin_of(m, what);
        buf_printf(m->conflicts,
                   "%s, %s, attempt %lld: %s has another program than %s: %s, %s\n",
                   student, exercise, (long long)attempt, m->source, source,
                   db_text(theirs, PATH), db_text(s, 0));
        free(source);
        sqlite3_reset(s);
    } else if (row == 0) {
        row = remember(m, what, err);
    }
    free(what);
    return row < 0 ? -1 : 0;
}

static int compare_entries(struct merge *m, struct error *err)
{
    int row = -1, result = 0;
    sqlite3_stmt *s =
        db_query(m->from, err, "SELECT * FROM entry WHERE key IS NOT NULL", "");
    while (s && result == 0 && (row = db_step(m->from, s, err)) == 1)
        result = compare_entry(m, s, err);
    return row < 0 ? -1 : result;
}

/* --- results ------------------------------------------------------------------------------ */

/* What a result says: two of the same key that differ here are in conflict. */
#define RESULTS                                                                          \
    "SELECT r.id, r.key, r.exercise, r.result = 'error' OR EXISTS"                       \
    " (SELECT 1 FROM case_result e WHERE e.result = r.id AND e.outcome = 'error'),"      \
    " r.graded_ms, d.document,"                                                          \
    " r.result || ', ' || r.points || ' of ' || r.max_points || ' points ('"             \
    " || coalesce((SELECT group_concat(c.case_id || ' ' || c.code ||"                    \
    "  CASE c.points WHEN 0 THEN '' ELSE ' ' || c.points END, ', ')"                     \
    "  FROM (SELECT * FROM case_result WHERE result = r.id ORDER BY position) c), '')"   \
    " || ')'"                                                                            \
    " FROM result r JOIN report d ON d.result = r.id"

enum { ID, RESULT_KEY, RESULT_EXERCISE, UNJUDGED, GRADED_MS, DOCUMENT, SAYS };

static int take_result(struct merge *m, sqlite3_stmt *theirs, struct error *err)
{
    int64_t id = sqlite3_column_int64(theirs, ID);
    const char *key = db_text(theirs, RESULT_KEY);
    char *what = mem_printf("result %s", key);
    int result = db_run(m->to, err, "DELETE FROM result WHERE key = ?", "s", key);
    if (result == 0)
        result = copy_rows(
            m, db_query(m->from, err, "SELECT * FROM result WHERE id = ?", "i", id), 1,
            "INSERT INTO result VALUES (nullif(?, 0), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", 0,
            err);
    int64_t own = sqlite3_last_insert_rowid(m->to->handle);
    if (result == 0)
        result = copy_rows(
            m, db_query(m->from, err, "SELECT * FROM report WHERE result = ?", "i", id),
            1, "INSERT INTO report VALUES (?, ?)", own, err);
    if (result == 0)
        result = copy_rows(
            m,
            db_query(m->from, err, "SELECT * FROM case_result WHERE result = ?", "i", id),
            1, "INSERT INTO case_result VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", own,
            err);
    if (result == 0)
        result = remember(m, what, err);
    free(what);
    return result;
}

/* Whose it is: "alice, connect-1", "alice and 2 others, connect-1". */
static int tell_owner(struct merge *m, sqlite3_stmt *theirs, struct error *err)
{
    sqlite3_stmt *s = db_query(m->from, err,
                               "SELECT min(student), count(DISTINCT student), min(path)"
                               " FROM entry WHERE key = ?",
                               "s", db_text(theirs, RESULT_KEY));
    if (!s || db_step(m->from, s, err) < 0)
        return -1;
    const char *student = db_text(s, 0), *path = db_text(s, 2);
    int others = sqlite3_column_int(s, 1) - 1;
    buf_puts(m->conflicts, student ? student : "nobody any more");
    if (others > 0)
        buf_printf(m->conflicts, " and %d other%s", others, others > 1 ? "s" : "");
    buf_printf(m->conflicts, ", %s", db_text(theirs, RESULT_EXERCISE));
    if (path)
        buf_printf(m->conflicts, " (%s)", path);
    sqlite3_reset(s);
    return 0;
}

static int tell_conflict(struct merge *m, sqlite3_stmt *mine, sqlite3_stmt *theirs,
                         struct error *err)
{
    char *what = mem_printf("result %s", db_text(theirs, RESULT_KEY));
    char *source = origin_of(m, what);
    int result = tell_owner(m, theirs, err);
    buf_printf(m->conflicts, ": %s says %s; %s says %s\n", source, db_text(mine, SAYS),
               m->source, db_text(theirs, SAYS));
    free(source);
    free(what);
    return result;
}

/* What was judged goes before what was not; then the earlier; then the lower text. */
static bool goes_before(sqlite3_stmt *a, sqlite3_stmt *b)
{
    int unjudged = sqlite3_column_int(a, UNJUDGED) - sqlite3_column_int(b, UNJUDGED);
    int64_t at = sqlite3_column_int64(a, GRADED_MS),
            other = sqlite3_column_int64(b, GRADED_MS);
    if (unjudged)
        return unjudged < 0;
    if (at != other)
        return at < other;
    return strcmp(db_text(a, DOCUMENT), db_text(b, DOCUMENT)) < 0;
}

static int join_result(struct merge *m, sqlite3_stmt *theirs, struct error *err)
{
    bool take = true;
    sqlite3_stmt *mine = db_query(m->to, err, RESULTS " WHERE r.key = ?", "s",
                                  db_text(theirs, RESULT_KEY));
    int row = mine ? db_step(m->to, mine, err) : -1;
    if (row < 0)
        return -1;
    if (row == 1) {
        bool judged =
            !sqlite3_column_int(mine, UNJUDGED) && !sqlite3_column_int(theirs, UNJUDGED);
        take = goes_before(theirs, mine);
        int result = 0;
        if (judged && strcmp(db_text(mine, SAYS), db_text(theirs, SAYS)) != 0)
            result = tell_conflict(m, mine, theirs, err);
        sqlite3_reset(mine);
        if (result < 0)
            return -1;
    }
    return take ? take_result(m, theirs, err) : 0;
}

static int join_results(struct merge *m, struct error *err)
{
    int row = -1, result = 0;
    sqlite3_stmt *s = db_query(m->from, err, RESULTS " ORDER BY r.key", "");
    while (s && result == 0 && (row = db_step(m->from, s, err)) == 1)
        result = join_result(m, s, err);
    return row < 0 ? -1 : result;
}

/* --- all of it ---------------------------------------------------------------------------- */

static int join(struct merge *m, struct error *err)
{
    int result = compare_assignments(m, err);
    if (result == 0)
        result = compare_entries(m, err);
    for (size_t i = 0; result == 0 && i < sizeof tables / sizeof *tables; i++)
        result = copy_table(m, i, err);
    return result == 0 ? join_results(m, err) : result;
}

static int join_file(struct journal *j, const char *path, struct buf *conflicts,
                     struct error *err)
{
    struct journal *other;
    if (journal_open(&other, path, JOURNAL_READ, err) < 0)
        return -1;
    struct merge m = {&j->db, &other->db, path, conflicts};
    int result = db_script(&other->db, "BEGIN", err); /* it may grow meanwhile */
    if (result == 0)
        result = join(&m, err);
    journal_close(other);
    return result;
}

static void share_of(sqlite3_context *context, int count, sqlite3_value **values)
{
    const struct lateness *l = sqlite3_user_data(context);
    (void)count;
    sqlite3_result_double(context, lateness_share(l, sqlite3_value_int64(values[0]),
                                                  sqlite3_value_int(values[1])));
}

/* An attempt may have come earlier than one of them knew. */
static int share_anew(struct journal *j, struct error *err)
{
    struct assignment a = {0};
    int result = journal_assignment(j, &a, err);
    if (result == 0) {
        sqlite3_create_function(j->db.handle, "share_of", 2, SQLITE_UTF8, &a.late,
                                share_of, NULL, NULL);
        result =
            db_script(&j->db, "UPDATE attempt SET share = share_of(at_ms, late)", err);
        sqlite3_create_function(j->db.handle, "share_of", 2, SQLITE_UTF8, NULL, NULL,
                                NULL, NULL);
        assignment_close(&a);
    }
    return result;
}

int journal_merge(struct journal *j, const char *const *others, size_t count,
                  struct buf *conflicts, struct error *err)
{
    size_t told = conflicts->len;
    if (db_script(&j->db, "BEGIN IMMEDIATE", err) < 0)
        return -1;
    int result = db_script(
        &j->db,
        "CREATE TEMP TABLE origin (what TEXT PRIMARY KEY, source TEXT) WITHOUT ROWID",
        err);
    for (size_t i = 0; result == 0 && i < count; i++)
        result = join_file(j, others[i], conflicts, err);
    bool agree = conflicts->len == told;
    if (result == 0 && agree)
        result = share_anew(j, err);
    if (result == 0 && agree)
        result = db_script(&j->db, "DROP TABLE temp.origin", err);
    if (result == 0 && !agree)
        return db_finish(&j->db, -1, err), 1;
    return db_finish(&j->db, result, err);
}
