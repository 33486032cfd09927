/* SPDX-License-Identifier: MIT */
#include "batch/db.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

#define BUSY_MS 10000 /* a shell that has written something is soon done */

static const char again[] = "run the same command again: it goes on where it was";

/* What went wrong, as SQLite's primary code has it, and what to do about it. */
static const struct {
    int code;
    const char *what, *next;
} failures[] = {
    {SQLITE_NOTADB,
     "is not a journal of sockgrade, or nothing of it is readable any more",
     "it was left as it is: move it away, or name another folder with -o"},
    {SQLITE_CORRUPT, "is damaged",
     "it was left as it is: move it away and run the same command again, which grades "
     "anew; what it still holds can be had with \"sqlite3 FILE .recover\""},
    {SQLITE_FULL, "can't be written: there is no room left on its disk",
     "nothing that was graded is lost; make room and run the same command again: it goes "
     "on where it was"},
    {SQLITE_BUSY, "is being written by another program",
     "close that program (a database shell?) and run the same command again"},
    {SQLITE_LOCKED, "is being written by another program",
     "close that program (a database shell?) and run the same command again"},
};

/* A disk that is full has several names. */
static int kind_of(int code, int number)
{
    bool full = number == ENOSPC || number == EDQUOT || number == EFBIG;
    return (code & 0xff) == SQLITE_IOERR && full ? SQLITE_FULL : code & 0xff;
}

int db_fail(struct db *db, int code, struct error *err)
{
    int number = db->handle ? sqlite3_system_errno(db->handle) : 0;
    int kind = kind_of(code, number);
    for (size_t i = 0; i < sizeof failures / sizeof *failures; i++)
        if (failures[i].code == kind)
            return error_set(err, "the journal %s %s; %s", db->path, failures[i].what,
                             failures[i].next);
    const char *why = db->handle ? sqlite3_errmsg(db->handle) : sqlite3_errstr(code);
    bool system =
        number
        && (kind == SQLITE_IOERR || kind == SQLITE_CANTOPEN || kind == SQLITE_PERM);
    return error_set(err, "can't use the journal %s: %s%s%s; once that is mended, %s",
                     db->path, why, system ? ": " : "", system ? strerror(number) : "",
                     again);
}

int db_open(struct db *db, const char *path, int flags, struct error *err)
{
    *db = (struct db){.path = mem_text(path)};
    int code = sqlite3_open_v2(path, &db->handle, flags | SQLITE_OPEN_NOMUTEX, NULL);
    if (code != SQLITE_OK)
        return db_fail(db, code, err);
    sqlite3_extended_result_codes(db->handle, 1);
    sqlite3_busy_timeout(db->handle, BUSY_MS);
    return 0;
}

void db_close(struct db *db)
{
    for (size_t i = 0; i < db->statement_count; i++)
        sqlite3_finalize(db->statements[i].prepared);
    sqlite3_close(db->handle);
    free(db->path);
    *db = (struct db){0};
}

int db_script(struct db *db, const char *sql, struct error *err)
{
    int code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? 0 : db_fail(db, code, err);
}

sqlite3_stmt *db_statement(struct db *db, const char *sql, struct error *err)
{
    for (size_t i = 0; i < db->statement_count; i++)
        if (db->statements[i].sql == sql)
            return db->statements[i].prepared;
    sqlite3_stmt *made = NULL;
    int code =
        sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &made, NULL);
    if (code != SQLITE_OK) {
        db_fail(db, code, err);
        return NULL;
    }
    assert(db->statement_count < DB_STATEMENTS);
    db->statements[db->statement_count].sql = sql;
    db->statements[db->statement_count++].prepared = made;
    return made;
}

static void bind_text(sqlite3_stmt *s, int at, const char *text)
{
    if (text)
        sqlite3_bind_text(s, at, text, -1, SQLITE_STATIC);
    else
        sqlite3_bind_null(s, at);
}

static void bind(sqlite3_stmt *s, const char *types, va_list args)
{
    sqlite3_int64 number;
    const char *text;
    for (int at = 1; *types; types++, at++) {
        if (*types == 's') {
            bind_text(s, at, va_arg(args, const char *));
        } else if (*types == 'd') {
            sqlite3_bind_double(s, at, va_arg(args, double));
        } else if (*types == 'j') {
            text = va_arg(args, const char *);
            sqlite3_bind_text64(s, at, text, va_arg(args, size_t), SQLITE_STATIC,
                                SQLITE_UTF8);
        } else {
            assert(*types == 'i' || *types == 'z');
            number = va_arg(args, int64_t);
            if (number || *types == 'i')
                sqlite3_bind_int64(s, at, number);
            else
                sqlite3_bind_null(s, at);
        }
    }
}

static sqlite3_stmt *query(struct db *db, struct error *err, const char *sql,
                           const char *types, va_list args)
{
    sqlite3_stmt *s = db_statement(db, sql, err);
    if (!s)
        return NULL;
    sqlite3_reset(s);
    assert(sqlite3_bind_parameter_count(s) == (int)strlen(types));
    bind(s, types, args);
    return s;
}

sqlite3_stmt *db_query(struct db *db, struct error *err, const char *sql,
                       const char *types, ...)
{
    va_list args;
    va_start(args, types);
    sqlite3_stmt *s = query(db, err, sql, types, args);
    va_end(args);
    return s;
}

int db_step(struct db *db, sqlite3_stmt *statement, struct error *err)
{
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW)
        return 1;
    if (code != SQLITE_DONE)
        db_fail(db, code, err);
    sqlite3_reset(statement);
    return code == SQLITE_DONE ? 0 : -1;
}

int db_run(struct db *db, struct error *err, const char *sql, const char *types, ...)
{
    int row = -1;
    va_list args;
    va_start(args, types);
    sqlite3_stmt *s = query(db, err, sql, types, args);
    va_end(args);
    while (s && (row = db_step(db, s, err)) == 1)
        ;
    return row;
}

int db_number(struct db *db, sqlite3_int64 *out, sqlite3_int64 otherwise,
              struct error *err, const char *sql, const char *types, ...)
{
    va_list args;
    va_start(args, types);
    sqlite3_stmt *s = query(db, err, sql, types, args);
    va_end(args);
    int row = s ? db_step(db, s, err) : -1;
    *out = row == 1 ? sqlite3_column_int64(s, 0) : otherwise;
    if (row == 1)
        sqlite3_reset(s);
    return row < 0 ? -1 : 0;
}

int db_finish(struct db *db, int result, struct error *err)
{
    if (result == 0 && db_script(db, "COMMIT", err) == 0)
        return 0;
    sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
    return -1;
}

const char *db_text(sqlite3_stmt *statement, int column)
{
    return (const char *)sqlite3_column_text(statement, column);
}
