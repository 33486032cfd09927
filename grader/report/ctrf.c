/* SPDX-License-Identifier: MIT
 *
 * CTRF, a common format of test reports as JSON: a test a case. What could not be judged is
 * "other". The summary comes last, so that nothing need be known before.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "report/document.h"
#include "report/plain.h"
#include "report/record.h"
#include "report/writer.h"

#define SPECIFICATION "1.0.0"

enum { PASSED, FAILED, SKIPPED, OTHER, STATUSES };

static const char *const statuses[STATUSES] = {"passed", "failed", "skipped", "other"};

struct ctrf {
    size_t counts[STATUSES];
};

static int status_of(const struct report_case *c)
{
    static const int of[] = {
        [RECORDED_PASSED] = PASSED,  [RECORDED_FAILED] = FAILED,
        [RECORDED_UNBUILT] = FAILED, [RECORDED_SKIPPED] = SKIPPED,
        [RECORDED_UNJUDGED] = OTHER, [RECORDED_ADVICE] = OTHER,
    };
    return of[recorded_of(c)];
}

static json_t *text_of(const char *text)
{
    struct buf shown = {0};
    record_text(&shown, text);
    json_t *value = document_text(buf_text(&shown));
    buf_close(&shown);
    return value;
}

static json_t *lines_of(const char *text)
{
    json_t *list = json_array();
    for (const char *at = text; *at;) {
        size_t len = strcspn(at, "\n");
        char *line = mem_copy(at, len);
        json_array_append_new(list, text_of(line));
        free(line);
        at += len + (at[len] == '\n');
    }
    return list;
}

static json_t *trace_of(const struct report_exercise *e, const struct report_case *c)
{
    struct buf text = {0};
    plain_case(&text, e, c);
    json_t *value = text_of(buf_text(&text));
    buf_close(&text);
    return value;
}

static json_t *extra_of(const struct report_case *c)
{
    json_t *own =
        json_pack("{s:b, s:I, s:I, s:s}", "advice", (int)c->advice, "points",
                  (json_int_t)c->points, "max_points", (json_int_t)c->max_points,
                  "visibility", visibility_name(c->visibility));
    if (c->expected)
        json_object_set_new(own, "expected", text_of(c->expected));
    if (c->received)
        json_object_set_new(own, "received", text_of(c->received));
    if (c->hint)
        json_object_set_new(own, "hint", text_of(c->hint));
    return json_pack("{s:o}", "sockgrade", own);
}

/* What is known of one that did not pass. */
static void put_failure(json_t *test, const struct report_exercise *e,
                        const struct report_case *c)
{
    json_object_set_new(test, "message", text_of(c->message));
    if (c->result == RESULT_FAIL)
        json_object_set_new(test, "trace", trace_of(e, c));
    if (c->out)
        json_object_set_new(test, "stdout", lines_of(c->out));
    if (c->err)
        json_object_set_new(test, "stderr", lines_of(c->err));
}

static json_t *test_of(const struct report_submission *s, const struct report_exercise *e,
                       const struct report_case *c)
{
    struct buf who = {0};
    const char *file = record_file(e, c);
    record_who(&who, s);
    json_t *test = json_pack(
        "{s:o, s:s, s:I, s:[o, o], s:s}", "name", document_title(e, c), "status",
        statuses[status_of(c)], "duration", (json_int_t)(c->duration_ms + 0.5), "suite",
        document_text(buf_text(&who)), text_of(e->id), "rawStatus", c->code);
    if (c->result != RESULT_PASS)
        put_failure(test, e, c);
    if (file)
        json_object_set_new(test, "filePath", text_of(file));
    if (file && c->line)
        json_object_set_new(test, "line", json_integer(c->line));
    json_object_set_new(test, "extra", extra_of(c));
    buf_close(&who);
    return test;
}

static int begin(struct writing *w, struct error *err)
{
    (void)err;
    w->own = mem_alloc(sizeof(struct ctrf));
    buf_puts(w->out, "{\"reportFormat\":\"CTRF\",\"specVersion\":\"" SPECIFICATION
                     "\",\"generatedBy\":\"sockgrade\",\"results\":{\"tool\":{\"name\":"
                     "\"sockgrade\",\"version\":\"" SOCKGRADE_VERSION "\"},\"tests\":[");
    return 0;
}

static int submission(struct writing *w, const struct report_submission *s,
                      struct error *err)
{
    struct ctrf *f = w->own;
    (void)err;
    for (size_t i = 0; i < s->exercise_count; i++)
        for (size_t k = 0; k < s->exercises[i].case_count; k++) {
            const struct report_exercise *e = &s->exercises[i];
            size_t before = 0;
            for (int n = 0; n < STATUSES; n++)
                before += f->counts[n];
            f->counts[status_of(&e->cases[k])]++;
            buf_puts(w->out, before ? ",\n" : "\n");
            document_write(test_of(s, e, &e->cases[k]), w->out);
        }
    return 0;
}

/* Reports do not know when they were begun: the end is when this one is written. */
static int end(struct writing *w, struct error *err)
{
    struct ctrf *f = w->own;
    size_t tests = 0;
    (void)err;
    if (!f)
        return 0;
    for (int i = 0; i < STATUSES; i++)
        tests += f->counts[i];
    json_int_t stop = (json_int_t)(w->now_ms ? w->now_ms : (int64_t)time(NULL) * 1000);
    buf_puts(w->out, "\n],\"summary\":");
    document_write(json_pack("{s:I, s:I, s:I, s:I, s:i, s:I, s:I, s:I}", "tests",
                             (json_int_t)tests, "passed", (json_int_t)f->counts[PASSED],
                             "failed", (json_int_t)f->counts[FAILED], "skipped",
                             (json_int_t)f->counts[SKIPPED], "pending", 0, "other",
                             (json_int_t)f->counts[OTHER], "start",
                             stop - (json_int_t)w->totals->duration_ms, "stop", stop),
                   w->out);
    buf_puts(w->out, "}}\n");
    free(f);
    w->own = NULL;
    return 0;
}

const struct writer writer_ctrf = {
    .name = "ctrf",
    .whole = true,
    .suffix = "json",
    .summary = "the Common Test Report Format, JSON",
    .begin = begin,
    .submission = submission,
    .end = end,
};
