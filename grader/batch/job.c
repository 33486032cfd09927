/* SPDX-License-Identifier: MIT */
#include "batch/job.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/quote.h"
#include "judge/judge.h"
#include "judge/naming.h"

#define TEXT_KEPT (64 * 1024) /* of a source */

void slot_fails(struct slot *s, const struct error *err)
{
    s->has_error = true;
    s->err = *err;
    s->state = SLOT_DONE;
    report_unjudged(&s->result, s->test, RESULT_ERROR, err->text);
}

void job_fails(struct job *j, const struct error *err)
{
    j->whole = true;
    for (size_t i = 0; i < j->count; i++)
        slot_fails(&j->slots[i], err);
}

int job_open(struct job *j, const struct check_order *order, struct error *err)
{
    const struct exercise *e = order->exercise;
    *j = (struct job){.order = order};
    j->slots = mem_alloc(e->case_count * sizeof *j->slots);
    for (size_t i = 0; i < e->case_count; i++) {
        const struct test_case *test = &e->cases[i];
        if (order->only_case && strcmp(order->only_case, test->id) != 0)
            continue;
        j->slots[j->count++] = (struct slot){
            .order = order,
            .test = test,
            .mode = test->newline == NEWLINE_ALWAYS ? WANTED_LINES : WANTED_BARE,
        };
    }
    if (j->count)
        return 0;
    return error_kind(err, ERROR_USAGE, "exercise %s has no case \"%s\"", e->id,
                      order->only_case);
}

void job_close(struct job *j)
{
    for (size_t i = 0; i < j->count; i++)
        buf_close(&j->slots[i].answer);
    free(j->slots);
    *j = (struct job){0};
}

static bool wants_second_play(const struct slot *s, const struct rank *rank)
{
    return !rank->passed && rank->text_sent && s->mode == WANTED_BARE
           && s->test->newline == NEWLINE_EITHER;
}

/* Reported is the play that passed, or the one that got further. */
static void choose(struct slot *s, struct report_case *now, const struct rank *rank)
{
    bool second = !s->second_play || rank->passed || rank->step > s->first_rank.step;
    const double cpu_ms = report_ms(s->first.cpu_ms + now->cpu_ms);
    s->result = second ? *now : s->first;
    report_case_close(second ? &s->first : now);
    s->result.cpu_ms = cpu_ms;
    s->first = (struct report_case){0};
    s->state = SLOT_DONE;
}

bool slot_take(struct slot *s, struct answer *a)
{
    if (!wants_second_play(s, &a->rank)) {
        choose(s, &a->outcome, &a->rank);
        return true;
    }
    s->first = a->outcome;
    s->first_rank = a->rank;
    s->second_play = true;
    s->mode = WANTED_LINES;
    return false;
}

static const struct slot *slot_needed(const struct job *j, const struct slot *s)
{
    for (size_t i = 0; s->test->needs && i < j->count; i++)
        if (strcmp(j->slots[i].test->id, s->test->needs) == 0)
            return &j->slots[i];
    return NULL;
}

static bool is_passed(const struct slot *s)
{
    return s->state == SLOT_DONE && s->result.result == RESULT_PASS;
}

/* The case that failed is the reason, however many in between were not played either. */
void job_skip(const struct job *j, struct slot *s)
{
    const struct slot *needed = slot_needed(j, s);
    while (needed->result.result == RESULT_SKIPPED)
        needed = slot_needed(j, needed);
    char *why =
        mem_printf("Not played, since the case \"%s\" did not pass.", needed->test->id);
    report_case_close(&s->first);
    report_case_close(&s->result);
    report_unjudged(&s->result, s->test, RESULT_SKIPPED, why);
    free(why);
    s->state = SLOT_DONE;
}

bool job_lacks_need(const struct job *j, const struct slot *s)
{
    const struct slot *needed = slot_needed(j, s);
    return needed && needed->state == SLOT_DONE && !is_passed(needed);
}

bool job_is_done(const struct job *j)
{
    for (size_t i = 0; i < j->count; i++)
        if (j->slots[i].state != SLOT_DONE)
            return false;
    return true;
}

/* A program that can't be run gets the same verdict in every case. */
static bool judge_program(struct job *j, const struct submission *s, const char *part)
{
    struct verdict verdict = {0};
    bool judged = judge_submission(s, j->order->exercise, &verdict);
    if (part && verdict.code == CODE_NO_PROGRAM)
        naming_tell_file(&verdict, (enum student_role)student_find(part), s->file);
    else if (part)
        naming_tell(&verdict, (enum student_role)student_find(part));
    for (size_t i = 0; judged && i < j->count; i++) {
        struct report_case *result = &j->slots[i].result;
        report_judged(result, j->slots[i].test, &verdict, NULL);
        result->program = mem_text(part);
        result->path = part || s->source ? mem_text(submission_shown(s)) : NULL;
        j->slots[i].state = SLOT_DONE;
    }
    verdict_close(&verdict);
    j->whole |= judged;
    return judged;
}

bool job_judge(struct job *j)
{
    const struct check_order *o = j->order;
    if (!o->server)
        return judge_program(j, o->submission, NULL);
    return judge_program(j, o->server, student_name(STUDENT_SERVER))
           || judge_program(j, o->submission, student_name(STUDENT_CLIENT));
}

int job_script_error(const struct job *j, struct error *err)
{
    for (size_t i = 0; i < j->count; i++)
        if (j->slots[i].has_error && j->slots[i].err.kind == ERROR_EXERCISE) {
            *err = j->slots[i].err;
            return error_prefix(err, "%s: case %s", j->order->exercise->path,
                                j->slots[i].test->id);
        }
    return 0;
}

/* The source as reports show it, when its file may be gone: printable, its lines ended alike. */
static char *text_of(const struct submission *s)
{
    struct buf source = {0}, lines = {0}, shown = {0};
    submission_source(s, &source);
    for (size_t i = 0; i < source.len && i < TEXT_KEPT; i++)
        if (source.data[i] != '\r' || i + 1 == source.len || source.data[i + 1] != '\n')
            buf_putc(&lines, source.data[i]);
    quote_safe_text(&shown, buf_text(&lines), lines.len);
    char *text = shown.len ? buf_take(&shown, NULL) : NULL;
    buf_close(&source);
    buf_close(&lines);
    buf_close(&shown);
    return text;
}

static struct report_program describe(const struct submission *s, enum student_role part)
{
    return (struct report_program){.part = mem_text(student_name(part)),
                                   .path = mem_text(s->path),
                                   .text = text_of(s),
                                   .language =
                                       s->language ? mem_text(s->language->name) : NULL};
}

static void list_programs(const struct check_order *o, struct report_exercise *out)
{
    if (!o->server)
        return;
    out->programs = mem_alloc(2 * sizeof *out->programs);
    out->programs[0] = describe(o->server, STUDENT_SERVER);
    out->programs[1] = describe(o->submission, STUDENT_CLIENT);
    out->program_count = 2;
}

void job_hand_over(const struct job *j, struct report_exercise *out)
{
    const struct submission *s = j->order->submission;
    list_programs(j->order, out);
    out->id = mem_text(j->order->exercise->id);
    out->title = mem_text(j->order->exercise->title);
    out->path = mem_text(s->path);
    out->language = s->language ? mem_text(s->language->name) : NULL;
    out->cell = s->cell;
    out->text = out->program_count ? NULL : text_of(s);
    out->cases = mem_alloc(j->count * sizeof *out->cases);
    for (size_t i = 0; i < j->count; i++)
        out->cases[out->case_count++] = j->slots[i].result;
    report_sum(out);
    out->duration_ms = report_ms_of(j->ended_ns - j->began_ns);
}
