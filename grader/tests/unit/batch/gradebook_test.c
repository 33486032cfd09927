/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>
#include <unistd.h>

#include "batch/gradebook.h"
#include "batch/marks.h"
#include "batch/worksheet.h"
#include "marked.h"

/* --- a course of one, in several states ---------------------------------------------------- */

struct course {
    struct assignment a;
    struct intake in;
    struct student *who;
    struct report_submission list[3];
};

static void begin(struct course *c, const char *key, const char *name)
{
    *c = (struct course){0};
    course_open(&c->a);
    c->who = intake_student(&c->in, key);
    c->who->identity.name = mem_text(name);
}

static void end(struct course *c)
{
    student_end(&c->in, c->list);
    assignment_close(&c->a);
}

static void assert_rows(struct course *c, const struct gradebook *g, const char *wanted)
{
    struct buf out = {0};
    marks_apply(&c->a, c->who, c->list);
    g->student(&c->a, c->who, c->list, &out);
    assert_string_equal(buf_text(&out), wanted);
    buf_close(&out);
}

static void assert_head(const struct gradebook *g, const char *wanted)
{
    struct course c;
    struct buf out = {0};
    begin(&c, "ada", "Ada");
    g->head(&c.a, &out);
    assert_string_equal(buf_text(&out), wanted);
    buf_close(&out);
    end(&c);
}

/* --- plain --------------------------------------------------------------------------------- */

static void has_a_column_for_each_exercise(void **state)
{
    (void)state;
    assert_head(
        &gradebook_plain,
        "assignment,duedate,timestamp,student_id,last_name,first_name,email,login,"
        "number,section,attempt,one,two,raw_score,late_submission_penalty,score,"
        "max_score,note\r\n");
}

static void has_a_row_for_each_student(void **state)
{
    (void)state;
    struct course c;
    begin(&c, "ada", "Ada King Lovelace");
    c.who->identity.email = mem_text("ada@x.example");
    attempt(c.who, c.list, &c.a, DEADLINE + DAY, "p", "pff");
    assert_rows(&c, &gradebook_plain,
                "week-3,2026-11-20T22:59:00Z,2026-11-21T22:59:00Z,ada,Lovelace,Ada King,"
                "ada@x.example,,,,1,4,6,10,1,9,14,1 day late: 10% off\r\n");
    end(&c);
    begin(&c, "bob", NULL);
    assert_rows(&c, &gradebook_plain,
                "week-3,2026-11-20T22:59:00Z,,bob,,,,,,,,0,0,0,0,0,14,nothing was handed "
                "in\r\n");
    end(&c);
    begin(&c, "cy", "Cee, Cy");
    attempt(c.who, c.list, &c.a, 0, NULL, NULL);
    assert_rows(
        &c, &gradebook_plain,
        "week-3,2026-11-20T22:59:00Z,,cy,Cee,Cy,,,,,1,0,0,0,0,0,14,one missing; two "
        "missing: two files fit\r\n");
    end(&c);
}

/* Never a zero for what was not judged; nor a sum without it. */
static void leaves_open_what_was_not_judged(void **state)
{
    (void)state;
    struct course c;
    begin(&c, "ada", NULL);
    attempt(c.who, c.list, &c.a, 0, "p", "pep");
    assert_rows(&c, &gradebook_plain,
                "week-3,2026-11-20T22:59:00Z,,ada,,,,,,,1,4,,,,,14,two not judged: no "
                "memory\r\n");
    assert_rows(&c, &gradebook_canvas, "ada,,,ada,,\r\n");
    end(&c);
    begin(&c, "ada", NULL);
    attempt(c.who, c.list, &c.a, 0, "", "ppp");
    c.list[0].exercises[0].result = RESULT_ERROR; /* has no result in the journal */
    assert_rows(&c, &gradebook_plain,
                "week-3,2026-11-20T22:59:00Z,,ada,,,,,,,1,,10,,,,14,one not judged: not "
                "graded yet\r\n");
    end(&c);
}

static void has_a_row_for_each_attempt_that_counts(void **state)
{
    (void)state;
    struct course c;
    begin(&c, "ada", NULL);
    c.a.attempts = ATTEMPTS_ALL;
    attempt(c.who, c.list, &c.a, 0, "p", "ppp");
    attempt(c.who, c.list, &c.a, 0, "f", "pff");
    assert_rows(&c, &gradebook_plain,
                "week-3,2026-11-20T22:59:00Z,,ada,,,,,,,1,4,10,14,0,14,14,\r\n"
                "week-3,2026-11-20T22:59:00Z,,ada,,,,,,,2,0,6,6,0,6,14,\r\n");
    assert_rows(&c, &gradebook_canvas, "ada,,,ada,,14\r\n"); /* the best */
    end(&c);
}

static void takes_no_name_for_a_formula(void **state)
{
    (void)state;
    struct course c;
    begin(&c, "x", "=cmd|' /C calc'!A0, \"Eve\"\n");
    c.who->identity.login = mem_text("@x");
    attempt(c.who, c.list, &c.a, 0, "p", "ppp");
    assert_rows(
        &c, &gradebook_plain,
        "week-3,2026-11-20T22:59:00Z,,x,'=cmd|' /C calc'!A0,\"\"\"Eve\"\"\n\",,'@x,,"
        ",1,4,10,14,0,14,14,\r\n");
    assert_rows(&c, &gradebook_canvas,
                "\"'=cmd|' /C calc'!A0, \"\"Eve\"\"\n\",,,'@x,,14\r\n");
    end(&c);
}

/* --- Canvas -------------------------------------------------------------------------------- */

static void is_what_canvas_takes(void **state)
{
    (void)state;
    struct course c;
    assert_head(&gradebook_canvas,
                "Student,ID,SIS User ID,SIS Login ID,Section,Week 3\r\n"
                "    Points Possible,,,,,14\r\n");
    begin(&c, "ada", "Ada Lovelace");
    c.who->identity.canvas_id = mem_text("77");
    c.who->identity.sis_id = mem_text("s1");
    c.who->identity.section = mem_text("A, early");
    attempt(c.who, c.list, &c.a, DEADLINE + 1, "f", "pff");
    assert_rows(&c, &gradebook_canvas, "\"Lovelace, Ada\",77,s1,,\"A, early\",5.4\r\n");
    end(&c);
    begin(&c, "bob", "Bob Bee"); /* nothing: an import must not undo what is there */
    assert_rows(&c, &gradebook_canvas, "\"Bee, Bob\",,,bob,,\r\n");
    end(&c);
}

/* --- Moodle -------------------------------------------------------------------------------- */

static char path[] = "/tmp/worksheet-XXXXXX";

static int set_up(void **state)
{
    (void)state;
    int fd = mkstemp(path);
    return fd < 0 ? -1 : close(fd);
}

static int tear_down(void **state)
{
    (void)state;
    return unlink(path);
}

static void write_file(const char *text)
{
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    fclose(file);
}

static void grade(struct worksheet *w, struct identity who, double score)
{
    const struct student s = {.key = (char *)"x", .identity = who};
    worksheet_grade(w, &s, score, 14);
}

static void assert_worksheet(struct worksheet *w, const char *wanted, const char *notes)
{
    struct buf out = {0}, told = {0};
    worksheet_write(w, &out, &told);
    assert_string_equal(buf_text(&out), wanted);
    if (*notes)
        assert_non_null(strstr(buf_text(&told), notes));
    else
        assert_string_equal(buf_text(&told), "");
    buf_close(&out);
    buf_close(&told);
}

static void fills_in_a_worksheet(void **state)
{
    (void)state;
    struct worksheet w;
    struct error err;
    write_file("\xEF\xBB\xBFIdentifier,\"Full name\",\"Email address\",Grade,\"Maximum "
               "Grade\",\"Last "
               "modified (grade)\",\"Feedback comments\"\r\n"
               "\"Participant 101\",\"Ada, L\",ada@x.example,,14.00,\"Friday, 1 "
               "May\",\"<p>a\n\"\"b\"\"</p>\"\r\n"
               "Participant 102,Bob,bob@x.example,3.00,100.00,-,\r\n"
               "Participant 103,Cy,cy@x.example,-,14.00,-,keep\n"
               "Participant 104,Dora,,\"\",14.00,-,");
    if (worksheet_open(&w, path, &err) < 0)
        fail_msg("%s", err.text);
    grade(&w, (struct identity){.moodle_id = (char *)"101"}, 9);
    grade(&w, (struct identity){.email = (char *)"BOB@x.example"}, 7);
    grade(&w, (struct identity){.name = (char *)"dora"}, 4.256);
    grade(&w, (struct identity){.name = (char *)"Nobody"}, 5);
    assert_worksheet(&w,
                     "\xEF\xBB\xBFIdentifier,\"Full name\",\"Email "
                     "address\",Grade,\"Maximum Grade\",\"Last "
                     "modified (grade)\",\"Feedback comments\"\r\n"
                     "\"Participant 101\",\"Ada, L\",ada@x.example,9,14.00,\"Friday, 1 "
                     "May\",\"<p>a\n\"\"b\"\"</p>\"\r\n"
                     "Participant 102,Bob,bob@x.example,50,100.00,-,\r\n"
                     "Participant 103,Cy,cy@x.example,-,14.00,-,keep\n"
                     "Participant 104,Dora,,4.26,14.00,-,",
                     ": no row of it is surely of x; what they are graded is not in it");
    worksheet_close(&w);
}

static void grades_nobody_in_the_place_of_another(void **state)
{
    (void)state;
    static const char text[] = "Identifier;Full name;Grade\n"
                               "Teilnehmer/in1;Jane Doe;\n"
                               "Teilnehmer/in2;Jane Doe;\n"
                               "Teilnehmer/in3;Cy;\n";
    struct worksheet w;
    struct error err;
    write_file(text);
    assert_int_equal(worksheet_open(&w, path, &err), 0);
    grade(&w, (struct identity){.name = (char *)"Jane Doe"}, 9); /* which? */
    grade(&w, (struct identity){.moodle_id = (char *)"3"}, 9);
    grade(&w, (struct identity){.name = (char *)"Cy"}, 5);
    assert_worksheet(&w, text, ":4: 2 students would have this row; it stays as it is.");
    worksheet_close(&w);
}

static void tells_of_a_worksheet_of_others(void **state)
{
    (void)state;
    static const char text[] = "Identifier,Full name,Grade\nParticipant 1,Zoe,\n";
    struct worksheet w;
    struct error err;
    write_file(text);
    assert_int_equal(worksheet_open(&w, path, &err), 0);
    grade(&w, (struct identity){.name = (char *)"Ada"}, 9);
    grade(&w, (struct identity){.moodle_id = (char *)"3"}, 9);
    assert_worksheet(&w, text, ": none of its rows fits anybody who is graded");
    worksheet_close(&w);
}

static void tells_what_is_no_worksheet(void **state)
{
    (void)state;
    struct worksheet w;
    struct error err;
    write_file("Identifier,Mark\nParticipant 1,\n");
    assert_int_equal(worksheet_open(&w, path, &err), -1);
    assert_int_equal(err.kind, ERROR_USAGE);
    assert_non_null(strstr(err.text, "it has no column \"Grade\", but these: Identifier, "
                                     "Mark; switch Moodle to English"));
    worksheet_close(&w);
    assert_int_equal(worksheet_open(&w, "/none/x.csv", &err), -1);
    assert_int_equal(err.kind, ERROR_USAGE);
    worksheet_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(has_a_column_for_each_exercise),
        cmocka_unit_test(has_a_row_for_each_student),
        cmocka_unit_test(leaves_open_what_was_not_judged),
        cmocka_unit_test(has_a_row_for_each_attempt_that_counts),
        cmocka_unit_test(takes_no_name_for_a_formula),
        cmocka_unit_test(is_what_canvas_takes),
        cmocka_unit_test(fills_in_a_worksheet),
        cmocka_unit_test(grades_nobody_in_the_place_of_another),
        cmocka_unit_test(tells_of_a_worksheet_of_others),
        cmocka_unit_test(tells_what_is_no_worksheet),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
