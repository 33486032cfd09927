/* SPDX-License-Identifier: MIT */
#include "report/text.h"

#include <string.h>

#include "base/quote.h"
#include "report/contrast.h"
#include "report/escaped.h"
#include "report/excerpt.h"
#include "report/mark.h"
#include "report/page.h"
#include "report/plain.h"
#include "report/table.h"
#include "report/tally.h"
#include "report/timeline.h"
#include "report/writer.h"
#include "script/limit.h"

#define SCREEN 24        /* lines of a terminal, the prompt among them */
#define VALUE_COLUMNS 60 /* of a value that is shown by its beginning */

/* A file's name, which may hold anything. */
static void name(struct buf *out, const char *text)
{
    quote_line(out, text, strlen(text));
}

/* --- parts of a case ------------------------------------------------------------------------ */

/* A long one is shown by its beginning. */
static void put_value(const struct page *p, const struct report_value *v,
                      const char *before, struct buf *line)
{
    size_t used, len = strlen(v->text);
    size_t shown = p->verbose ? len : escaped_fit(v->text, VALUE_COLUMNS, &used);
    buf_printf(line, "%s%s = %.*s%s", before, v->name, (int)shown, v->text,
               shown < len ? "..." : "");
}

static void values(const struct page *p, const struct report_case *c)
{
    struct buf line = {0};
    for (size_t i = 0; i < c->value_count; i++)
        put_value(p, &c->values[i], i ? ", " : "", &line);
    if (line.len)
        page_labelled(p, "values", line.data);
    buf_close(&line);
}

static void notes(const struct page *p, const struct report_case *c)
{
    for (size_t i = 0; i < c->note_count; i++)
        page_labelled(p, "note", c->notes[i]);
}

/* As it was printed: what is too long for the page is the terminal's to break. */
static void output(const struct page *p, const char *word, const char *text)
{
    for (const char *at = text; at && *at;) {
        struct buf line = {0};
        size_t len = strcspn(at, "\n");
        quote_line(&line, at, len); /* tabs too: what is left of control characters */
        if (at == text)
            page_label(p, word);
        else
            page_spaces(p, PAGE_TEXT);
        page_ink(p, INK_DIM, "| ");
        buf_puts(p->out, buf_text(&line));
        page_newline(p);
        buf_close(&line);
        at += len + (at[len] == '\n');
    }
}

/* When the verdict is about sockets, or a call on one failed; and always with -v. */
static void sockets(const struct page *p, const struct report_case *c)
{
    static const enum code codes[] = {
        CODE_NEVER_CONNECTED, CODE_NEVER_LISTENED, CODE_WRONG_PORT,
        CODE_WRONG_ADDRESS,   CODE_WRONG_PROTOCOL, CODE_WRONG_ROLE,
    };
    bool shown = p->verbose;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        shown |= code_find(c->code) == (int)codes[i];
    for (size_t i = 0; i < c->socket_count; i++)
        shown |= strcmp(c->code, "crashed") == 0 && strstr(c->sockets[i], " failed: ");
    for (size_t i = 0; shown && i < c->socket_count; i++)
        page_labelled(p, i ? "" : "sockets", c->sockets[i]);
}

static void put_limits(struct buf *out, const struct limits *l)
{
    for (int i = 0; i < LIMITS; i++)
        if (l->value[i]) {
            buf_printf(out, " --limit %s=", limit_row((enum limit_kind)i)->name);
            limit_write((enum limit_kind)i, l->value[i], out);
        }
}

/* A word of a command line. A name with a newline in it can't be run again so, but can't
 * forge a line either. */
static void program(struct buf *out, const char *path)
{
    struct buf word = {0};
    quote_shell(&word, path);
    buf_puts(out, path[0] == '-' ? " ./" : " ");
    name(out, word.data);
    buf_close(&word);
}

/* The one in one line however long it is: they are there to be copied. */
static void again(const struct page *p, const struct report *r,
                  const struct report_exercise *e, const struct report_case *c)
{
    page_label(p, "again");
    buf_printf(p->out, "sockgrade check %s", e->id);
    for (size_t i = 0; i < e->program_count; i++) {
        buf_printf(p->out, " --%s", e->programs[i].part);
        program(p->out, e->programs[i].path);
    }
    if (!e->program_count)
        program(p->out, e->path);
    buf_printf(p->out, " --case %s --seed %llu", c->id,
               (unsigned long long)(e->seeded ? e->seed : r->seed));
    put_limits(p->out, &r->limits);
    page_newline(p);
    page_label(p, "more");
    buf_printf(p->out, "sockgrade explain %s", c->code);
    page_newline(p);
}

/* --- one case --------------------------------------------------------------------------------- */

static void mark(const struct page *p, const struct report_case *c)
{
    page_spaces(p, 2);
    if (c->advice && c->result == RESULT_FAIL)
        page_ink(p, INK_NOTICE, "hint");
    else
        page_ink(p, mark_ink(c->result), mark_word(c->result));
    page_spaces(p, 2);
}

/* In one line: a title that is too long for it is cut. */
static void headline(const struct page *p, const struct report_case *c)
{
    struct buf line = {0}, tail = {0};
    mark(p, c);
    if (c->result == RESULT_FAIL)
        buf_printf(&tail, "  [%s]", c->code);
    if (c->advice)
        buf_puts(&tail, "  (advice)");
    if (c->visibility != VISIBILITY_VISIBLE)
        buf_printf(&tail, "  (%s)", visibility_name(c->visibility));
    buf_printf(&line, "%s: %s", c->id, c->title);
    escaped_head(p->out, line.data,
                 PAGE_COLUMNS - 4 - strlen(mark_word(c->result)) - tail.len);
    page_ink(p, INK_DIM, buf_text(&tail));
    page_newline(p);
    buf_close(&line);
    buf_close(&tail);
}

static void message(const struct page *p, const struct report_case *c)
{
    page_spaces(p, PAGE_INDENT);
    page_fill(p, c->message, PAGE_INDENT);
}

static void details(const struct page *p, const struct report_case *c)
{
    if (p->verbose)
        values(p, c);
    notes(p, c);
    sockets(p, c);
    timeline_write(p, c);
    if (!p->verbose)
        return;
    output(p, "stdout", c->out);
    output(p, "stderr", c->err);
    if (c->process)
        page_labelled(p, "process", c->process);
}

/* What the mistake is, where, and what mends it. */
static void cause(const struct page *p, const struct report_exercise *e,
                  const struct report_case *c)
{
    message(p, c);
    excerpt_write(p, c->path ? c->path : e->path, report_source(e, c), c->line);
    contrast_write(p, c);
    if (c->hint)
        page_labelled(p, "hint", c->hint);
}

/* --- how much of a failure is told -------------------------------------------------------------- */

enum telling {
    TELL_ALL,      /* the first failure, which is to be mended first */
    TELL_CAUSE,    /* another one, with a cause of its own */
    TELL_CONTRAST, /* one that fails like one before */
    TELL_NAME,     /* advice while there is more to be mended, or what has no room */
};

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* A case that fails as one before it did, as far as can be told. */
static bool fails_alike(const struct report_case *a, const struct report_case *b)
{
    return a->result == RESULT_FAIL && b->result == RESULT_FAIL
           && strcmp(a->code, b->code) == 0 && a->line == b->line
           && (a->line || same_text(a->message, b->message)
               || (a->hint && same_text(a->hint, b->hint)));
}

static bool was_told(const struct report_exercise *e, const struct report_case *c)
{
    for (const struct report_case *before = e->cases; before < c; before++)
        if (fails_alike(before, c))
            return true;
    return false;
}

/* The first failure of a case that counts, or else of one that is advice. */
static const struct report_case *first_failure(const struct report_exercise *e)
{
    const struct report_case *advice = NULL;
    for (size_t i = 0; i < e->case_count; i++) {
        const struct report_case *c = &e->cases[i];
        if (c->result == RESULT_FAIL && !c->advice)
            return c;
        if (c->result == RESULT_FAIL && !advice)
            advice = c;
    }
    return advice;
}

static enum telling telling_of(const struct page *p, const struct report_exercise *e,
                               const struct report_case *c)
{
    const struct report_case *first = first_failure(e);
    if (p->verbose || c == first)
        return TELL_ALL;
    if (c->advice && !first->advice)
        return TELL_NAME;
    if (was_told(e, c))
        return p->brief ? TELL_NAME : TELL_CONTRAST;
    return TELL_CAUSE;
}

static void failed_case(const struct page *p, const struct report *r,
                        const struct report_exercise *e, const struct report_case *c)
{
    headline(p, c);
    switch (telling_of(p, e, c)) {
    case TELL_ALL:
        cause(p, e, c);
        details(p, c);
        again(p, r, e, c);
        page_newline(p);
        return;
    case TELL_CAUSE:
        cause(p, e, c);
        page_newline(p);
        return;
    case TELL_CONTRAST:
        contrast_write(p, c);
        page_newline(p);
        return;
    case TELL_NAME:
        return;
    }
}

/* Cases next to each other with the same to be said of them: their number. */
static size_t alike(const struct report_exercise *e, size_t first)
{
    const struct report_case *c = &e->cases[first];
    size_t n = 1;
    while (first + n < e->case_count && e->cases[first + n].result == c->result
           && same_text(e->cases[first + n].message, c->message))
        n++;
    return n;
}

/* Cases that were not played, or could not be judged, for the same reason. */
static void not_played(const struct page *p, const struct report_case *cases, size_t n)
{
    struct buf line = {0};
    mark(p, cases);
    for (size_t i = 0; i < n; i++)
        buf_printf(&line, "%s%s", i ? ", " : "", cases[i].id);
    buf_printf(&line, ": %s", cases->message);
    page_fill(p, line.data, 4 + strlen(mark_word(cases->result)));
    buf_close(&line);
}

/* The cases from the first on with which one paragraph deals; how many they are. */
static size_t some_cases(const struct page *p, const struct report *r,
                         const struct report_exercise *e, size_t first)
{
    const struct report_case *c = &e->cases[first];
    size_t n = 1;
    switch (c->result) {
    case RESULT_PASS:
        headline(p, c);
        if (p->verbose) {
            details(p, c);
            page_newline(p);
        }
        return n;
    case RESULT_FAIL:
        failed_case(p, r, e, c);
        return n;
    case RESULT_SKIPPED:
    case RESULT_ERROR:
        n = alike(e, first);
        not_played(p, c, n);
        return n;
    }
    return n;
}

/* --- all of it ---------------------------------------------------------------------------------- */

static void not_isolated(const struct page *p, const char *reason)
{
    struct buf why = {0};
    buf_printf(&why, "not isolated: %s", reason);
    page_spaces(p, 2);
    page_fill(p, buf_text(&why), 2);
    buf_close(&why);
}

static void isolation(const struct page *p, const struct report *r)
{
    if (strcmp(r->isolation, "none") == 0)
        buf_puts(p->out, ", not isolated\n");
    else if (strcmp(r->isolation, "full") == 0)
        buf_puts(p->out, ", isolated\n");
    else
        buf_printf(p->out, ", isolated (%s)\n", r->isolation);
    if (r->isolation_reason)
        not_isolated(p, r->isolation_reason);
}

static void program_named(struct buf *out, const char *before, const char *path, int cell,
                          const char *language)
{
    buf_puts(out, before);
    name(out, path);
    if (cell)
        buf_printf(out, " cell %d", cell);
    if (language)
        buf_printf(out, ", %s", language);
}

static void heading(const struct page *p, const struct report_exercise *e)
{
    struct buf head = {0};
    buf_printf(&head, "%s: %s", e->id, e->title);
    page_ink(p, INK_STRONG, head.data);
    buf_puts(p->out, "  (");
    for (size_t i = 0; i < e->program_count; i++)
        program_named(p->out, i ? "; " : "", e->programs[i].path, 0,
                      e->programs[i].language);
    if (!e->program_count)
        program_named(p->out, "", e->path, e->cell, e->language);
    buf_puts(p->out, ")\n\n");
    buf_close(&head);
}

static void summary(const struct page *p, const struct report *r,
                    const struct report_exercise *e)
{
    static const char *const words[] = {
        [RESULT_PASS] = "passed",
        [RESULT_FAIL] = "failed",
        [RESULT_SKIPPED] = "not shown",
        [RESULT_ERROR] = "could not be judged",
    };
    page_ink(p, mark_ink(e->result), words[e->result]);
    buf_puts(p->out, ", ");
    if (!table_is_open(e)) {
        plain_points(p->out, tally_worth(e, e->points), tally_worth(e, e->max_points));
        buf_puts(p->out, " points, ");
    }
    buf_printf(p->out, "%.0f ms", e->duration_ms);
    isolation(p, r);
}

static void one_exercise(const struct page *p, const struct report *r,
                         const struct report_exercise *e)
{
    heading(p, e);
    for (size_t i = 0; i < e->case_count;)
        i += some_cases(p, r, e, i);
    if (p->out->len > 1 && p->out->data[p->out->len - 2] != '\n')
        page_newline(p);
    summary(p, r, e);
}

static size_t count_lines(const struct buf *text)
{
    size_t n = 0;
    for (size_t i = 0; i < text->len; i++)
        n += text->data[i] == '\n';
    return n;
}

/* As much of what is only convenient as leaves all of it on one screen. */
static void fitted(const struct text_style *style, const struct report *r,
                   const struct report_exercise *e, struct buf *out)
{
    static const struct {
        size_t gaps, neighbours, events_most;
        bool brief;
    } sizes[] = {{2, 1, 16, false}, {1, 1, 16, false}, {0, 1, 16, false},
                 {0, 1, 10, false}, {0, 0, 10, false}, {0, 0, 10, true},
                 {0, 0, 7, true}};
    struct buf text = {0};
    size_t tries = style->verbose ? 1 : sizeof sizes / sizeof *sizes;
    for (size_t i = 0; i < tries; i++) {
        const struct page page = {.colour = style->colour,
                                  .verbose = style->verbose,
                                  .brief = sizes[i].brief,
                                  .gaps = sizes[i].gaps,
                                  .neighbours = sizes[i].neighbours,
                                  .events_most = sizes[i].events_most,
                                  .out = &text};
        buf_clear(&text);
        one_exercise(&page, r, e);
        if (count_lines(&text) < SCREEN)
            break;
    }
    buf_append(out, buf_text(&text), text.len);
    buf_close(&text);
}

/* Of several exercises, one that passed has its line in the table alone. */
static void whole(const struct text_style *style, const struct report *r,
                  const struct report_submission *s, struct buf *out)
{
    const struct page page = {.colour = style->colour, .out = out};
    for (size_t i = 0; i < s->exercise_count; i++)
        if (style->verbose || s->exercises[i].result != RESULT_PASS) {
            fitted(style, r, &s->exercises[i], out);
            buf_putc(out, '\n');
        }
    table_write(&page, s);
    isolation(&page, r);
    table_write_rest(&page, s);
}

static void one_submission(const struct text_style *style, const struct report *r,
                           const struct report_submission *s, struct buf *out)
{
    if (s->whole)
        whole(style, r, s, out);
    for (size_t i = 0; !s->whole && i < s->exercise_count; i++)
        fitted(style, r, &s->exercises[i], out);
}

void text_write_report(const struct report *r, const struct text_style *style,
                       struct buf *out)
{
    for (size_t i = 0; i < r->submission_count; i++)
        one_submission(style, r, &r->submissions[i], out);
}

/* Whose it is, where there may be many. */
static void student(const struct page *p, const struct report_submission *s)
{
    struct buf who = {0};
    name(&who, s->name ? s->name : s->id);
    if (s->name) {
        buf_puts(&who, " (");
        name(&who, s->id);
        buf_putc(&who, ')');
    }
    if (s->attempt > 1)
        buf_printf(&who, ", attempt %d", s->attempt);
    if (s->late)
        buf_printf(&who, ", %s", s->late);
    page_ink(p, INK_STRONG, buf_text(&who));
    buf_puts(p->out, "\n\n");
    buf_close(&who);
}

static int submission(struct writing *w, const struct report_submission *s,
                      struct error *err)
{
    const struct text_style style = {.colour = w->colour, .verbose = w->verbose};
    const struct page page = {.colour = w->colour, .out = w->out};
    (void)err;
    if (w->written)
        buf_puts(w->out, "\n\n");
    if (w->totals->submissions > 1)
        student(&page, s);
    one_submission(&style, w->head, s, w->out);
    return 0;
}

const struct writer writer_text = {
    .name = "text",
    .suffix = "txt",
    .summary = "for a terminal of 80 columns",
    .submission = submission,
};
