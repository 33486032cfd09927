/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "batch/hiding.h"
#include "batch/marks.h"
#include "marked.h"

static bool near(double a, double b)
{
    return a - b < 1e-9 && b - a < 1e-9;
}

static void weighs_points_and_lateness(void **state)
{
    (void)state;
    struct assignment a;
    struct intake in = {0};
    struct report_submission list[3];
    course_open(&a);
    struct student *ada = intake_student(&in, "ada");
    attempt(ada, list, &a, DEADLINE, "p", "pff");
    attempt(ada, list, &a, DEADLINE + DAY + 1, "f", "ppp");
    attempt(ada, list, &a, 0, "p", NULL);
    marks_apply(&a, ada, list);
    assert_true(near(list[0].score, 4 + 6) && near(list[0].max_score, 14));
    assert_null(list[0].late);
    assert_true(near(list[0].exercises[1].score, 6));
    assert_true(near(list[0].exercises[1].max_score, 10));
    assert_true(near(list[1].score, 8)); /* of 10, two days late */
    assert_string_equal(list[1].late, "2 days late: 20% off");
    assert_true(near(list[2].score, 4) && near(list[2].max_score, 14));
    assert_int_equal(list[0].exercises[1].cases[1].visibility, VISIBILITY_HIDDEN);
    student_end(&in, list);
    assignment_close(&a);
}

static void chooses_the_attempts_that_count(void **state)
{
    (void)state;
    static const struct {
        enum attempts attempts;
        const char *counting;
    } rows[] = {{ATTEMPTS_LAST, "--x"}, {ATTEMPTS_BEST, "-x-"}, {ATTEMPTS_ALL, "xxx"}};
    for (size_t i = 0; i < 3; i++) {
        struct assignment a;
        struct intake in = {0};
        struct report_submission list[3];
        course_open(&a);
        a.attempts = rows[i].attempts;
        struct student *ada = intake_student(&in, "ada");
        attempt(ada, list, &a, 0, "p", NULL);
        attempt(ada, list, &a, 0, "p", NULL); /* as good, and later */
        attempt(ada, list, &a, 0, "f", NULL);
        marks_apply(&a, ada, list);
        for (size_t k = 0; k < 3; k++)
            assert_int_equal(list[k].counts, rows[i].counting[k] == 'x');
        student_end(&in, list);
        assignment_close(&a);
    }
}

static void tells_what_was_not_judged(void **state)
{
    (void)state;
    struct assignment a;
    struct intake in = {0};
    struct report_submission list[2];
    course_open(&a);
    struct student *ada = intake_student(&in, "ada");
    attempt(ada, list, &a, 0, "p", "pef");
    attempt(ada, list, &a, 0, "p", "pff");
    marks_apply(&a, ada, list);
    assert_true(marks_unjudged(&list[0]));
    assert_true(near(list[0].exercises[1].score, 0));
    assert_false(marks_unjudged(&list[1]));
    student_end(&in, list);
    assignment_close(&a);
}

/* --- hiding ------------------------------------------------------------------------------ */

static void hides_cases_and_what_they_tell(void **state)
{
    (void)state;
    struct assignment a;
    struct intake in = {0};
    struct report_submission list[1];
    course_open(&a);
    struct student *ada = intake_student(&in, "ada");
    attempt(ada, list, &a, DEADLINE + 1, "p", "pfs");
    struct report_exercise *two = &list[0].exercises[1];
    free(two->cases[2].message);
    two->cases[2].message = mem_text("Not played, since the case \"trap\" did not pass.");
    two->cases[2].path = mem_text("/elsewhere/unpacked/two.py");
    marks_apply(&a, ada, list);
    assert_true(near(list[0].score, (4 + 6) * 0.9));
    assert_int_equal(hiding_apply(&a, &list[0], true), 1);
    assert_int_equal(two->case_count, 2);
    assert_string_equal(two->cases[0].id, "sum");
    assert_string_equal(two->cases[1].id, "later");
    assert_null(strstr(two->cases[1].message, "trap"));
    assert_int_equal(two->points, 3);
    assert_int_equal(two->max_points, 3);
    assert_true(near(two->score, 6) && near(two->max_score, 6));
    assert_true(near(list[0].score, 10 * 0.9) && near(list[0].max_score, 10));
    assert_int_equal(two->cases[1].note_count, 1);
    assert_string_equal(two->cases[1].notes[0],
                        "1 further case counts too; it is not shown.");
    assert_string_equal(two->path, "two.py"); /* as the student knows it */
    assert_string_equal(two->cases[1].path, "two.py");
    assert_string_equal(list[0].path, "ada");
    student_end(&in, list);
    assignment_close(&a);
}

/* One that fails in hidden cases alone looks as if it passed. */
static void tells_no_result_of_hidden_cases(void **state)
{
    (void)state;
    static const enum result wanted[] = {RESULT_PASS, RESULT_PASS, RESULT_PASS};
    static const char *const results[] = {"pfp", "ppp", "pep"};
    for (size_t i = 0; i < 3; i++) {
        struct assignment a;
        struct intake in = {0};
        struct report_submission list[1];
        course_open(&a);
        struct student *ada = intake_student(&in, "ada");
        attempt(ada, list, &a, 0, NULL, results[i]);
        marks_apply(&a, ada, list);
        hiding_apply(&a, &list[0], true);
        assert_int_equal(list[0].exercises[0].result, wanted[i]);
        assert_true(near(list[0].exercises[0].score, 6));
        student_end(&in, list);
        assignment_close(&a);
    }
}

static void shows_some_when_the_deadline_is_over(void **state)
{
    (void)state;
    for (int over = 0; over < 2; over++) {
        struct assignment a;
        struct intake in = {0};
        struct report_submission list[1];
        course_open(&a);
        struct student *ada = intake_student(&in, "ada");
        attempt(ada, list, &a, 0, "p", "ppp");
        marks_apply(&a, ada, list);
        assert_int_equal(hiding_apply(&a, &list[0], over), over ? 1 : 2);
        assert_int_equal(list[0].exercises[1].case_count, over ? 2 : 1);
        student_end(&in, list);
        assignment_close(&a);
    }
}

static void tells_no_result_of_an_exercise_of_hidden_cases_only(void **state)
{
    (void)state;
    struct assignment a;
    struct intake in = {0};
    struct report_submission list[1];
    course_open(&a);
    a.own[0].cases[0].visibility = VISIBILITY_AFTER_PUBLISHED;
    struct student *ada = intake_student(&in, "ada");
    attempt(ada, list, &a, 0, "f", "pff");
    marks_apply(&a, ada, list);
    assert_int_equal(hiding_apply(&a, &list[0], true), 2);
    assert_int_equal(list[0].exercise_count, 2);
    const struct report_exercise *one = &list[0].exercises[0];
    assert_int_equal(one->result, RESULT_SKIPPED);
    assert_int_equal(one->case_count, 1);
    assert_string_equal(one->cases[0].id, "not-shown");
    assert_string_equal(one->cases[0].message,
                        "1 further case counts too; it is not shown.");
    assert_true(near(one->max_score, 0));
    assert_true(near(list[0].score, 6) && near(list[0].max_score, 6));
    student_end(&in, list);
    assignment_close(&a);
}

static void tells_no_result_of_advice_alone(void **state)
{
    (void)state;
    struct assignment a;
    struct intake in = {0};
    struct report_submission list[1];
    course_open(&a);
    a.own[1].cases[0].visibility = VISIBILITY_HIDDEN;
    a.own[1].cases[2].advice = true;
    struct student *ada = intake_student(&in, "ada");
    attempt(ada, list, &a, 0, "p", "ffs");
    marks_apply(&a, ada, list);
    assert_int_equal(hiding_apply(&a, &list[0], true), 2);
    assert_int_equal(list[0].exercises[1].case_count, 1);
    assert_int_equal(list[0].exercises[1].result, RESULT_SKIPPED);
    student_end(&in, list);
    assignment_close(&a);
}

static void counts_no_hidden_points_of_what_is_missing(void **state)
{
    (void)state;
    struct assignment a;
    struct intake in = {0};
    struct report_submission list[1];
    course_open(&a);
    struct student *ada = intake_student(&in, "ada");
    attempt(ada, list, &a, 0, "p", NULL);
    marks_apply(&a, ada, list);
    assert_true(near(list[0].max_score, 14));
    assert_int_equal(hiding_apply(&a, &list[0], true), 1);
    assert_true(near(list[0].max_score, 4 + 6) && near(list[0].score, 4));
    student_end(&in, list);
    assignment_close(&a);
}

static void words_problems_for_students(void **state)
{
    (void)state;
    struct assignment a;
    struct intake in = {0};
    struct report_submission list[1];
    course_open(&a);
    struct student *ada = intake_student(&in, "ada");
    attempt(ada, list, &a, 0, "e", "pep");
    struct report_case *one = &list[0].exercises[0].cases[0];
    free(one->message);
    one->message = mem_printf("can't read %s/one.py: no.", list[0].path);
    hiding_of_problems(&list[0]);
    assert_string_equal(one->message, "can't read one.py: no.");
    free(one->message);
    one->message = mem_text("Not all that was handed in could be read: work.zip: no.");
    hiding_of_problems(&list[0]);
    assert_non_null(strstr(one->message, "work.zip"));
    assert_non_null(
        strstr(list[0].exercises[1].cases[1].message, "through no fault of yours"));
    assert_null(strstr(list[0].exercises[1].cases[1].message, "no memory"));
    student_end(&in, list);
    assignment_close(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weighs_points_and_lateness),
        cmocka_unit_test(chooses_the_attempts_that_count),
        cmocka_unit_test(tells_what_was_not_judged),
        cmocka_unit_test(hides_cases_and_what_they_tell),
        cmocka_unit_test(tells_no_result_of_hidden_cases),
        cmocka_unit_test(shows_some_when_the_deadline_is_over),
        cmocka_unit_test(tells_no_result_of_an_exercise_of_hidden_cases_only),
        cmocka_unit_test(tells_no_result_of_advice_alone),
        cmocka_unit_test(counts_no_hidden_points_of_what_is_missing),
        cmocka_unit_test(words_problems_for_students),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
