/* SPDX-License-Identifier: MIT
 *
 * TAP version 14: a test point a case. What could not be judged is skipped, and bails out at the
 * end: no harness takes the run for a whole one, and nobody is said to have failed. That stands
 * in the plan's place: behind the plan, readers take nothing for TAP any more.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/quote.h"
#include "report/document.h"
#include "report/record.h"
#include "report/writer.h"

struct tap {
    size_t points, unjudged;
    char *problem; /* of the first that could not be judged */
};

/* In a line of its own kind: there "#" begins a directive. */
static void put_words(struct buf *out, const char *text)
{
    struct buf line = {0};
    quote_line(&line, text, strlen(text));
    for (const char *at = buf_text(&line); *at; at++) {
        if (*at == '#' || *at == '\\')
            buf_putc(out, '\\');
        buf_putc(out, *at);
    }
    buf_close(&line);
}

/* A JSON text is a text of YAML 1.2, too. */
static void put_text(struct buf *out, const char *key, const char *text)
{
    struct buf shown = {0};
    if (!text)
        return;
    record_text(&shown, text);
    json_t *value = document_text(buf_text(&shown));
    char *dumped = json_dumps(value, JSON_ENCODE_ANY);
    buf_printf(out, "%s: %s\n", key, dumped);
    free(dumped);
    json_decref(value);
    buf_close(&shown);
}

static void put_diagnosis(struct buf *out, const struct report_exercise *e,
                          const struct report_case *c)
{
    const char *file = record_file(e, c);
    buf_puts(out, "  ---\n");
    put_text(out, "  message", c->message);
    put_text(out, "  severity", c->advice ? "comment" : "fail");
    put_text(out, "  code", c->code);
    put_text(out, "  found", c->received);
    put_text(out, "  wanted", c->expected);
    put_text(out, "  hint", c->hint);
    if (file) {
        buf_puts(out, "  at:\n");
        put_text(out, "    file", file);
        if (c->line)
            buf_printf(out, "    line: %d\n", c->line);
    }
    buf_printf(out, "  duration_ms: %.0f\n  ...\n", c->duration_ms);
}

static void put_point(struct buf *out, const char *result, size_t number, const char *who,
                      const struct report_exercise *e, const struct report_case *c)
{
    buf_printf(out, "%s %zu - ", result, number);
    if (who) {
        put_words(out, who);
        buf_puts(out, ": ");
    }
    put_words(out, e->id);
    buf_puts(out, "/");
    put_words(out, c->id);
    buf_puts(out, ": ");
    put_words(out, c->title);
}

static void put_directive(struct buf *out, const char *word, const char *reason)
{
    buf_printf(out, " # %s ", word);
    put_words(out, reason);
    buf_putc(out, '\n');
}

static void note_unjudged(struct tap *t, const struct report_case *c)
{
    if (!t->unjudged++)
        t->problem = mem_text(c->message);
}

static void put_case(struct buf *out, struct tap *t, const char *who,
                     const struct report_exercise *e, const struct report_case *c)
{
    size_t number = ++t->points;
    switch (recorded_of(c)) {
    case RECORDED_PASSED:
        put_point(out, "ok", number, who, e, c);
        buf_putc(out, '\n');
        return;
    case RECORDED_FAILED:
    case RECORDED_UNBUILT:
        put_point(out, "not ok", number, who, e, c);
        buf_putc(out, '\n');
        put_diagnosis(out, e, c);
        return;
    case RECORDED_SKIPPED:
        put_point(out, "ok", number, who, e, c);
        put_directive(out, "SKIP", c->message);
        return;
    case RECORDED_UNJUDGED:
        note_unjudged(t, c);
        put_point(out, "ok", number, who, e, c);
        put_directive(out, "SKIP could not be judged:", c->message);
        return;
    case RECORDED_ADVICE:
        put_point(out, "not ok", number, who, e, c);
        put_directive(out, "TODO advice:", c->message);
        return;
    }
}

static int begin(struct writing *w, struct error *err)
{
    (void)err;
    w->own = mem_alloc(sizeof(struct tap));
    buf_puts(w->out, "TAP version 14\n");
    return 0;
}

static void put_lines(struct buf *out, const char *title, char *const *lines,
                      size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buf_printf(out, "# %s ", title);
        quote_line(out, lines[i], strlen(lines[i]));
        buf_putc(out, '\n');
    }
}

static int submission(struct writing *w, const struct report_submission *s,
                      struct error *err)
{
    struct buf who = {0};
    bool several = w->totals->submissions > 1;
    (void)err;
    record_who(&who, s);
    for (size_t i = 0; i < s->exercise_count; i++)
        for (size_t k = 0; k < s->exercises[i].case_count; k++)
            put_case(w->out, w->own, several ? buf_text(&who) : NULL, &s->exercises[i],
                     &s->exercises[i].cases[k]);
    put_lines(w->out, "not found:", s->missing, s->missing_count);
    put_lines(w->out, "left out:", s->unknown, s->unknown_count);
    buf_close(&who);
    return 0;
}

static int end(struct writing *w, struct error *err)
{
    struct tap *t = w->own;
    (void)err;
    if (!t)
        return 0;
    if (t->unjudged) {
        buf_printf(w->out, "Bail out! %zu could not be judged: ", t->unjudged);
        put_words(w->out, t->problem);
        buf_putc(w->out, '\n');
    } else {
        buf_printf(w->out, t->points ? "1..%zu\n" : "1..0 # SKIP nothing was handed in\n",
                   t->points);
    }
    free(t->problem);
    free(t);
    w->own = NULL;
    return 0;
}

const struct writer writer_tap = {
    .name = "tap",
    .whole = true,
    .suffix = "tap",
    .summary = "the Test Anything Protocol, version 14",
    .begin = begin,
    .submission = submission,
    .end = end,
};
