/* SPDX-License-Identifier: MIT */
#include <jansson.h>
#include <string.h>

#include "base/quote.h"
#include "report/diagnosis.h"

#define FORMAT_VERSION 1

/* JSON knows only UTF-8, and paths may hold anything. "" and NULL are null. */
static json_t *text(const char *value)
{
    struct buf shown = {0};
    if (!value || !*value)
        return json_null();
    json_t *string = json_string(value);
    if (!string) {
        quote_safe_text(&shown, value, strlen(value));
        string = json_string(buf_text(&shown));
    }
    buf_close(&shown);
    return string;
}

static json_t *system_of(const struct surroundings *s)
{
    return json_pack("{s:o, s:o, s:o, s:b}", "name", text(s->system), "kernel",
                     text(s->kernel), "container", text(s->container), "root", s->root);
}

static json_t *stages_of(const struct machine *m)
{
    json_t *list = json_array();
    for (size_t i = 0; i < MACHINE_STAGES; i++)
        json_array_append_new(list, json_pack("{s:s, s:b, s:o}", "name",
                                              stage_name(m->stages[i].kind), "works",
                                              m->stages[i].works, "reason",
                                              text(m->stages[i].reason)));
    return list;
}

static json_t *languages_of(const struct diagnosis *d)
{
    json_t *list = json_array();
    for (size_t i = 0; i < d->machine->language_count; i++) {
        const struct toolchain *t = &d->machine->languages[i];
        struct buf install = {0};
        diagnosis_install(d, t, &install);
        json_array_append_new(
            list,
            json_pack("{s:s, s:s, s:b, s:o, s:o, s:o, s:o}", "name", t->language->name,
                      "title", t->language->title, "works", t->works, "path",
                      text(t->path), "passed_over", text(t->passed_over), "version",
                      text(t->version), "install", text(buf_text(&install))));
        buf_close(&install);
    }
    return list;
}

static json_t *findings_of(const struct machine *m)
{
    json_t *list = json_array();
    for (size_t i = 0; i < m->finding_count; i++) {
        const struct finding *f = &m->findings[i];
        json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:o, s:o}", "id", f->id,
                                              "purpose", f->purpose, "state",
                                              finding_word(f->state), "reason",
                                              text(f->reason), "mend", text(f->mend)));
    }
    return list;
}

static json_t *exercises_of(const struct diagnosis *d)
{
    return json_pack("{s:I, s:o, s:o}", "count", (json_int_t)d->exercise_count, "folder",
                     text(d->exercise_folder), "reason", text(d->exercise_reason));
}

static int append(const char *data, size_t len, void *ctx)
{
    buf_append(ctx, data, len);
    return 0;
}

void diagnosis_write_json(const struct diagnosis *d, struct buf *out)
{
    const struct machine *m = d->machine;
    json_t *document = json_pack(
        "{s:i, s:s, s:s, s:s?, s:o, s:o, s:o, s:o, s:o}", "sockgrade_doctor",
        FORMAT_VERSION, "version", SOCKGRADE_VERSION, "result",
        diagnosis_word(diagnosis_result(d)), "isolation",
        m->chosen ? stage_name(m->chosen->kind) : NULL, "system", system_of(&m->around),
        "stages", stages_of(m), "languages", languages_of(d), "exercises",
        exercises_of(d), "findings", findings_of(m));
    json_dump_callback(document, append, out, JSON_INDENT(2));
    buf_putc(out, '\n');
    json_decref(document);
}
