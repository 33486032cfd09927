/* SPDX-License-Identifier: MIT */
#include "batch/journal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "batch/journal_parts.h"
#include "report/json.h"

/* A few hundred kilobytes: rows are read once, in order, or found by their key. */
static const char settings[] = "PRAGMA cache_size = -1024; PRAGMA foreign_keys = ON;"
                               "PRAGMA temp_store = FILE; PRAGMA trusted_schema = OFF;";

/* Each result is on the disk when its transaction ends, whatever becomes of the process;
 * only when the whole computer stops, the last few may be gone, and are graded again. */
static const char log_settings[] =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;";

static int64_t size_of(const char *path, const char *suffix)
{
    struct stat info;
    char *name = mem_printf("%s%s", path, suffix);
    int64_t size = stat(name, &info) == 0 ? (int64_t)info.st_size : -1;
    free(name);
    return size;
}

static bool is_folder(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static bool has_log(const char *path)
{
    return size_of(path, "-wal") > 0;
}

/* What SQLite would not say, or would clear away: it drops the log of an empty database, and
 * leaves files that nobody may write beside one that we may not. */
static int look_at(const char *path, enum journal_mode mode, struct error *err)
{
    int64_t size = size_of(path, "");
    bool there = access(path, F_OK) == 0;
    if (!there && errno == ENOENT && mode == JOURNAL_READ)
        return error_kind(err, ERROR_USAGE,
                          "there is no journal %s; \"sockgrade batch\" makes one", path);
    if (is_folder(path))
        return error_set(err,
                         "the journal %s is a folder; move it away, or name another "
                         "folder with -o",
                         path);
    if (there && access(path, mode == JOURNAL_READ ? R_OK : R_OK | W_OK) != 0) {
        error_errno(err, "can't %s the journal %s",
                    mode == JOURNAL_READ ? "read" : "write", path);
        return -1;
    }
    if (size == 0 && has_log(path))
        return error_set(
            err,
            "the journal %s is damaged: it is empty, and only its log %s-wal "
            "is left; both were left as they are: move them away and run the "
            "same command again, which grades anew",
            path, path);
    return 0;
}

static int pragma(struct db *db, const char *sql, sqlite3_int64 *out, struct error *err)
{
    return db_number(db, out, 0, err, sql, "");
}

static int make(struct db *db, struct error *err)
{
    char *identity = mem_printf("PRAGMA application_id = %d; PRAGMA user_version = %d;",
                                JOURNAL_APPLICATION, JOURNAL_VERSION);
    int result = db_script(db, log_settings, err);
    if (result == 0 && (result = db_script(db, "BEGIN IMMEDIATE", err)) == 0) {
        result = db_script(db, journal_schema, err);
        if (result == 0)
            result = db_script(db, identity, err);
        result = db_finish(db, result, err);
    }
    free(identity);
    return result;
}

static int foreign(const struct db *db, struct error *err)
{
    return error_set(err,
                     "%s is a database of another program's; it was left as it is: name "
                     "another folder with -o",
                     db->path);
}

static int newer(const struct db *db, struct error *err)
{
    return error_set(
        err,
        "the journal %s is of another version of sockgrade (this one is %s); "
        "use that one, or name another folder with -o",
        db->path, SOCKGRADE_VERSION);
}

/* 1: it is ours; 0: nothing is in it yet. */
static int identify(struct db *db, struct error *err)
{
    sqlite3_int64 application, version, tables;
    if (pragma(db, "PRAGMA application_id", &application, err) < 0
        || pragma(db, "PRAGMA user_version", &version, err) < 0
        || pragma(db, "SELECT count(*) FROM sqlite_schema", &tables, err) < 0)
        return -1;
    if (!application && !version && !tables)
        return 0;
    if (application != JOURNAL_APPLICATION)
        return foreign(db, err);
    return version == JOURNAL_VERSION ? 1 : newer(db, err);
}

/* Only what a log still holds may be missing. */
static bool is_cut_off(const struct db *db, sqlite3_int64 page)
{
    return !has_log(db->path) && page > 0 && size_of(db->path, "") % page != 0;
}

/* Damage must not be met in the middle, where half of the outputs are written. */
static int check(struct db *db, struct error *err)
{
    sqlite3_int64 page;
    if (pragma(db, "PRAGMA page_size", &page, err) < 0)
        return -1;
    if (is_cut_off(db, page))
        return db_fail(db, SQLITE_CORRUPT, err);
    sqlite3_stmt *s = db_query(db, err, "PRAGMA quick_check(1)", "");
    int row = s ? db_step(db, s, err) : -1;
    const char *text = row == 1 ? db_text(s, 0) : NULL;
    bool whole = text && strcmp(text, "ok") == 0;
    if (row == 1)
        sqlite3_reset(s);
    return row < 0 ? -1 : whole ? 0 : db_fail(db, SQLITE_CORRUPT, err);
}

static int set_up(struct journal *j, enum journal_mode mode, struct error *err)
{
    if (db_script(&j->db, settings, err) < 0)
        return -1;
    int ours = identify(&j->db, err);
    if (ours == 0 && mode == JOURNAL_WRITE)
        return make(&j->db, err);
    if (ours == 0)
        return error_kind(err, ERROR_USAGE,
                          "the journal %s is empty; \"sockgrade batch\" fills it",
                          j->db.path);
    if (ours < 0 || (mode == JOURNAL_WRITE && db_script(&j->db, log_settings, err) < 0))
        return -1;
    return check(&j->db, err);
}

/* A log is read by way of files beside it, which can't be made where nothing may be written.
 * Without a log, the database is all there is, and nobody writes it. */
static int open_unchanging(struct journal *j, const char *path, struct error *err)
{
    struct buf uri = {0};
    buf_puts(&uri, "file:");
    for (const char *c = path; *c; c++)
        if (strchr("%?#", *c))
            buf_printf(&uri, "%%%02x", (unsigned)*c);
        else
            buf_putc(&uri, *c);
    buf_puts(&uri, "?immutable=1");
    int result =
        db_open(&j->db, buf_text(&uri), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, err);
    free(j->db.path);
    j->db.path = mem_text(path);
    buf_close(&uri);
    return result < 0 ? -1 : set_up(j, JOURNAL_READ, err);
}

/* As a writer, where that is allowed: who only reads leaves the files of the log behind. */
static int open_to_read(struct journal *j, const char *path, struct error *err)
{
    if (access(path, W_OK) != 0 && !has_log(path))
        return open_unchanging(j, path, err);
    if (db_open(&j->db, path, SQLITE_OPEN_READWRITE, err) == 0
        && db_script(&j->db, "PRAGMA query_only = ON", err) == 0
        && set_up(j, JOURNAL_READ, err) == 0)
        return 0;
    int code = sqlite3_errcode(j->db.handle) & 0xff;
    if ((code != SQLITE_CANTOPEN && code != SQLITE_READONLY) || has_log(path))
        return -1;
    db_close(&j->db);
    return open_unchanging(j, path, err);
}

static int open_to_write(struct journal *j, const char *path, struct error *err)
{
    if (hold_take(&j->hold, path, err) < 0
        || db_open(&j->db, path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, err) < 0)
        return -1;
    return set_up(j, JOURNAL_WRITE, err);
}

int journal_open(struct journal **out, const char *path, enum journal_mode mode,
                 struct error *err)
{
    if (look_at(path, mode, err) < 0)
        return -1;
    struct journal *j = mem_alloc(sizeof *j);
    int result =
        mode == JOURNAL_WRITE ? open_to_write(j, path, err) : open_to_read(j, path, err);
    if (result < 0)
        journal_close(j);
    else
        *out = j;
    return result;
}

void journal_close(struct journal *j)
{
    if (!j)
        return;
    db_close(&j->db);
    hold_release(&j->hold);
    free(j);
}

void journal_discard(struct journal *j)
{
    if (!j)
        return;
    char *path = mem_text(j->db.path);
    db_close(&j->db);
    unlink(path);
    free(path);
    journal_close(j);
}

/* --- results ------------------------------------------------------------------------------ */

int journal_has(struct journal *j, const char *key, struct error *err)
{
    sqlite3_int64 there;
    if (db_number(&j->db, &there, 0, err,
                  "SELECT r.result <> 'error' AND NOT EXISTS (SELECT 1 FROM case_result c"
                  " WHERE c.result = r.id AND c.outcome = 'error')"
                  " FROM result r WHERE r.key = ?",
                  "s", key)
        < 0)
        return -1;
    return there != 0;
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int add_case(struct journal *j, sqlite3_int64 id, size_t position,
                    const struct report_case *c, struct error *err)
{
    return db_run(&j->db, err,
                  "INSERT INTO case_result VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                  "iissssziisid", (int64_t)id, (int64_t)position, c->id,
                  result_name(c->result), c->code, c->message, (int64_t)c->line,
                  c->points, c->max_points, visibility_name(c->visibility),
                  (int64_t)c->advice, c->duration_ms);
}

static int add_result(struct journal *j, const char *key, uint64_t seed,
                      const struct report_exercise *e, struct error *err)
{
    struct buf document = {0};
    report_json_write_exercise(e, &document);
    int result = db_run(&j->db, err, "DELETE FROM result WHERE key = ?", "s", key);
    if (result == 0)
        result = db_run(
            &j->db, err, "INSERT INTO result VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            "ssisisiidd", key, e->id, (int64_t)seed, SOCKGRADE_VERSION, now_ms(),
            result_name(e->result), e->points, e->max_points, e->duration_ms, e->cpu_ms);
    sqlite3_int64 id = sqlite3_last_insert_rowid(j->db.handle);
    if (result == 0)
        result = db_run(&j->db, err, "INSERT INTO report VALUES (?, ?)", "ij",
                        (int64_t)id, document.data, document.len);
    for (size_t i = 0; result == 0 && i < e->case_count; i++)
        result = add_case(j, id, i, &e->cases[i], err);
    buf_close(&document);
    return result;
}

int journal_add(struct journal *j, const char *key, uint64_t seed,
                const struct report_exercise *e, struct error *err)
{
    if (db_script(&j->db, "BEGIN IMMEDIATE", err) < 0)
        return -1;
    return db_finish(&j->db, add_result(j, key, seed, e, err), err);
}

/* What is graded anew may come to something else, which says much about the program. */
static int keep_outcomes(struct journal *j, struct error *err)
{
    return db_run(&j->db, err,
                  "INSERT OR IGNORE INTO earlier SELECT key, codes FROM outcome"
                  " WHERE codes IS NOT NULL"
                  " AND graded_ms < (SELECT began_ms FROM regrade)",
                  "");
}

static int forget(struct journal *j, bool all, struct error *err)
{
    if (all
        && db_run(&j->db, err,
                  "INSERT INTO regrade SELECT 1, max(?, coalesce(max(graded_ms) + 1, 0))"
                  " FROM result WHERE true ON CONFLICT DO NOTHING",
                  "i", now_ms())
               < 0)
        return -1;
    if (all && keep_outcomes(j, err) < 0)
        return -1;
    if (db_run(&j->db, err,
               "DELETE FROM earlier WHERE key NOT IN"
               " (SELECT key FROM entry WHERE key IS NOT NULL)",
               "")
        < 0)
        return -1;
    return db_run(&j->db, err,
                  "DELETE FROM result"
                  " WHERE (? AND graded_ms < (SELECT began_ms FROM regrade))"
                  " OR key NOT IN (SELECT key FROM entry WHERE key IS NOT NULL)",
                  "i", (int64_t)all);
}

int journal_forget(struct journal *j, bool all, struct error *err)
{
    if (db_script(&j->db, "BEGIN IMMEDIATE", err) < 0)
        return -1;
    return db_finish(&j->db, forget(j, all, err), err);
}

int journal_complete(struct journal *j, struct error *err)
{
    return db_run(&j->db, err, "DELETE FROM regrade", "");
}

int journal_result(struct journal *j, const char *key, struct report_exercise *out,
                   uint64_t *seed, struct error *err)
{
    sqlite3_stmt *s = db_query(&j->db, err,
                               "SELECT r.seed, d.document FROM result r"
                               " JOIN report d ON d.result = r.id WHERE r.key = ?",
                               "s", key);
    int row = s ? db_step(&j->db, s, err) : -1;
    if (row != 1)
        return row;
    *seed = (uint64_t)sqlite3_column_int64(s, 0);
    int result = report_json_read_exercise(out, db_text(s, 1),
                                           (size_t)sqlite3_column_bytes(s, 1), err);
    sqlite3_reset(s);
    return result < 0 ? db_fail(&j->db, SQLITE_CORRUPT, err) : 1;
}
