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

static void add_note(struct report_case *c, size_t hidden)
{
    c->notes = mem_grow(c->notes, (c->note_count + 1) * sizeof *c->notes);
    c->notes[c->note_count++] =
        hidden == 1
            ? mem_text("1 further case counts too; it is not shown.")
            : mem_printf("%zu further cases count too; they are not shown.", hidden);
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

size_t hiding_apply(struct report_submission *s, bool over)
{
    size_t all = 0, kept = 0;
    double share = 0, before = 0, sum = 0, most = s->max_score;
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
        if (counting && e->case_count)
            add_note(&e->cases[e->case_count - 1], counting);
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
