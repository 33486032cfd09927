/* SPDX-License-Identifier: MIT
 *
 * A database of SQLite as the journal uses it: statements that are prepared once, and each of
 * its failures as one sentence that says which file, what happened and what to do next.
 */
#ifndef BATCH_DB_H
#define BATCH_DB_H

#include <stdbool.h>
#include <sqlite3.h>
#include <stddef.h>

#include "base/error.h"

#define DB_STATEMENTS 48

struct db {
    sqlite3 *handle;
    char *path;
    struct {
        const char *sql; /* the literal's address is what it is found by */
        sqlite3_stmt *prepared;
    } statements[DB_STATEMENTS];
    size_t statement_count;
};

/* flags: of sqlite3_open_v2(). Close it after an error, too. */
int db_open(struct db *db, const char *path, int flags, struct error *err);
void db_close(struct db *db);

/* Fills err by what SQLite said last; returns -1. */
int db_fail(struct db *db, int code, struct error *err);

/* Several statements without values, one after the other. */
int db_script(struct db *db, const char *sql, struct error *err);

/* Prepares or finds a statement and binds its values, told by a letter each: s: text (NULL: none),
 * i: int64_t, z: int64_t of which 0 is none, d: double, j: text and its length as size_t.
 * Texts are borrowed until the next statement of this sql. NULL: error. `sql` is a literal. */
sqlite3_stmt *db_query(struct db *db, struct error *err, const char *sql,
                       const char *types, ...);

/* The same without values, for the caller to bind. */
sqlite3_stmt *db_statement(struct db *db, const char *sql, struct error *err);

/* 1: there is a row; 0: no more, the statement may be used again; -1: error. */
int db_step(struct db *db, sqlite3_stmt *statement, struct error *err);

/* Runs a statement to its end. */
int db_run(struct db *db, struct error *err, const char *sql, const char *types, ...);

/* The first number of the first row, or `otherwise` where there is none. */
int db_number(struct db *db, sqlite3_int64 *out, sqlite3_int64 otherwise,
              struct error *err, const char *sql, const char *types, ...);

/* Ends a transaction by what came out: commits at 0, else takes all back. Returns -1 with the
 * error kept, or filled. */
int db_finish(struct db *db, int result, struct error *err);

/* Borrowed until the next step; NULL where there is none. */
const char *db_text(sqlite3_stmt *statement, int column);

#endif
