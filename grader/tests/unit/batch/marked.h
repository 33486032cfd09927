/* SPDX-License-Identifier: MIT
 *
 * A small course for tests: two exercises, the second worth ten points, with a hidden case;
 * and attempts at it.
 */
#ifndef TESTS_MARKED_H
#define TESTS_MARKED_H

#include "base/buf.h"
#include "batch/assignment.h"
#include "batch/intake.h"
#include "report/report.h"

#define DEADLINE ((int64_t)1795215540000)
#define DAY ((int64_t)24 * 3600 * 1000)

static const char course_text[] =
    "{\"id\": \"week-3\", \"title\": \"Week 3\", \"attempts\": \"last\","
    " \"seed\": \"student\", \"late\": {\"deadline_ms\": 1795215540000,"
    " \"percent_per_day\": 10, \"most_percent\": 50},"
    " \"exercises\": ["
    "{\"id\": \"one\", \"title\": \"One\", \"points\": 4, \"cases\": ["
    "{\"id\": \"greeting\", \"title\": \"G\", \"points\": 4, \"visibility\": "
    "\"visible\"}]},"
    "{\"id\": \"two\", \"title\": \"Two\", \"points\": 10, \"cases\": ["
    "{\"id\": \"sum\", \"title\": \"S\", \"points\": 3, \"visibility\": \"visible\"},"
    "{\"id\": \"trap\", \"title\": \"T\", \"points\": 2, \"visibility\": \"hidden\"},"
    "{\"id\": \"later\", \"title\": \"L\", \"points\": 0, \"visibility\": "
    "\"after_due_date\"}]}]}";

static inline void course_open(struct assignment *a)
{
    struct error err;
    if (assignment_restore(a, course_text, strlen(course_text), &err) < 0)
        fail_msg("%s", err.text);
}

static inline void add_case(struct report_exercise *e, const struct test_case *test,
                            enum result result)
{
    struct report_case *c = &e->cases[e->case_count++];
    const char *message = result == RESULT_ERROR ? "no memory" : "what it did";
    report_unjudged(c, test, result, message);
    c->points = result == RESULT_PASS ? test->points : 0;
}

/* results: of each case: p, f, s, e. */
static inline void add_exercise(struct report_submission *s, const struct exercise *from,
                                const char *results)
{
    static const char letters[] = "pfse";
    s->exercises = mem_grow(s->exercises, (s->exercise_count + 1) * sizeof *s->exercises);
    struct report_exercise *e = &s->exercises[s->exercise_count++];
    *e =
        (struct report_exercise){.id = mem_text(from->id),
                                 .title = mem_text(from->title),
                                 .path = mem_printf("%s/%s.py", s->path, from->id),
                                 .cases = mem_alloc(from->case_count * sizeof *e->cases)};
    for (size_t i = 0; results[i]; i++)
        add_case(e, &from->cases[i],
                 (enum result)(strchr(letters, results[i]) - letters));
    report_sum(e);
}

/* one, two: NULL: nothing was handed in for it. */
static inline void attempt(struct student *who, struct report_submission *list,
                           const struct assignment *a, int64_t at_ms, const char *one,
                           const char *two)
{
    struct attempt_in *in = student_attempt(who, "/in/ada");
    struct report_submission *s = &list[in->number - 1];
    in->at_ms = at_ms;
    *s = (struct report_submission){.id = mem_text(who->key),
                                    .path = mem_text("/in/ada"),
                                    .whole = true,
                                    .attempt = in->number,
                                    .missing = mem_alloc(2 * sizeof *s->missing)};
    if (one)
        add_exercise(s, a->list[0].exercise, one);
    else
        s->missing[s->missing_count++] = mem_text("one");
    if (two)
        add_exercise(s, a->list[1].exercise, two);
    else
        s->missing[s->missing_count++] = mem_text("two: two files fit");
}

static inline void student_end(struct intake *in, struct report_submission *list)
{
    for (size_t i = 0; i < in->students[0].attempt_count; i++)
        report_submission_close(&list[i]);
    intake_close(in);
}

#endif
