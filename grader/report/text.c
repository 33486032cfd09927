/* SPDX-License-Identifier: MIT */
#include "report/text.h"

#include <stdio.h>
#include <string.h>

#include "base/quote.h"
#include "report/fill.h"
#include "script/limit.h"

#define COLUMNS 80
#define INDENT 4
#define LABEL 10 /* columns of "expected  " */
#define EVENTS_MAX 40

enum ink { INK_GOOD, INK_BAD, INK_DIM, INK_STRONG, INK_NOTICE };

struct page {
    const struct text_style *style;
    struct buf *out;
};

static void ink(const struct page *p, enum ink ink, const char *text)
{
    static const char *const codes[] = {
        [INK_GOOD] = "32",  [INK_BAD] = "31;1",  [INK_DIM] = "2",
        [INK_STRONG] = "1", [INK_NOTICE] = "33",
    };
    if (p->style->colour)
        buf_printf(p->out, "\033[%sm%s\033[0m", codes[ink], text);
    else
        buf_puts(p->out, text);
}

static void spaces(const struct page *p, size_t n)
{
    buf_printf(p->out, "%*s", (int)n, "");
}

static void fill(const struct page *p, const char *text, size_t indent)
{
    fill_words(p->out, text, indent, COLUMNS);
}

static void label(const struct page *p, const char *word)
{
    char padded[LABEL + 1];
    snprintf(padded, sizeof padded, "%-*s", LABEL, word);
    spaces(p, INDENT);
    ink(p, INK_DIM, padded);
}

static void labelled(const struct page *p, const char *word, const char *text)
{
    label(p, word);
    fill(p, text, INDENT + LABEL);
}

/* A file's name, which may hold anything. */
static void name(struct buf *out, const char *text)
{
    quote_line(out, text, strlen(text));
}

/* --- the source line ------------------------------------------------------------------------- */

static void source(const struct page *p, const char *path, int wanted)
{
    char line[512];
    FILE *f = wanted ? fopen(path, "r") : NULL;
    bool got = false;
    for (int i = 0; f && i < wanted && (got = fgets(line, sizeof line, f) != NULL);)
        i += strchr(line, '\n') != NULL || feof(f);
    if (f)
        fclose(f);
    if (!got)
        return;
    struct buf shown = {0};
    char *text = line + strspn(line, " \t");
    for (char *tab = text; (tab = strchr(tab, '\t'));)
        *tab = ' ';
    quote_safe_text(&shown, text, strcspn(text, "\r\n"));
    struct buf where = {0};
    const char *base = strrchr(path, '/');
    name(&where, base ? base + 1 : path);
    buf_printf(&where, " line %d:  ", wanted);
    label(p, "source");
    ink(p, INK_DIM, where.data);
    ink(p, INK_STRONG, buf_text(&shown));
    buf_putc(p->out, '\n');
    buf_close(&where);
    buf_close(&shown);
}

/* --- the difference --------------------------------------------------------------------------- */

static size_t width_until(const char *text, size_t end)
{
    struct buf sink = {0};
    size_t width = 0, columns;
    for (size_t i = 0; i < end && text[i];) {
        if (text[i] == '"' || text[i] == '\\') { /* already escaped: shown as they are */
            i++;
            width++;
            continue;
        }
        i += quote_unit(&sink, text + i, end - i, &columns);
        width += columns;
    }
    buf_close(&sink);
    return width;
}

/* A caret under the first column that differs, when both are bytes in quotation marks. */
static void caret(const struct page *p, const char *a, const char *b)
{
    size_t i = 0;
    if (!strchr("\".", a[0]) || !strchr("\".", b[0]))
        return;
    while (a[i] && a[i] == b[i])
        i++;
    if (!a[i] && !b[i])
        return;
    while (i && ((unsigned char)b[i] & 0xC0) == 0x80)
        i--;
    if (i && b[i - 1] == '\\' && (i < 2 || b[i - 2] != '\\'))
        i--; /* inside an escape */
    spaces(p, INDENT + LABEL + width_until(b, i));
    ink(p, INK_BAD, "^");
    buf_putc(p->out, '\n');
}

static void difference(const struct page *p, const struct report_case *c)
{
    if (!c->expected && !c->received)
        return;
    label(p, "expected");
    buf_printf(p->out, "%s\n", c->expected ? c->expected : "nothing");
    label(p, "received");
    buf_printf(p->out, "%s\n", c->received ? c->received : "nothing");
    if (c->expected && c->received)
        caret(p, c->expected, c->received);
}

/* --- the conversation ---------------------------------------------------------------------------- */

static const struct {
    const char *kind, *from, *words;
} phrases[] = {
    {"connect", NULL, "  connected   "},
    {"data", "program", "  you    ->   "},
    {"data", "grader", "  <-  grader   "},
    {"close", "program", "  you close   "},
    {"close", "grader", "  grader closes its side  "},
    {"reset", NULL, "  you reset the connection  "},
    {"print", NULL, "  you print   "},
    {"stderr", NULL, "  stderr      "},
    {"exit", NULL, "  your program "},
    {"note", NULL, "  note        "},
};

static const char *phrase_of(const struct report_event *e)
{
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
        if (strcmp(phrases[i].kind, e->kind) == 0
            && (!phrases[i].from || strcmp(phrases[i].from, e->from) == 0))
            return phrases[i].words;
    return "";
}

static void event(const struct page *p, const struct report_event *e, bool several)
{
    struct buf line = {0};
    bool quoted = strcmp(e->kind, "data") == 0 || strcmp(e->kind, "print") == 0
                  || strcmp(e->kind, "stderr") == 0;
    buf_printf(&line, "%8.1f ms%s", e->time_ms, phrase_of(e));
    if (several && e->connection)
        buf_printf(&line, "[%s] ", e->connection);
    buf_printf(&line, quoted ? "\"%s\"" : "%s", e->text);
    while (line.data[line.len - 1] == ' ')
        line.data[--line.len] = '\0';
    size_t room = COLUMNS - INDENT;
    spaces(p, INDENT);
    if (!p->style->verbose && line.len > room + 3) {
        size_t cut = room - 4;
        while (cut && ((unsigned char)line.data[cut] & 0xC0) == 0x80)
            cut--;
        buf_append(p->out, line.data, cut);
        buf_puts(p->out, quoted ? "\"..." : "...");
    } else {
        buf_append(p->out, line.data, line.len);
    }
    buf_putc(p->out, '\n');
    buf_close(&line);
}

static void conversation(const struct page *p, const struct report_case *c)
{
    bool several = false;
    for (size_t i = 0; i < c->event_count; i++)
        several |=
            c->events[i].connection && strcmp(c->events[i].connection, "main") != 0;
    if (!c->event_count)
        return;
    spaces(p, INDENT);
    ink(p, INK_DIM, "conversation");
    buf_putc(p->out, '\n');
    size_t skip = c->event_count > EVENTS_MAX && !p->style->verbose
                      ? c->event_count - EVENTS_MAX
                      : 0;
    for (size_t i = 0; i < c->event_count; i++) {
        if (i == 8 && skip) {
            buf_printf(p->out, "%*s... %zu more (-v shows them)\n", INDENT + 10, "",
                       skip);
            i += skip;
        }
        event(p, &c->events[i], several);
    }
}

/* --- one case --------------------------------------------------------------------------------------- */

static void values(const struct page *p, const struct report_case *c)
{
    struct buf line = {0};
    for (size_t i = 0; i < c->value_count; i++)
        buf_printf(&line, "%s%s = %s", i ? ", " : "", c->values[i].name,
                   c->values[i].text);
    if (line.len)
        labelled(p, "values", line.data);
    buf_close(&line);
}

static void notes(const struct page *p, const struct report_case *c)
{
    for (size_t i = 0; i < c->note_count; i++)
        labelled(p, "note", c->notes[i]);
}

static void put_limits(struct buf *out, const struct limits *l)
{
    for (int i = 0; i < LIMITS; i++)
        if (l->value[i]) {
            buf_printf(out, " --limit %s=", limit_row((enum limit_kind)i)->name);
            limit_write((enum limit_kind)i, l->value[i], out);
        }
}

static void again(const struct page *p, const struct report *r, const char *exercise,
                  const struct report_submission *s, const struct report_case *c)
{
    struct buf program = {0};
    label(p, "again");
    buf_printf(p->out, "sockgrade check %s %s", exercise, s->path[0] == '-' ? "./" : "");
    quote_shell(&program, s->path);
    /* A name with a newline in it can't be run again so, but can't forge a line either. */
    name(p->out, program.data);
    buf_close(&program);
    buf_printf(p->out, " --case %s --seed %llu", c->id, (unsigned long long)r->seed);
    put_limits(p->out, &r->limits);
    buf_putc(p->out, '\n');
}

static void mark(const struct page *p, const struct report_case *c)
{
    static const char *const words[] = {
        [RESULT_PASS] = "pass",
        [RESULT_FAIL] = "FAIL",
        [RESULT_SKIPPED] = "skip",
        [RESULT_ERROR] = "ERROR",
    };
    static const enum ink inks[] = {
        [RESULT_PASS] = INK_GOOD,
        [RESULT_FAIL] = INK_BAD,
        [RESULT_SKIPPED] = INK_DIM,
        [RESULT_ERROR] = INK_NOTICE,
    };
    if (c->advice && c->result == RESULT_FAIL)
        ink(p, INK_NOTICE, "hint");
    else
        ink(p, inks[c->result], words[c->result]);
}

static void one_case(const struct page *p, const struct report *r,
                     const struct report_submission *s, const struct report_exercise *e,
                     const struct report_case *c)
{
    bool failed = c->result == RESULT_FAIL;
    buf_puts(p->out, "  ");
    mark(p, c);
    buf_printf(p->out, "  %s: %s", c->id, c->title);
    if (failed)
        buf_printf(p->out, "  [%s]", c->code);
    if (c->advice)
        ink(p, INK_DIM, "  (advice, no points)");
    buf_putc(p->out, '\n');
    if (c->result != RESULT_PASS) {
        spaces(p, INDENT);
        fill(p, c->message, INDENT);
    }
    if (failed) {
        source(p, s->path, c->line);
        difference(p, c);
    }
    if (failed && c->hint)
        labelled(p, "hint", c->hint);
    if (failed || p->style->verbose) {
        values(p, c);
        notes(p, c);
        conversation(p, c);
    }
    if (failed) {
        again(p, r, e->id, s, c);
        buf_putc(p->out, '\n');
    }
}

static void not_isolated(const struct page *p, const char *reason)
{
    struct buf why = {0};
    buf_printf(&why, "not isolated: %s", reason);
    spaces(p, 2);
    fill(p, buf_text(&why), 2);
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

static void one_exercise(const struct page *p, const struct report *r,
                         const struct report_submission *s,
                         const struct report_exercise *e)
{
    static const enum ink inks[] = {[RESULT_PASS] = INK_GOOD,
                                    [RESULT_FAIL] = INK_BAD,
                                    [RESULT_SKIPPED] = INK_DIM,
                                    [RESULT_ERROR] = INK_NOTICE};
    struct buf head = {0};
    buf_printf(&head, "%s: %s", e->id, e->title);
    ink(p, INK_STRONG, head.data);
    buf_puts(p->out, "  (");
    name(p->out, s->path);
    buf_printf(p->out, ", %s)\n\n", s->language ? s->language : "unknown");
    buf_close(&head);
    for (size_t i = 0; i < e->case_count; i++)
        one_case(p, r, s, e, &e->cases[i]);
    if (e->case_count && e->cases[e->case_count - 1].result != RESULT_FAIL)
        buf_putc(p->out, '\n');
    ink(p, inks[e->result],
        e->result == RESULT_PASS   ? "passed"
        : e->result == RESULT_FAIL ? "failed"
                                   : "could not be judged");
    buf_printf(p->out, ", %lld of %lld points, %.0f ms", (long long)e->points,
               (long long)e->max_points, e->duration_ms);
    isolation(p, r);
}

void text_write_report(const struct report *r, const struct text_style *style,
                       struct buf *out)
{
    const struct page page = {.style = style, .out = out};
    for (size_t i = 0; i < r->submission_count; i++)
        for (size_t k = 0; k < r->submissions[i].exercise_count; k++)
            one_exercise(&page, r, &r->submissions[i], &r->submissions[i].exercises[k]);
}
