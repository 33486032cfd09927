/* SPDX-License-Identifier: MIT */
#include "report/report.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/quote.h"
#include "judge/account.h"
#include "judge/evidence.h"

static const char *const names[] = {
    [RESULT_PASS] = "pass",
    [RESULT_FAIL] = "fail",
    [RESULT_SKIPPED] = "skipped",
    [RESULT_ERROR] = "error",
};

enum result result_find(const char *name)
{
    enum result r = RESULT_PASS;
    while (r < RESULT_ERROR && strcmp(names[r], name) != 0)
        r++;
    return r;
}

const char *result_name(enum result r)
{
    return names[r];
}

static char *text_or_null(const struct buf *b)
{
    return b->len ? mem_copy(b->data, b->len) : NULL;
}

/* Names of the student's files stand in sentences, and may hold anything. */
static char *printable(const char *text)
{
    struct buf shown = {0};
    quote_safe_text(&shown, text, strlen(text));
    return buf_take(&shown, NULL);
}

static void add_value(void *ctx, const char *name, const char *text, size_t len)
{
    struct report_case *c = ctx;
    struct buf shown = {0};
    quote_escape(&shown, text, len);
    c->values = mem_grow(c->values, (c->value_count + 1) * sizeof *c->values);
    c->values[c->value_count++] =
        (struct report_value){.name = mem_text(name), .text = buf_take(&shown, NULL)};
}

static void add_lines(char ***list, size_t *count, const char *lines)
{
    for (const char *at = lines; *at;) {
        size_t len = strcspn(at, "\n");
        *list = mem_grow(*list, (*count + 1) * sizeof **list);
        (*list)[(*count)++] = mem_copy(at, len);
        at += len + (at[len] == '\n');
    }
}

static void add_sockets(struct report_case *c, const struct attempt *a)
{
    struct buf lines = {0};
    account_lines(a, &lines);
    add_lines(&c->sockets, &c->socket_count, buf_text(&lines));
    buf_close(&lines);
}

double report_ms(double ms)
{
    return round(ms * 1000) / 1000;
}

double report_ms_of(int64_t ns)
{
    return report_ms((double)ns / (double)NS_PER_MS);
}

/* What is shown of one event: long ones are cut, their size is told. */
#define EVENT_SHOWN 4000

static void add_event(struct report_case *c, const struct event *e)
{
    struct buf shown = {0};
    size_t len = e->len < EVENT_SHOWN ? e->len : EVENT_SHOWN;
    quote_escape(&shown, e->data, len);
    if (e->total > len)
        buf_printf(&shown, "... (%zu bytes)", e->total);
    c->events[c->event_count++] = (struct report_event){
        .time_ms = report_ms_of(e->time_ns),
        .from = mem_text(event_actor(e->kind)),
        .connection = mem_text(e->connection),
        .kind = mem_text(event_word(e->kind)),
        .text = buf_take(&shown, NULL),
    };
}

/* What is kept of a long output: so much of its beginning, and of its end. */
#define OUTPUT_PART 2000

static char *output_of(const struct capture *c)
{
    struct buf part = {0}, shown = {0};
    bool whole = c->total <= 2 * OUTPUT_PART;
    capture_range(c, 0, whole ? c->total : OUTPUT_PART, &part);
    quote_safe_text(&shown, buf_text(&part), part.len);
    if (!whole) {
        buf_printf(&shown, "\n[... %" PRIu64 " bytes left out ...]\n",
                   c->total - 2 * OUTPUT_PART);
        buf_clear(&part);
        capture_range(c, c->total - OUTPUT_PART, c->total, &part);
        quote_safe_text(&shown, buf_text(&part), part.len);
    }
    buf_close(&part);
    char *text = text_or_null(&shown);
    buf_close(&shown);
    return text;
}

/* Nothing is known of what it took where nothing can be seen, or when it was too short. */
static char *process_of(const struct attempt *a)
{
    struct buf words = {0};
    buf_printf(&words, "ran for %.0f ms", (double)a->duration_ns / (double)NS_PER_MS);
    if (a->usage.cpu_ns)
        buf_printf(&words, ", %.0f ms of processor time",
                   (double)a->usage.cpu_ns / (double)NS_PER_MS);
    if (a->usage.memory_bytes)
        buf_printf(&words, ", %.1f MiB of memory",
                   (double)a->usage.memory_bytes / (1 << 20));
    if (a->usage.tasks > 1)
        buf_printf(&words, ", %d processes and threads", (int)a->usage.tasks);
    return buf_take(&words, NULL);
}

static void begin(struct report_case *c, const struct test_case *test)
{
    *c = (struct report_case){.id = mem_text(test->id),
                              .title = mem_text(test->title),
                              .advice = test->advice,
                              .visibility = test->visibility,
                              .max_points = test->points};
}

void report_judged(struct report_case *c, const struct test_case *test,
                   const struct verdict *v, const struct attempt *a)
{
    begin(c, test);
    c->result = v->code == CODE_PASS ? RESULT_PASS : RESULT_FAIL;
    c->code = mem_text(code_row(v->code)->name);
    c->message = printable(buf_text(&v->message));
    c->hint = text_or_null(&v->hint);
    c->expected = text_or_null(&v->expected);
    c->received = text_or_null(&v->received);
    c->line = v->line;
    c->points = v->code == CODE_PASS ? test->points : 0;
    add_lines(&c->notes, &c->note_count, buf_text(&v->notes));
    if (!a)
        return;
    if (c->result == RESULT_FAIL)
        c->waits = mem_text(evidence_waits_in(a));
    c->duration_ms = report_ms_of(a->duration_ns);
    c->cpu_ms = report_ms_of(a->cpu_ns);
    c->out = output_of(&a->play.out);
    c->err = output_of(&a->play.err);
    c->process = process_of(a);
    c->newline = mem_text(a->play.setup.mode == WANTED_LINES ? "newline" : "bare");
    scope_each_value(a->play.setup.scope, add_value, c);
    add_sockets(c, a);
    c->events = mem_alloc(a->play.transcript.count * sizeof *c->events);
    for (size_t i = 0; i < a->play.transcript.count; i++)
        add_event(c, &a->play.transcript.events[i]);
}

void report_unjudged(struct report_case *c, const struct test_case *test,
                     enum result result, const char *message)
{
    begin(c, test);
    c->result = result;
    c->code = mem_text(result_name(result));
    c->message = printable(message);
}

/* An error of a required case hides whether it would have passed: it comes first. A skipped
 * one is the doing of the case that it needs, which has failed. */
void report_sum(struct report_exercise *e)
{
    e->result = RESULT_PASS;
    e->points = e->max_points = 0;
    e->cpu_ms = 0;
    for (size_t i = 0; i < e->case_count; i++) {
        const struct report_case *c = &e->cases[i];
        e->points += c->points;
        e->max_points += c->max_points;
        e->cpu_ms = report_ms(e->cpu_ms + c->cpu_ms);
        if (c->advice)
            continue;
        if (c->result == RESULT_ERROR)
            e->result = RESULT_ERROR;
        else if (c->result != RESULT_PASS && e->result != RESULT_ERROR)
            e->result = RESULT_FAIL;
    }
    e->score = (double)e->points;
    e->max_score = (double)e->max_points;
}

void report_sum_submission(struct report_submission *s)
{
    s->score = s->max_score = 0;
    for (size_t i = 0; i < s->exercise_count; i++) {
        s->score += s->exercises[i].score;
        s->max_score += s->exercises[i].max_score;
    }
}

void report_case_close(struct report_case *c)
{
    free(c->id);
    free(c->title);
    free(c->code);
    free(c->message);
    free(c->hint);
    free(c->expected);
    free(c->received);
    free(c->waits);
    free(c->program);
    free(c->path);
    free(c->out);
    free(c->err);
    free(c->process);
    free(c->newline);
    for (size_t i = 0; i < c->value_count; i++) {
        free(c->values[i].name);
        free(c->values[i].text);
    }
    for (size_t i = 0; i < c->note_count; i++)
        free(c->notes[i]);
    for (size_t i = 0; i < c->socket_count; i++)
        free(c->sockets[i]);
    for (size_t i = 0; i < c->event_count; i++) {
        free(c->events[i].from);
        free(c->events[i].connection);
        free(c->events[i].kind);
        free(c->events[i].text);
    }
    free(c->values);
    free(c->notes);
    free(c->sockets);
    free(c->events);
    *c = (struct report_case){0};
}

const char *report_source(const struct report_exercise *e, const struct report_case *c)
{
    for (size_t i = 0; c->program && i < e->program_count; i++)
        if (strcmp(e->programs[i].part, c->program) == 0)
            return e->programs[i].text;
    return e->program_count ? NULL : e->text;
}

static void program_end(struct report_program *p)
{
    free(p->part);
    free(p->path);
    free(p->language);
    free(p->text);
}

void report_exercise_close(struct report_exercise *e)
{
    for (size_t i = 0; i < e->case_count; i++)
        report_case_close(&e->cases[i]);
    for (size_t i = 0; i < e->program_count; i++)
        program_end(&e->programs[i]);
    free(e->programs);
    free(e->cases);
    free(e->id);
    free(e->title);
    free(e->path);
    free(e->language);
    free(e->flaky);
    free(e->text);
    *e = (struct report_exercise){0};
}

static void free_lines(char **lines, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(lines[i]);
    free(lines);
}

void report_submission_close(struct report_submission *s)
{
    for (size_t i = 0; i < s->exercise_count; i++)
        report_exercise_close(&s->exercises[i]);
    free(s->exercises);
    free_lines(s->missing, s->missing_count);
    free_lines(s->unknown, s->unknown_count);
    free(s->id);
    free(s->path);
    free(s->language);
    free(s->name);
    free(s->late);
    *s = (struct report_submission){0};
}

void report_close(struct report *r)
{
    for (size_t i = 0; i < r->submission_count; i++)
        report_submission_close(&r->submissions[i]);
    free(r->submissions);
    *r = (struct report){0};
}
