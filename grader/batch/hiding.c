/* SPDX-License-Identifier: MIT */
#include "batch/hiding.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "report/outward.h"

static bool is_hidden(const struct report_case *c, bool over)
{
    switch (c->visibility) {
    case VISIBILITY_VISIBLE:
        return false;
    case VISIBILITY_AFTER_DUE_DATE:
        return !over;
    case VISIBILITY_HIDDEN:
    case VISIBILITY_AFTER_PUBLISHED:
    case VISIBILITIES:
        return true;
    }
    return true;
}

/* A case is skipped because of another, whose name would tell. */
static void veil(struct report_exercise *e, const struct report_case *hidden)
{
    for (size_t i = 0; i < e->case_count; i++) {
        struct report_case *c = &e->cases[i];
        const char *veil = outward_veil(c, hidden);
        if (!veil)
            continue;
        free(c->message);
        c->message = mem_text(veil);
    }
}

void hiding_words(size_t hidden, struct buf *out)
{
    if (hidden == 1)
        buf_puts(out, "1 further case counts too; it is not shown.");
    else
        buf_printf(out, "%zu further cases count too; they are not shown.", hidden);
}

static char *words_of(size_t hidden)
{
    struct buf words = {0};
    hiding_words(hidden, &words);
    return buf_take(&words, NULL);
}

static void add_note(struct report_case *c, size_t hidden)
{
    c->notes = mem_grow(c->notes, (c->note_count + 1) * sizeof *c->notes);
    c->notes[c->note_count++] = words_of(hidden);
}

/* In the place of all cases: it counts nothing. */
static void stand_in(struct report_exercise *e, size_t hidden)
{
    e->case_count = 1;
    e->cases[0] = (struct report_case){.id = mem_text("not-shown"),
                                       .title = mem_text("what counts is not shown"),
                                       .result = RESULT_SKIPPED,
                                       .code = mem_text(result_name(RESULT_SKIPPED)),
                                       .message = words_of(hidden),
                                       .advice = true};
}

/* What of it counts is told without what it is, and a result of the rest would be none. */
static void tell_hidden(struct report_exercise *e, size_t hidden)
{
    size_t left = 0;
    for (size_t i = 0; i < e->case_count; i++)
        left += !e->cases[i].advice;
    if (e->case_count)
        add_note(&e->cases[e->case_count - 1], hidden);
    else
        stand_in(e, hidden);
    if (!left)
        e->result = RESULT_SKIPPED;
}

/* Takes its hidden cases out; how many they were, and how many of them count. */
static size_t thin(struct report_exercise *e, bool over, size_t *counting)
{
    size_t kept = 0, hidden = 0;
    free(e->flaky); /* it names cases */
    e->flaky = NULL;
    for (size_t i = 0; i < e->case_count; i++)
        if (is_hidden(&e->cases[i], over))
            veil(e, &e->cases[i]);
    for (size_t i = 0; i < e->case_count; i++)
        if (is_hidden(&e->cases[i], over)) {
            *counting += !e->cases[i].advice;
            report_case_close(&e->cases[i]);
            hidden++;
        } else {
            e->cases[kept++] = e->cases[i];
        }
    e->case_count = kept;
    return hidden;
}

/* What is left of the points is worth as much as before. */
static void weigh(struct report_exercise *e)
{
    double worth = e->max_points ? e->max_score / (double)e->max_points : 0;
    report_sum(e);
    e->score = worth * (double)e->points;
    e->max_score = worth * (double)e->max_points;
}

static void rename_file(char **path, const char *folder)
{
    size_t len = strlen(folder);
    if (!*path)
        return;
    const char *slash = strrchr(*path, '/'), *own = slash ? slash + 1 : *path;
    if (len && strncmp(*path, folder, len) == 0 && (*path)[len] == '/')
        own = *path + len + 1;
    char *text = mem_text(own);
    free(*path);
    *path = text;
}

/* As the student knows them. */
static void rename_files(struct report_submission *s)
{
    for (size_t i = 0; i < s->exercise_count; i++) {
        struct report_exercise *e = &s->exercises[i];
        rename_file(&e->path, s->path);
        for (size_t k = 0; k < e->program_count; k++)
            rename_file(&e->programs[k].path, s->path);
        for (size_t k = 0; k < e->case_count; k++)
            rename_file(&e->cases[k].path, s->path);
    }
    rename_file(&s->path, "");
}

/* --- why something could not be judged ----------------------------------------------------- */

/* Without the folder that it lies in, which is of who grades. */
static char *without_folder(const char *message, const char *folder)
{
    struct buf text = {0};
    size_t len = strlen(folder);
    for (const char *at = message; *at;)
        if (len && strncmp(at, folder, len) == 0 && at[len] == '/')
            at += len + 1;
        else
            buf_putc(&text, *at++);
    return buf_take(&text, NULL);
}

static const char *name_of(const char *path)
{
    const char *slash = path ? strrchr(path, '/') : NULL;
    return slash ? slash + 1 : path ? path : "";
}

static void reword(struct report_case *c, const char *folder, const char *file)
{
    char *message = without_folder(c->message, folder);
    free(c->message);
    c->message = message;
    bool theirs = strstr(message, "handed in") || (*file && strstr(message, file));
    if (theirs && !strstr(message, " /"))
        return;
    free(c->message);
    c->message =
        mem_text("This could not be judged yet, through no fault of yours: it is "
                 "for those who grade to mend that.");
}

void hiding_of_problems(struct report_submission *s)
{
    for (size_t i = 0; i < s->exercise_count; i++)
        for (size_t k = 0; k < s->exercises[i].case_count; k++)
            if (s->exercises[i].cases[k].result == RESULT_ERROR)
                reword(&s->exercises[i].cases[k], s->path, name_of(s->exercises[i].path));
}

/* --- all of it ------------------------------------------------------------------------------ */

static enum visibility visibility_of(const struct assigned *a, const struct test_case *c)
{
    bool own = c->visibility == VISIBILITY_VISIBLE && assigned_hides(a, c);
    return own ? VISIBILITY_HIDDEN : c->visibility;
}

/* What of an exercise's points is of hidden cases, and how many count there. */
static double hidden_points(const struct assigned *a, bool over, size_t *counting)
{
    const struct exercise *e = a->exercise;
    double all = 0, hidden = 0;
    for (size_t i = 0; i < e->case_count; i++) {
        const struct report_case c = {.visibility = visibility_of(a, &e->cases[i])};
        all += (double)e->cases[i].points;
        if (!is_hidden(&c, over))
            continue;
        hidden += (double)e->cases[i].points;
        *counting += !e->cases[i].advice;
    }
    return all > 0 ? a->points * hidden / all : 0;
}

static const struct assigned *missing_of(const struct assignment *a, const char *missing)
{
    size_t len = strcspn(missing, ":");
    for (size_t i = 0; i < a->count; i++)
        if (strncmp(a->list[i].exercise->id, missing, len) == 0
            && !a->list[i].exercise->id[len])
            return &a->list[i];
    return NULL;
}

size_t hiding_apply(const struct assignment *a, struct report_submission *s, bool over)
{
    size_t all = 0, kept = 0;
    double share = 0, before = 0, sum = 0, most = s->max_score;
    for (size_t i = 0; i < s->missing_count; i++) {
        const struct assigned *one = missing_of(a, s->missing[i]);
        most -= one ? hidden_points(one, over, &all) : 0;
    }
    for (size_t i = 0; i < s->exercise_count; i++)
        before += s->exercises[i].score;
    share = before > 0 ? s->score / before : 1;
    for (size_t i = 0; i < s->exercise_count; i++) {
        struct report_exercise *e = &s->exercises[i];
        size_t counting = 0, hidden = thin(e, over, &counting);
        double worth = e->max_score;
        all += counting;
        if (hidden)
            weigh(e);
        if (counting)
            tell_hidden(e, counting);
        most -= worth - e->max_score;
        sum += e->score;
        if (hidden && !e->case_count)
            report_exercise_close(e);
        else
            s->exercises[kept++] = *e;
    }
    s->exercise_count = kept;
    if (all) {
        s->score = sum * share;
        s->max_score = most;
    }
    rename_files(s);
    return all;
}
