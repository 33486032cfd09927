/* SPDX-License-Identifier: MIT */
#include "report/json_table.h"

#include "report/report.h"

#define MEMBER(type, key, form, empty, member)                                           \
    {                                                                                    \
        key, JSON_FORM_##form, EMPTY_##empty, offsetof(struct type, member), 0, NULL     \
    }
#define LIST(type, key, form, empty, member, number, items)                              \
    {                                                                                    \
        key, JSON_FORM_##form, EMPTY_##empty, offsetof(struct type, member),             \
            offsetof(struct type, number), items                                         \
    }
#define SHAPE(type, rows)                                                                \
    {                                                                                    \
        rows, sizeof rows / sizeof *rows, sizeof(struct type)                            \
    }

static const struct json_row event_rows[] = {
    MEMBER(report_event, "time_ms", MS, STANDS, time_ms),
    MEMBER(report_event, "from", TEXT, STANDS, from),
    MEMBER(report_event, "connection", TEXT, NULL, connection),
    MEMBER(report_event, "kind", TEXT, STANDS, kind),
    MEMBER(report_event, "text", TEXT, STANDS, text),
};
static const struct json_shape event_shape = SHAPE(report_event, event_rows);

static const struct json_row case_rows[] = {
    MEMBER(report_case, "id", TEXT, STANDS, id),
    MEMBER(report_case, "title", TEXT, STANDS, title),
    MEMBER(report_case, "result", RESULT, STANDS, result),
    MEMBER(report_case, "code", TEXT, STANDS, code),
    MEMBER(report_case, "message", TEXT, STANDS, message),
    MEMBER(report_case, "hint", TEXT, NULL, hint),
    MEMBER(report_case, "expected", TEXT, NULL, expected),
    MEMBER(report_case, "received", TEXT, NULL, received),
    MEMBER(report_case, "source", SOURCE, NULL, line),
    MEMBER(report_case, "waits", TEXT, NULL, waits),
    MEMBER(report_case, "advice", BOOL, STANDS, advice),
    MEMBER(report_case, "visibility", VISIBILITY, STANDS, visibility),
    MEMBER(report_case, "points", LONG, STANDS, points),
    MEMBER(report_case, "max_points", LONG, STANDS, max_points),
    MEMBER(report_case, "duration_ms", MS, STANDS, duration_ms),
    MEMBER(report_case, "cpu_ms", MS, STANDS, cpu_ms),
    MEMBER(report_case, "newline", TEXT, NULL, newline),
    MEMBER(report_case, "stdout", TEXT, NULL, out),
    MEMBER(report_case, "stderr", TEXT, NULL, err),
    MEMBER(report_case, "process", TEXT, NULL, process),
    LIST(report_case, "values", VALUES, STANDS, values, value_count, NULL),
    LIST(report_case, "notes", LINES, STANDS, notes, note_count, NULL),
    LIST(report_case, "sockets", LINES, STANDS, sockets, socket_count, NULL),
    LIST(report_case, "transcript", ITEMS, STANDS, events, event_count, &event_shape),
    MEMBER(report_case, "program", TEXT, LEFT_OUT, program),
};
const struct json_shape json_shape_case = SHAPE(report_case, case_rows);

static const struct json_row program_rows[] = {
    MEMBER(report_program, "part", TEXT, STANDS, part),
    MEMBER(report_program, "path", TEXT, STANDS, path),
    MEMBER(report_program, "language", TEXT, NULL, language),
    MEMBER(report_program, "text", TEXT, LEFT_OUT, text),
};
static const struct json_shape program_shape = SHAPE(report_program, program_rows);

static const struct json_row exercise_rows[] = {
    MEMBER(report_exercise, "id", TEXT, STANDS, id),
    MEMBER(report_exercise, "title", TEXT, STANDS, title),
    MEMBER(report_exercise, "path", TEXT, NULL, path),
    MEMBER(report_exercise, "cell", INT, NULL, cell),
    MEMBER(report_exercise, "language", TEXT, NULL, language),
    MEMBER(report_exercise, "result", RESULT, STANDS, result),
    MEMBER(report_exercise, "points", LONG, STANDS, points),
    MEMBER(report_exercise, "max_points", LONG, STANDS, max_points),
    MEMBER(report_exercise, "score", NUMBER, STANDS, score),
    MEMBER(report_exercise, "max_score", NUMBER, STANDS, max_score),
    MEMBER(report_exercise, "duration_ms", MS, STANDS, duration_ms),
    MEMBER(report_exercise, "cpu_ms", MS, STANDS, cpu_ms),
    LIST(report_exercise, "seed", SEED, LEFT_OUT, seed, seeded, NULL),
    MEMBER(report_exercise, "flaky", TEXT, LEFT_OUT, flaky),
    MEMBER(report_exercise, "text", TEXT, LEFT_OUT, text),
    LIST(report_exercise, "programs", ITEMS, LEFT_OUT, programs, program_count,
         &program_shape),
    LIST(report_exercise, "cases", ITEMS, STANDS, cases, case_count, &json_shape_case),
};
const struct json_shape json_shape_exercise = SHAPE(report_exercise, exercise_rows);

static const struct json_row submission_rows[] = {
    MEMBER(report_submission, "id", TEXT, STANDS, id),
    MEMBER(report_submission, "path", TEXT, STANDS, path),
    MEMBER(report_submission, "language", TEXT, NULL, language),
    MEMBER(report_submission, "whole", BOOL, LEFT_OUT, whole),
    MEMBER(report_submission, "name", TEXT, LEFT_OUT, name),
    MEMBER(report_submission, "attempt", INT, LEFT_OUT, attempt),
    MEMBER(report_submission, "counts", BOOL, LEFT_OUT, counts),
    MEMBER(report_submission, "late", TEXT, LEFT_OUT, late),
    MEMBER(report_submission, "score", NUMBER, STANDS, score),
    MEMBER(report_submission, "max_score", NUMBER, STANDS, max_score),
    MEMBER(report_submission, "duration_ms", MS, STANDS, duration_ms),
    LIST(report_submission, "exercises", ITEMS, STANDS, exercises, exercise_count,
         &json_shape_exercise),
    LIST(report_submission, "missing", LINES, STANDS, missing, missing_count, NULL),
    LIST(report_submission, "unknown", LINES, STANDS, unknown, unknown_count, NULL),
};
const struct json_shape json_shape_submission = SHAPE(report_submission, submission_rows);
