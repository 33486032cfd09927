/* SPDX-License-Identifier: MIT
 *
 * The manual of the journal: it names every column there is and no other, and each of its
 * examples finds something.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/file.h"
#include "batch/journal.h"

static struct buf manual;
static sqlite3 *db;
static char folder[] = "/tmp/sockgrade-grades.XXXXXX";
static char path[64];

static struct test_case cases[] = {{.id = (char *)"turn", .title = (char *)"Turn"}};
static const struct exercise exercises[] = {
    {.id = (char *)"connect-1", .title = (char *)"", .cases = cases, .case_count = 1},
    {.id = (char *)"connect-2", .title = (char *)"", .cases = cases, .case_count = 1},
};
static char *hidden[] = {(char *)"turn"};
static struct assigned list[] = {
    {.exercise = &exercises[0], .points = 4, .hidden = hidden, .hidden_count = 1},
    {.exercise = &exercises[1], .points = 6},
};
static const struct assignment course = {.id = (char *)"week-3",
                                         .title = (char *)"Week 3",
                                         .list = list,
                                         .count = 2,
                                         .late = {.deadline_ms = 1000}};
static struct attempt_in attempts[] = {{.number = 1, .at_ms = 2000, .path = (char *)"a"}};
static struct student students[] = {
    {.key = (char *)"alice", .attempts = attempts, .attempt_count = 1},
    {.key = (char *)"bob", .attempts = attempts, .attempt_count = 1},
    {.key = (char *)"carol"},
};

static int fill(void *ctx, struct journal *j, struct error *err)
{
    static const struct journal_entry entries[] = {
        {"alice", 1, "connect-1", "k1", "a/1.py", NULL, NULL},
        {"alice", 1, "connect-2", "k2", "a/2.py", NULL, NULL},
        {"bob", 1, "connect-1", "k1", "b/1.py", NULL, NULL},
        {"bob", 1, "connect-2", "k3", "b/2.py", NULL, NULL},
    };
    (void)ctx;
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++)
        if (journal_enter(j, &entries[i], err) < 0)
            return -1;
    return 0;
}

static int add(struct journal *j, const char *key, const char *exercise, const char *code,
               struct error *err)
{
    bool right = strcmp(code, "pass") == 0;
    struct report_case c = {.id = (char *)"turn",
                            .title = (char *)"Turn",
                            .result = right ? RESULT_PASS : RESULT_FAIL,
                            .code = (char *)code,
                            .message = (char *)"",
                            .out = (char *)"hello\n",
                            .line = 9,
                            .points = right,
                            .max_points = 1};
    struct report_exercise e = {.id = (char *)exercise,
                                .title = (char *)"",
                                .result = c.result,
                                .points = right,
                                .max_points = 1,
                                .cases = &c,
                                .case_count = 1};
    return journal_add(j, key, 1, &e, err);
}

static int set_up(void **state)
{
    static const struct intake in = {.students = students, .count = 3};
    struct journal *j = NULL;
    struct error err = {.text = ""};
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/grades.db", folder);
    if (file_read(&manual, "", SOCKGRADE_SOURCE_DIR "/grader/man/sockgrade-grades.5",
                  1 << 20, &err)
            < 0
        || journal_open(&j, path, JOURNAL_WRITE, &err) < 0
        || journal_enrol(j, &course, &in, fill, NULL, &err) < 0
        || add(j, "k1", "connect-1", "pass", &err) < 0
        || add(j, "k2", "connect-2", "both-waiting", &err) < 0)
        fail_msg("%s", err.text); /* k3 is not graded yet */
    journal_close(j);
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    sqlite3_close(db);
    buf_close(&manual);
    unlink(path);
    return rmdir(folder);
}

/* Rows that the statement finds. */
static int count_rows(const char *sql)
{
    sqlite3_stmt *s;
    int rows = 0;
    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sqlite3_errmsg(db), sql);
    while (sqlite3_step(s) == SQLITE_ROW)
        rows++;
    if (sqlite3_finalize(s) != SQLITE_OK)
        fail_msg("%s: %s", sqlite3_errmsg(db), sql);
    return rows;
}

static void examples_find_something(void **state)
{
    static const char begin[] = ".Bd -literal -offset indent\n", end[] = ".Ed\n";
    size_t count = 0;
    (void)state;
    for (const char *at = buf_text(&manual); (at = strstr(at, begin)); count++) {
        at += strlen(begin);
        const char *stop = strstr(at, end);
        assert_non_null(stop);
        char *sql = mem_copy(at, (size_t)(stop - at));
        if (!count_rows(sql))
            fail_msg("nothing is found by %s", sql);
        free(sql);
    }
    assert_true(count >= 10);
}

static void views_hold_what_they_should(void **state)
{
    (void)state;
    assert_int_equal(count_rows("SELECT * FROM gradebook"), 6);
    assert_int_equal(count_rows("SELECT * FROM mistakes"), 1);
    assert_int_equal(count_rows("SELECT * FROM missing"), 2);
    assert_int_equal(count_rows("SELECT * FROM unjudged"), 1);
}

/* The words of the .It lines of its section: "a , b" has two. */
static bool documents(const char *table, const char *column)
{
    char *head = mem_printf("\n.Ss %s\n", table);
    const char *at = strstr(buf_text(&manual), head);
    size_t len = strlen(column);
    bool found = false;
    free(head);
    if (!at)
        fail_msg("there is no section about %s", table);
    for (at = strchr(at + 1, '\n'); at && !found; at = strchr(at + 1, '\n')) {
        if (strncmp(at, "\n.Ss ", 5) == 0 || strncmp(at, "\n.Sh ", 5) == 0)
            break;
        if (strncmp(at, "\n.It Cm ", 8) != 0)
            continue;
        for (const char *word = at + 8; *word && *word != '\n' && !found;) {
            size_t here = strcspn(word, " ,\n");
            found = here == len && strncmp(word, column, len) == 0;
            word += here;
            word += strspn(word, " ,");
        }
    }
    return found;
}

static void every_column_is_documented(void **state)
{
    sqlite3_stmt *s;
    int count = 0;
    (void)state;
    assert_int_equal(sqlite3_prepare_v2(
                         db,
                         "SELECT t.name, c.name FROM sqlite_schema t,"
                         " pragma_table_info(t.name) c WHERE t.type IN ('table', 'view')",
                         -1, &s, NULL),
                     SQLITE_OK);
    for (; sqlite3_step(s) == SQLITE_ROW; count++) {
        const char *table = (const char *)sqlite3_column_text(s, 0);
        const char *column = (const char *)sqlite3_column_text(s, 1);
        if (!documents(table, column))
            fail_msg("%s.%s is not documented", table, column);
    }
    sqlite3_finalize(s);
    assert_true(count > 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(examples_find_something),
        cmocka_unit_test(views_hold_what_they_should),
        cmocka_unit_test(every_column_is_documented),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
