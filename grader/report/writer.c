/* SPDX-License-Identifier: MIT */
#include "report/writer.h"

#include <string.h>

#include "report/outward.h"

static const struct writer *const writers[] = {
    &writer_text,    &writer_json,      &writer_html,       &writer_markdown,
    &writer_github,  &writer_classroom, &writer_gradescope, &writer_prairielearn,
    &writer_autolab, &writer_junit,     &writer_gitlab,     &writer_tap,
    &writer_ctrf,    &writer_csv,
};

const struct writer *writer_at(size_t index)
{
    return index < sizeof writers / sizeof *writers ? writers[index] : NULL;
}

const struct writer *writer_find(const char *name)
{
    const struct writer *w;
    for (size_t i = 0; (w = writer_at(i)); i++)
        if (strcmp(w->name, name) == 0)
            return w;
    return NULL;
}

void report_totals_add(struct report_totals *t, const struct report_submission *s)
{
    t->submissions++;
    t->exercises += s->exercise_count;
    t->duration_ms += s->duration_ms;
    for (size_t i = 0; i < s->exercise_count; i++)
        for (size_t k = 0; k < s->exercises[i].case_count; k++)
            if (!s->exercises[i].cases[k].advice)
                t->cases[s->exercises[i].cases[k].result]++;
}

int writer_begin(const struct writer *writer, struct writing *w, struct error *err)
{
    if (writer->one && w->totals->submissions != 1)
        return error_kind(
            err, ERROR_USAGE,
            "the format %s takes one submission, and here are %zu: choose one "
            "with --student KEY",
            writer->name, w->totals->submissions);
    return writer->begin ? writer->begin(w, err) : 0;
}

int writer_submission(const struct writer *writer, struct writing *w,
                      const struct report_submission *s, struct error *err)
{
    struct outward o;
    outward_open(&o, s, writer->whole, writer->hides);
    int status = writer->submission(w, &o.submission, err);
    outward_close(&o);
    w->written++;
    return status;
}

int writer_end(const struct writer *writer, struct writing *w, struct error *err)
{
    return writer->end ? writer->end(w, err) : 0;
}

int writer_write(const struct writer *writer, const struct writing *settings,
                 struct error *err)
{
    const struct report *r = settings->head;
    struct report_totals totals = {0};
    struct writing w = *settings;
    for (size_t i = 0; i < r->submission_count; i++)
        report_totals_add(&totals, &r->submissions[i]);
    w.totals = &totals;
    int status = writer_begin(writer, &w, err);
    for (size_t i = 0; !status && i < r->submission_count; i++)
        status = writer_submission(writer, &w, &r->submissions[i], err);
    int ended = writer_end(writer, &w, status < 0 ? NULL : err);
    return status < 0 ? status : ended;
}
