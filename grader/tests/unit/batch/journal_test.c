/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "batch/journal.h"

/* --- a course: two exercises, four students ------------------------------------------------ */

static struct test_case first_cases[] = {
    {.id = (char *)"turn", .title = (char *)"Turn", .points = 1},
    {.id = (char *)"secret", .title = (char *)"Secret", .points = 3},
};
static struct test_case second_cases[] = {
    {.id = (char *)"all", .title = (char *)"All", .points = 2},
};
static const struct exercise exercises[] = {
    {.id = (char *)"one", .title = (char *)"One", .cases = first_cases, .case_count = 2},
    {.id = (char *)"two", .title = (char *)"Two", .cases = second_cases, .case_count = 1},
};
static char *hidden[] = {(char *)"secret"};
static struct assigned list[] = {
    {.exercise = &exercises[1], .points = 10}, /* its order, not the alphabet's */
    {.exercise = &exercises[0], .points = 8, .hidden = hidden, .hidden_count = 1},
};
#define DEADLINE INT64_C(1700000000000)
#define DAY INT64_C(86400000)
static const struct assignment course = {
    .id = (char *)"week-3",
    .title = (char *)"Week 3",
    .list = list,
    .count = 2,
    .late = {.deadline_ms = DEADLINE, .percent_per_day = 10, .most_percent = 50},
    .attempts = ATTEMPTS_LAST,
};

static struct attempt_in alice[] = {
    {.number = 1, .at_ms = DEADLINE, .path = (char *)"in/a"}};
static struct attempt_in bob[] = {
    {.number = 1, .at_ms = DEADLINE - 5, .path = (char *)"in/b1"},
    {.number = 2, .at_ms = DEADLINE + DAY + 1, .path = (char *)"in/b2"},
};
static struct attempt_in carol[] = {{.number = 1, .path = (char *)"in/c"}};
static struct student students[] = {
    {.key = (char *)"alice",
     .identity = {.name = (char *)"Alice \"A\" L\xc3\xb6w", .email = (char *)"a@x"},
     .attempts = alice,
     .attempt_count = 1},
    {.key = (char *)"bob", .attempts = bob, .attempt_count = 2},
    {.key = (char *)"carol",
     .identity = {.name = (char *)"'); DROP TABLE student; --"},
     .attempts = carol,
     .attempt_count = 1},
    {.key = (char *)"dave", .identity = {.name = (char *)"Dave", .section = (char *)"2"}},
};
static const struct intake everyone = {.students = students, .count = 4};

#define KEY(c) c c c c c c c c
#define KEY1 KEY("1111aaaa")
#define KEY2 KEY("2222bbbb")
#define KEY3 KEY("3333cccc")
#define KEY4 KEY("4444dddd")
static const struct journal_entry entries[] = {
    {"alice", 1, "one", KEY1, "in/a/one.py", NULL, NULL},
    {"alice", 1, "two", KEY2, "in/a/two.py", NULL, NULL},
    {"bob", 1, "one", KEY3, "in/b1/one.py", NULL, NULL},
    {"bob", 1, "two", NULL, NULL, NULL, NULL},
    {"bob", 2, "one", KEY1, "in/b2/one.py", NULL, NULL}, /* what alice has */
    {"bob", 2, "two", NULL, NULL, NULL, "one.py and two.py: which?"},
    {"carol", 1, "one", KEY4, "in/c/one.py", NULL, NULL},
    {"carol", 1, "two", KEY3, "in/c/two.py", NULL, NULL},
};

static int fill(void *ctx, struct journal *j, struct error *err)
{
    (void)ctx;
    int result = 0;
    for (size_t i = 0; result == 0 && i < sizeof entries / sizeof *entries; i++)
        result = journal_enter(j, &entries[i], err);
    return result;
}

/* --- results: what is not said is borrowed -------------------------------------------------- */

static struct report_case case_of(const char *id, enum result result, const char *code,
                                  int64_t points, int64_t most)
{
    return (struct report_case){.id = (char *)id,
                                .title = (char *)"",
                                .result = result,
                                .code = (char *)code,
                                .message = (char *)"Your program said \"x\".",
                                .line = 7,
                                .path = (char *)"in/a/one.py",
                                .points = points,
                                .max_points = most,
                                .duration_ms = 12.5};
}

static void add(struct journal *j, const char *key, const char *exercise,
                const char *code, int64_t points)
{
    enum result result = strcmp(code, "pass") == 0    ? RESULT_PASS
                         : strcmp(code, "error") == 0 ? RESULT_ERROR
                                                      : RESULT_FAIL;
    struct report_case cases[] = {
        case_of("turn", result, code, points, 1),
        case_of("secret", result, code, 0, 3),
    };
    struct report_exercise e = {.id = (char *)exercise,
                                .title = (char *)"One",
                                .path = (char *)"in/a/one.py",
                                .language = (char *)"python",
                                .text = (char *)"import socket\n",
                                .result = result,
                                .points = points,
                                .max_points = 4,
                                .duration_ms = 25,
                                .cpu_ms = 3.5,
                                .cases = cases,
                                .case_count = 2};
    struct error err;
    if (journal_add(j, key, 42, &e, &err) < 0)
        fail_msg("%s", err.text);
}

/* --- a folder of its own -------------------------------------------------------------------- */

struct spot {
    char folder[64];
    char path[96], other[96], third[96];
};

static int make_place(void **state)
{
    struct spot *p = calloc(1, sizeof *p);
    strcpy(p->folder, "/tmp/sockgrade-journal.XXXXXX");
    assert_non_null(mkdtemp(p->folder));
    snprintf(p->path, sizeof p->path, "%s/grades.db", p->folder);
    snprintf(p->other, sizeof p->other, "%s/other.db", p->folder);
    snprintf(p->third, sizeof p->third, "%s/third.db", p->folder);
    *state = p;
    return 0;
}

/* Databases, and nothing else: no log, no lock. */
static int remove_place(void **state)
{
    struct spot *p = *state;
    unlink(p->path);
    unlink(p->other);
    unlink(p->third);
    int result = rmdir(p->folder);
    free(p);
    return result;
}

static struct journal *open_journal(const char *path, enum journal_mode mode)
{
    struct journal *j = NULL;
    struct error err;
    if (journal_open(&j, path, mode, &err) < 0)
        fail_msg("%s", err.text);
    return j;
}

static struct journal *enrolled(const char *path)
{
    struct error err;
    struct journal *j = open_journal(path, JOURNAL_WRITE);
    if (journal_enrol(j, &course, &everyone, fill, NULL, &err) < 0)
        fail_msg("%s", err.text);
    return j;
}

static int refused(const char *path, enum journal_mode mode, const char *words)
{
    struct journal *j = NULL;
    struct error err = {.text = "it was opened"};
    if (journal_open(&j, path, mode, &err) == 0)
        journal_close(j);
    else if (strstr(err.text, words) && strstr(err.text, path))
        return 1;
    fail_msg("\"%s\" is not in: %s", words, err.text);
    return 0;
}

/* All rows, a line each, of columns parted by "|". */
static char *rows_of(const char *path, const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *s;
    struct buf out = {0};
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(db));
    while (sqlite3_step(s) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(s); i++) {
            const char *text = (const char *)sqlite3_column_text(s, i);
            buf_printf(&out, "%s%s", i ? "|" : "", text ? text : "NULL");
        }
        buf_putc(&out, '\n');
    }
    sqlite3_finalize(s);
    sqlite3_close(db);
    return buf_take(&out, NULL);
}

static void says(const char *path, const char *sql, const char *want)
{
    char *rows = rows_of(path, sql);
    assert_string_equal(rows ? rows : "", want);
    free(rows);
}

/* --- what it is asked ----------------------------------------------------------------------- */

static void keeps_results(void **state)
{
    struct spot *p = *state;
    struct report_exercise back;
    struct error err;
    uint64_t seed = 0;
    struct journal *j = open_journal(p->path, JOURNAL_WRITE);
    assert_int_equal(journal_has(j, KEY1, &err), 0);
    assert_int_equal(journal_result(j, KEY1, &back, &seed, &err), 0);
    add(j, KEY1, "one", "wrong-message", 1);
    add(j, KEY2, "two", "error", 0);
    journal_close(j);
    assert_int_equal(access(p->path, F_OK), 0);
    j = open_journal(p->path, JOURNAL_WRITE);
    assert_int_equal(journal_has(j, KEY1, &err), 1);
    assert_int_equal(journal_has(j, KEY2, &err), 0); /* to be tried again */
    assert_int_equal(journal_result(j, KEY1, &back, &seed, &err), 1);
    assert_int_equal(seed, 42);
    assert_string_equal(back.text, "import socket\n");
    assert_int_equal(back.case_count, 2);
    assert_string_equal(back.cases[1].code, "wrong-message");
    assert_true(back.cpu_ms == 3.5);
    report_exercise_close(&back);
    add(j, KEY2, "two", "pass", 4); /* in its place */
    assert_int_equal(journal_has(j, KEY2, &err), 1);
    journal_close(j);
    says(p->path, "SELECT count(*) FROM case_result", "4\n");
    says(p->path,
         "SELECT exercise, result, points, max_points, cpu_ms FROM result"
         " ORDER BY key",
         "one|fail|1|4|3.5\ntwo|pass|4|4|3.5\n");
    says(p->path, "SELECT count(*) FROM report", "2\n");
    says(p->path, "PRAGMA journal_mode", "wal\n");
}

/* Results are older than what comes later by at least a millisecond. */
static void wait_a_moment(void)
{
    struct timespec began, now;
    clock_gettime(CLOCK_REALTIME, &began);
    do
        clock_gettime(CLOCK_REALTIME, &now);
    while ((now.tv_sec - began.tv_sec) * 1000 + (now.tv_nsec - began.tv_nsec) / 1000000
           < 2);
}

static void forgets(void **state)
{
    struct spot *p = *state;
    struct error err;
    struct journal *j = enrolled(p->path);
    add(j, KEY1, "one", "pass", 4);
    add(j, KEY("5555eeee"), "one", "pass", 4);
    assert_int_equal(journal_forget(j, false, &err), 0);
    assert_int_equal(journal_has(j, KEY1, &err), 1);
    assert_int_equal(journal_has(j, KEY("5555eeee"), &err), 0);
    wait_a_moment();
    assert_int_equal(journal_forget(j, true, &err), 0);
    assert_int_equal(journal_has(j, KEY1, &err), 0);
    says(p->path, "SELECT count(*) FROM case_result", "0\n");
    says(p->path, "SELECT count(*) FROM report", "0\n");
    says(p->path, "SELECT count(*) FROM entry", "8\n");
    /* Stopped and begun again, it goes on; once it is complete, it begins from the start. */
    add(j, KEY1, "one", "pass", 4);
    wait_a_moment();
    assert_int_equal(journal_forget(j, true, &err), 0);
    assert_int_equal(journal_has(j, KEY1, &err), 1);
    assert_int_equal(journal_complete(j, &err), 0);
    assert_int_equal(journal_forget(j, true, &err), 0);
    assert_int_equal(journal_has(j, KEY1, &err), 0);
    journal_close(j);
}

static int tell_flaky(void *ctx, const struct student *who,
                      struct report_submission *attempts, struct error *err)
{
    (void)err;
    for (size_t i = 0; i < who->attempt_count; i++)
        for (size_t k = 0; k < attempts[i].exercise_count; k++)
            if (attempts[i].exercises[k].flaky)
                buf_printf(ctx, "%s %s: %s\n", who->key, attempts[i].exercises[k].id,
                           attempts[i].exercises[k].flaky);
    return 0;
}

static void grade_again(struct journal *j, const char *first, const char *second)
{
    struct error err;
    wait_a_moment();
    assert_int_equal(journal_forget(j, true, &err), 0);
    add(j, KEY1, "one", first, 4);
    add(j, KEY2, "two", second, 4);
    assert_int_equal(journal_complete(j, &err), 0);
}

/* The same program, graded again, comes to something else. */
static void tells_what_is_flaky(void **state)
{
    struct spot *p = *state;
    struct buf out = {0};
    struct error err;
    struct journal *j = enrolled(p->path);
    grade_again(j, "both-waiting", "pass");
    grade_again(j, "pass", "pass");
    grade_again(j, "pass", "pass");
    says(p->path, "SELECT DISTINCT exercise, now, before FROM flaky",
         "one|turn pass, secret pass|turn both-waiting, secret both-waiting\n");
    assert_int_equal(journal_submissions(j, tell_flaky, &out, &err), 0);
    assert_non_null(
        strstr(buf_text(&out), "alice one: turn both-waiting, secret both-waiting\n"));
    assert_null(strstr(buf_text(&out), " two:"));
    buf_close(&out);
    journal_close(j);
}

static void write_all(struct journal *j)
{
    add(j, KEY1, "one", "pass", 4);
    add(j, KEY2, "two", "wrong-message", 1);
    add(j, KEY3, "one", "both-waiting", 2);
}

static void shows_grades(void **state)
{
    struct spot *p = *state;
    struct journal *j = enrolled(p->path);
    write_all(j); /* carol's KEY4 is not graded yet */
    says(p->path,
         "SELECT student, attempt, exercise, result, score, max_score, late_percent"
         " FROM gradebook", /* while it is being written */
         "alice|1|two|fail|2.5|10.0|0.0\n"
         "alice|1|one|pass|8.0|8.0|0.0\n"
         "bob|2|two|missing|0.0|10.0|20.0\n"
         "bob|2|one|pass|6.4|8.0|20.0\n"
         "carol|1|two|fail|5.0|10.0|0.0\n"
         "carol|1|one|ungraded|NULL|8.0|0.0\n"
         "dave|NULL|two|missing|0.0|10.0|0.0\n"
         "dave|NULL|one|missing|0.0|8.0|0.0\n");
    add(j, KEY4, "one", "error", 0);
    says(p->path, "SELECT student, attempt, exercise, path, reason FROM unjudged",
         "carol|1|one|in/c/one.py|Your program said \"x\".\n");
    says(p->path, "SELECT student, attempt, exercise, reason FROM missing",
         "bob|2|two|one.py and two.py: which?\n"
         "dave|NULL|two|nothing was handed in\n"
         "dave|NULL|one|nothing was handed in\n");
    says(p->path, "SELECT code, exercise, case_id, students FROM mistakes",
         "both-waiting|two|secret|1\nboth-waiting|two|turn|1\n"
         "wrong-message|two|secret|1\nwrong-message|two|turn|1\n");
    says(p->path, "SELECT * FROM hidden_case", "one|secret\n");
    journal_close(j);
}

static void counts_attempts(void **state)
{
    struct spot *p = *state;
    static const struct {
        enum attempts attempts;
        const char *want;
    } rows[] = {
        {ATTEMPTS_LAST, "2|6.4\n"},
        {ATTEMPTS_BEST, "2|6.4\n"},
        {ATTEMPTS_ALL, "1|4.0\n2|6.4\n"},
    };
    for (size_t i = 0; i < 3; i++) {
        struct assignment a = course;
        struct error err;
        a.attempts = rows[i].attempts;
        struct journal *j = open_journal(p->path, JOURNAL_WRITE);
        assert_int_equal(journal_enrol(j, &a, &everyone, fill, NULL, &err), 0);
        write_all(j);
        says(p->path,
             "SELECT attempt, score FROM attempt_grade WHERE counts AND student = 'bob'"
             " ORDER BY attempt",
             rows[i].want);
        journal_close(j);
    }
    /* Costly lateness makes the first the best. */
    struct assignment a = course;
    struct error err;
    a.attempts = ATTEMPTS_BEST;
    a.late.percent_per_day = a.late.most_percent = 60;
    struct journal *j = open_journal(p->path, JOURNAL_WRITE);
    assert_int_equal(journal_enrol(j, &a, &everyone, fill, NULL, &err), 0);
    journal_close(j);
    says(p->path,
         "SELECT attempt, score FROM attempt_grade WHERE counts AND student = 'bob'",
         "1|4.0\n");
}

static int describe(void *ctx, const struct student *who,
                    struct report_submission *list_in, struct error *err)
{
    struct buf *out = ctx;
    (void)err;
    buf_printf(out, "%s %s %s:", who->key, who->identity.name ? who->identity.name : "-",
               who->identity.section ? who->identity.section : "-");
    for (size_t i = 0; i < who->attempt_count; i++) {
        const struct report_submission *s = &list_in[i];
        buf_printf(out, " #%d %s %s %d", s->attempt, s->id, s->path,
                   who->attempts[i].at_ms > DEADLINE);
        for (size_t k = 0; k < s->exercise_count; k++)
            buf_printf(out, " %s=%s/%zu(%s;%s)", s->exercises[k].id,
                       result_name(s->exercises[k].result), s->exercises[k].case_count,
                       s->exercises[k].path,
                       s->exercises[k].case_count ? s->exercises[k].cases[0].path : "");
        for (size_t k = 0; k < s->missing_count; k++)
            buf_printf(out, " missing(%s)", s->missing[k]);
    }
    buf_putc(out, '\n');
    return 0;
}

static void tells_submissions(void **state)
{
    struct spot *p = *state;
    struct buf out = {0};
    struct error err;
    struct journal *j = enrolled(p->path);
    write_all(j);
    assert_int_equal(journal_submissions(j, describe, &out, &err), 0);
    assert_string_equal(
        buf_text(&out),
        "alice Alice \"A\" L\xc3\xb6w -: #1 alice in/a 0 "
        "two=fail/2(in/a/two.py;in/a/two.py)"
        " one=pass/2(in/a/one.py;in/a/one.py)\n"
        "bob - -: #1 bob in/b1 0 one=fail/2(in/b1/one.py;in/b1/one.py) missing(two)"
        " #2 bob in/b2 1 one=pass/2(in/b2/one.py;in/b2/one.py)"
        " missing(two: one.py and two.py: which?)\n"
        "carol '); DROP TABLE student; -- -: #1 carol in/c 0"
        " one=fail/2(in/c/two.py;in/c/two.py) one=error/0(in/c/one.py;)\n"
        "dave Dave 2:\n");
    buf_close(&out);
    struct assignment a = {0};
    assert_int_equal(journal_assignment(j, &a, &err), 0);
    assert_string_equal(a.id, "week-3");
    assert_int_equal(a.count, 2);
    assert_string_equal(a.list[0].exercise->id, "two");
    assignment_close(&a);
    journal_close(j);
}

static int break_off(void *ctx, const struct student *who, struct report_submission *s,
                     struct error *err)
{
    (void)s;
    (void)ctx;
    return strcmp(who->key, "bob") == 0 ? error_set(err, "enough") : 0;
}

/* What an outline has. */
static int outline(void *ctx, const struct student *who,
                   struct report_submission *list_in, struct error *err)
{
    struct buf *out = ctx;
    (void)err;
    buf_puts(out, who->key);
    for (size_t i = 0; i < who->attempt_count; i++) {
        const struct report_submission *s = &list_in[i];
        buf_printf(out, " #%d %.3f", s->attempt, s->duration_ms);
        for (size_t k = 0; k < s->exercise_count; k++) {
            const struct report_exercise *e = &s->exercises[k];
            buf_printf(out, " %s=%s %lld/%lld", e->id, result_name(e->result),
                       (long long)e->points, (long long)e->max_points);
            for (size_t c = 0; c < e->case_count; c++)
                buf_printf(out, " %s%s", result_name(e->cases[c].result),
                           e->cases[c].advice ? "?" : "");
        }
    }
    buf_putc(out, '\n');
    return 0;
}

static void outlines_say_the_same(void **state)
{
    struct spot *p = *state;
    struct buf whole = {0}, outlines = {0};
    struct error err;
    struct journal *j = enrolled(p->path);
    write_all(j);
    assert_int_equal(journal_submissions(j, outline, &whole, &err), 0);
    assert_int_equal(journal_outlines(j, outline, &outlines, &err), 0);
    assert_non_null(strstr(buf_text(&whole), "one=error 0/0"));
    assert_string_equal(buf_text(&outlines), buf_text(&whole));
    assert_int_equal(journal_outlines(j, break_off, NULL, &err), -1);
    assert_string_equal(err.text, "enough");
    buf_close(&whole);
    buf_close(&outlines);
    journal_close(j);
}

static int fill_badly(void *ctx, struct journal *j, struct error *err)
{
    (void)ctx;
    return journal_enter(j, &entries[0], err) < 0 ? -1 : error_set(err, "enough");
}

static void keeps_what_was_there(void **state)
{
    struct spot *p = *state;
    struct buf out = {0}, again = {0};
    struct error err;
    struct journal *j = enrolled(p->path);
    write_all(j);
    assert_int_equal(journal_submissions(j, describe, &out, &err), 0);
    assert_int_equal(journal_submissions(j, break_off, NULL, &err), -1);
    assert_string_equal(err.text, "enough");
    assert_int_equal(journal_enrol(j, &course, &everyone, fill_badly, NULL, &err), -1);
    assert_string_equal(err.text, "enough");
    assert_int_equal(journal_submissions(j, describe, &again, &err), 0);
    assert_string_equal(buf_text(&out), buf_text(&again));
    buf_close(&out);
    buf_close(&again);
    journal_close(j);
}

/* --- one writer, and bad files -------------------------------------------------------------- */

static void has_one_writer(void **state)
{
    struct spot *p = *state;
    struct journal *j = enrolled(p->path);
    pid_t child = fork();
    if (child == 0) {
        char words[64];
        snprintf(words, sizeof words, "process %ld,", (long)getppid());
        struct journal *second;
        struct error err;
        bool told = journal_open(&second, p->path, JOURNAL_WRITE, &err) < 0
                    && strstr(err.text, words) != NULL;
        bool reads = journal_open(&second, p->path, JOURNAL_READ, &err) == 0;
        _exit(told && reads ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    journal_close(j);
    char lock[128];
    snprintf(lock, sizeof lock, "%s-lock", p->path);
    assert_int_not_equal(access(lock, F_OK), 0);
    journal_close(open_journal(p->path, JOURNAL_WRITE));
}

static void put_file(const char *path, const char *data, size_t len)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
}

static char *get_file(const char *path, size_t *len)
{
    struct buf out = {0};
    char block[4096];
    size_t got;
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while ((got = fread(block, 1, sizeof block, file)) > 0)
        buf_append(&out, block, got);
    fclose(file);
    return buf_take(&out, len);
}

/* Refused with these words, and every byte as it was. */
static void stays(struct spot *p, const char *data, size_t len, const char *words)
{
    size_t after;
    put_file(p->path, data, len);
    refused(p->path, JOURNAL_WRITE, words);
    refused(p->path, JOURNAL_READ, words);
    char *there = get_file(p->path, &after);
    assert_int_equal(after, len);
    assert_memory_equal(there, data, len);
    free(there);
}

static void leaves_bad_files_alone(void **state)
{
    struct spot *p = *state;
    char rubbish[5000];
    size_t len;
    for (size_t i = 0; i < sizeof rubbish; i++)
        rubbish[i] = (char)(i * 7919 >> 3);
    stays(p, rubbish, sizeof rubbish, "is not a journal");
    stays(p, "SQLite format 3", 16, "is not a journal");
    unlink(p->path);
    struct journal *j = enrolled(p->path);
    write_all(j);
    journal_close(j);
    char *whole = get_file(p->path, &len);
    assert_true(len > 20000);
    stays(p, whole, len / 2, "is damaged");
    stays(p, whole, len - 4096, "is damaged");
    char *spoiled = malloc(len);
    memcpy(spoiled, whole, len);
    memset(spoiled + 4096 * 3, 0x5a, 4096 * 4);
    stays(p, spoiled, len, "is damaged");
    memcpy(spoiled, whole, len);
    memcpy(spoiled + 60, "\0\0\0\7", 4); /* user_version */
    stays(p, spoiled, len, "another version");
    memcpy(spoiled + 68, "\0\0\0\7", 4); /* application_id */
    stays(p, spoiled, len, "another program");
    free(spoiled);
    put_file(p->path, whole, len); /* a right one again */
    free(whole);
    j = open_journal(p->path, JOURNAL_WRITE);
    journal_close(j);
}

static void tells_what_is_in_the_way(void **state)
{
    struct spot *p = *state;
    char wal[128];
    struct journal *j;
    refused(p->path, JOURNAL_READ, "there is no journal");
    put_file(p->path, "", 0);
    refused(p->path, JOURNAL_READ, "is empty");
    snprintf(wal, sizeof wal, "%s-wal", p->path);
    put_file(wal, "something", 9);
    refused(p->path, JOURNAL_WRITE, "is damaged");
    assert_int_equal(access(wal, F_OK), 0);
    unlink(wal);
    journal_close(open_journal(p->path, JOURNAL_WRITE)); /* empty: it is made */
    unlink(p->path);
    assert_int_equal(mkdir(p->path, 0700), 0);
    refused(p->path, JOURNAL_WRITE, "is a folder");
    rmdir(p->path);
    j = enrolled(p->path);
    write_all(j);
    journal_close(j);
    assert_int_equal(chmod(p->path, 0444), 0);
    assert_int_equal(chmod(p->folder, 0555), 0);
    pid_t child = fork();
    if (child == 0) { /* as somebody who may not write there */
        struct error err;
        bool able = getuid() != 0 || setuid(65534) == 0;
        bool told = journal_open(&j, p->path, JOURNAL_WRITE, &err) < 0
                    && strstr(err.text, "Permission denied");
        bool reads = journal_open(&j, p->path, JOURNAL_READ, &err) == 0;
        _exit(!able || (told && reads) ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    chmod(p->folder, 0700);
    assert_int_equal(status, 0);
}

/* --- joined --------------------------------------------------------------------------------- */

/* What differs from run to run and means nothing. */
static const char contents[] =
    "SELECT r.key, r.exercise, r.result, r.points, r.graded_ms, d.document,"
    " (SELECT group_concat(c.case_id || c.code) FROM case_result c WHERE c.result = r.id)"
    " FROM result r JOIN report d ON d.result = r.id ORDER BY r.key";

static void joins(void **state)
{
    struct spot *p = *state;
    struct buf conflicts = {0};
    struct error err;
    struct journal *j = enrolled(p->path);
    add(j, KEY1, "one", "pass", 4);
    add(j, KEY2, "two", "wrong-message", 1);
    add(j, KEY4, "one", "error", 0);
    assert_int_equal(journal_set_isolation(j, "full", NULL, &err), 0);
    journal_close(j);
    j = enrolled(p->other);
    assert_int_equal(journal_set_isolation(j, "none", "it can't", &err), 0);
    add(j, KEY2, "two", "wrong-message", 1);
    add(j, KEY3, "one", "both-waiting", 2);
    add(j, KEY4, "one", "pass", 4);
    journal_close(j);
    char *before = NULL, *all = NULL;
    int64_t ungraded = 0;
    for (size_t turn = 0; turn < 4; turn++) {
        const char *both[] = {turn & 1 ? p->path : p->other,
                              turn & 1 ? p->other : p->path};
        j = open_journal(p->third, JOURNAL_WRITE);
        if (journal_merge(j, both, 2, &conflicts, &err) != 0)
            fail_msg("%s%s", err.text, buf_text(&conflicts));
        journal_close(j);
        all = rows_of(p->third, contents);
        if (before)
            assert_string_equal(before, all);
        free(before);
        before = all;
        says(p->third, "SELECT key, result FROM result ORDER BY key",
             KEY1 "|pass\n" KEY2 "|fail\n" KEY3 "|fail\n" KEY4 "|pass\n");
        says(p->third, "SELECT count(*) FROM gradebook", "8\n");
        says(p->third, "SELECT isolation, isolation_reason FROM assignment",
             "none|it can't\n");
        if (turn < 2)
            unlink(p->third); /* in the last turn it is there, and grows by nothing */
    }
    free(before);
    /* Into one of them. */
    j = open_journal(p->path, JOURNAL_WRITE);
    const char *both[] = {p->other, p->path};
    assert_int_equal(journal_ungraded(j, &ungraded, &err), 0);
    assert_int_equal(ungraded, 2); /* KEY3, bob's and carol's */
    assert_int_equal(journal_merge(j, both, 2, &conflicts, &err), 0);
    assert_int_equal(journal_ungraded(j, &ungraded, &err), 0);
    assert_int_equal(ungraded, 0);
    char *name = NULL, *reason = NULL;
    assert_int_equal(journal_isolation(j, &name, &reason, &err), 0);
    assert_string_equal(name, "none");
    assert_string_equal(reason, "it can't");
    free(name);
    free(reason);
    journal_close(j);
    says(p->path, "SELECT count(*) FROM result", "4\n");
}

static void tells_conflicts(void **state)
{
    struct spot *p = *state;
    struct buf conflicts = {0};
    struct error err;
    struct journal *j = enrolled(p->path);
    add(j, KEY1, "one", "pass", 4);
    add(j, KEY3, "one", "pass", 4);
    journal_close(j);
    j = enrolled(p->other);
    add(j, KEY1, "one", "wrong-message", 1);
    journal_close(j);
    j = open_journal(p->third, JOURNAL_WRITE);
    const char *both[] = {p->path, p->other};
    assert_int_equal(journal_merge(j, both, 2, &conflicts, &err), 1);
    journal_close(j);
    struct buf want = {0};
    buf_printf(&want,
               "alice and 1 other, one (in/a/one.py): %s says pass, 4 of 4 points (turn "
               "pass 4, secret pass); %s says fail, 1 of 4 points (turn wrong-message 1, "
               "secret wrong-message)\n",
               p->path, p->other);
    assert_string_equal(buf_text(&conflicts), buf_text(&want));
    says(p->third, "SELECT count(*) FROM result", "0\n");
    says(p->third, "SELECT count(*) FROM student", "0\n");
    buf_close(&conflicts);
    buf_close(&want);
}

static int fill_otherwise(void *ctx, struct journal *j, struct error *err)
{
    (void)ctx;
    struct journal_entry e = entries[0];
    e.key = KEY4;
    e.path = "other/a/one.py";
    return journal_enter(j, &e, err);
}

static void refuses_what_does_not_belong(void **state)
{
    struct spot *p = *state;
    struct buf conflicts = {0};
    struct error err;
    const char *both[] = {p->path, p->other};
    journal_close(enrolled(p->path));
    struct journal *j = open_journal(p->other, JOURNAL_WRITE);
    assert_int_equal(journal_enrol(j, &course, &everyone, fill_otherwise, NULL, &err), 0);
    journal_close(j);
    j = open_journal(p->third, JOURNAL_WRITE);
    assert_int_equal(journal_merge(j, both, 2, &conflicts, &err), 1);
    assert_non_null(strstr(buf_text(&conflicts), "alice, one, attempt 1: "));
    assert_non_null(strstr(buf_text(&conflicts), "other/a/one.py, in/a/one.py"));
    journal_close(j);
    struct assignment other = course;
    other.title = (char *)"Week 4";
    j = open_journal(p->other, JOURNAL_WRITE);
    assert_int_equal(journal_enrol(j, &other, &everyone, fill, NULL, &err), 0);
    journal_close(j);
    j = open_journal(p->third, JOURNAL_WRITE);
    buf_clear(&conflicts);
    assert_int_equal(journal_merge(j, both, 2, &conflicts, &err), -1);
    assert_non_null(strstr(err.text, "another assignment"));
    assert_int_equal(err.kind, ERROR_USAGE);
    assert_int_equal(conflicts.len, 0);
    journal_close(j);
    says(p->third, "SELECT count(*) FROM student", "0\n");
    buf_close(&conflicts);
}

/* A shard knows of a part of the course; a program handed in anywhere is handed in. */
static int fill_first(void *ctx, struct journal *j, struct error *err)
{
    const struct journal_entry *e = ctx;
    return journal_enter(j, e, err);
}

static void joins_parts_of_a_course(void **state)
{
    struct spot *p = *state;
    struct buf conflicts = {0};
    struct error err;
    static struct attempt_in later[] = {
        {.number = 1, .at_ms = DEADLINE + DAY * 3, .path = (char *)"zz/a"}};
    static struct student again = {.key = (char *)"alice",
                                   .identity = {.login = (char *)"al"},
                                   .attempts = later,
                                   .attempt_count = 1};
    const struct intake only = {.students = &again, .count = 1};
    const struct journal_entry none = {"alice", 1, "two", NULL, NULL, NULL, "what?"};
    struct journal *j = open_journal(p->other, JOURNAL_WRITE);
    assert_int_equal(journal_enrol(j, &course, &only, fill_first, (void *)&none, &err),
                     0);
    journal_close(j);
    journal_close(enrolled(p->path));
    for (size_t turn = 0; turn < 2; turn++) {
        const char *both[] = {turn ? p->path : p->other, turn ? p->other : p->path};
        unlink(p->third);
        j = open_journal(p->third, JOURNAL_WRITE);
        assert_int_equal(journal_merge(j, both, 2, &conflicts, &err), 0);
        journal_close(j);
        says(p->third,
             "SELECT s.name, s.login, a.at_ms = 1700000000000, a.share, a.path, e.path,"
             " e.problem FROM student s JOIN attempt a ON a.student = s.key"
             " JOIN entry e ON e.student = s.key AND e.exercise = 'two'"
             " WHERE s.key = 'alice'",
             "Alice \"A\" L\xc3\xb6w|al|1|1.0|in/a|in/a/two.py|NULL\n");
    }
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, make_place, remove_place)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(keeps_results),
        TEST(forgets),
        TEST(tells_what_is_flaky),
        TEST(shows_grades),
        TEST(counts_attempts),
        TEST(tells_submissions),
        TEST(outlines_say_the_same),
        TEST(keeps_what_was_there),
        TEST(has_one_writer),
        TEST(leaves_bad_files_alone),
        TEST(tells_what_is_in_the_way),
        TEST(joins),
        TEST(tells_conflicts),
        TEST(refuses_what_does_not_belong),
        TEST(joins_parts_of_a_course),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
