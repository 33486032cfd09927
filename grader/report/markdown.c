/* SPDX-License-Identifier: MIT
 *
 * GitHub Flavored Markdown, as the summary of a workflow's step shows it: a table, and below it
 * what is wrong. Where the room is limited (GitHub takes 1 MiB), details go first, then rows,
 * and a last line tells how much is missing.
 */
#include <stdlib.h>
#include <string.h>

#include "base/markdown.h"
#include "report/plain.h"
#include "report/tally.h"
#include "report/writer.h"

#define LAST_LINE 300 /* bytes, for what tells of the rest */

struct state {
    size_t used, rows_cut, details_cut;
};

static const struct {
    const char *sign, *word;
} marks[] = {
    [RESULT_PASS] = {"\xE2\x9C\x85", "passed"},
    [RESULT_FAIL] = {"\xE2\x9D\x8C", "failed"},
    [RESULT_SKIPPED] = {"\xE2\x9E\x96", "skipped"},
    [RESULT_ERROR] = {"\xE2\x9A\xA0\xEF\xB8\x8F", "could not be judged"},
};

/* Takes the text over. False: there was no room for it. */
static bool put(struct writing *w, struct buf *text)
{
    struct state *state = w->own;
    bool fits = !w->room || state->used + text->len + LAST_LINE <= w->room;
    if (fits) {
        buf_append(w->out, buf_text(text), text->len);
        state->used += text->len;
    }
    buf_close(text);
    return fits;
}

/* --- one submission ---------------------------------------------------------------------- */

/* What an assignment asks for and was not handed in has failed. */
static enum result worst_of(const struct report_submission *s)
{
    enum result worst = s->max_score > 0 && s->missing_count ? RESULT_FAIL : RESULT_PASS;
    for (size_t i = 0; i < s->exercise_count; i++)
        if (s->exercises[i].result > worst)
            worst = s->exercises[i].result;
    return worst;
}

/* The verdicts of what failed, each once; of what is hidden, only that it is. */
static void put_codes(struct buf *out, const struct report_exercise *e)
{
    size_t from = out->len;
    for (size_t k = 0; k < e->case_count; k++) {
        const struct report_case *c = &e->cases[k];
        char *code = mem_printf("`%s`", c->code);
        if (c->result == RESULT_FAIL && !c->advice && tally_is_shown(c)
            && !strstr(buf_text(out) + from, code))
            buf_printf(out, "%s%s", out->len > from ? ", " : "", code);
        free(code);
    }
    if (out->len == from && e->result != RESULT_PASS)
        buf_puts(out, e->result == RESULT_FAIL ? "in cases that are not shown"
                                               : marks[e->result].word);
}

static void put_row(struct buf *out, const struct report_exercise *e)
{
    buf_puts(out, "| ");
    markdown_line(out, e->id);
    buf_putc(out, ' ');
    markdown_line(out, e->title);
    buf_printf(out, " | %s %s | ", marks[e->result].sign, marks[e->result].word);
    plain_points(out, tally_worth(e, e->points), tally_worth(e, e->max_points));
    buf_puts(out, " | ");
    put_codes(out, e);
    buf_puts(out, " |\n");
}

static void put_table(struct writing *w, const struct report_submission *s)
{
    struct buf text = {0}, sum = {0};
    enum result worst = worst_of(s);
    buf_printf(&text, "### %s ", marks[worst].sign);
    markdown_line(&text, s->name ? s->name : s->id);
    buf_printf(&text, ": %s\n\n", marks[worst].word);
    plain_sum(&sum, w->head, s);
    markdown_line(&text, buf_text(&sum));
    buf_puts(&text, "\n\n| exercise | result | points | verdict |\n|---|---|---:|---|\n");
    for (size_t i = 0; i < s->exercise_count; i++)
        put_row(&text, &s->exercises[i]);
    buf_putc(&text, '\n');
    if (!put(w, &text))
        ((struct state *)w->own)->rows_cut++;
    buf_close(&sum);
}

static void put_case(struct writing *w, const struct report_exercise *e,
                     const struct report_case *c)
{
    struct buf text = {0}, plain = {0};
    plain_case(&plain, e, c);
    buf_printf(&text, "<details%s><summary>%s ", c->advice ? "" : " open",
               c->advice ? "\xF0\x9F\x92\xA1" : marks[c->result].sign);
    markdown_line(&text, e->id);
    buf_putc(&text, ' ');
    markdown_line(&text, c->id);
    buf_puts(&text, ": ");
    markdown_line(&text, c->title);
    buf_printf(&text, " <code>%s</code></summary>\n\n<pre>\n",
               c->advice ? "advice" : c->code);
    markdown_lines(&text, buf_text(&plain));
    buf_puts(&text, "</pre>\n</details>\n\n");
    if (!put(w, &text))
        ((struct state *)w->own)->details_cut++;
    buf_close(&plain);
}

static void put_cases(struct writing *w, const struct report_exercise *e)
{
    for (size_t k = 0; k < e->case_count; k++) {
        const struct report_case *c = &e->cases[k];
        if (tally_is_shown(c) && (c->result == RESULT_FAIL || c->result == RESULT_ERROR))
            put_case(w, e, c);
    }
}

/* --- one of many -------------------------------------------------------------------------- */

static void put_failed(struct buf *out, const struct report_submission *s)
{
    const char *before = "";
    for (size_t i = 0; i < s->exercise_count; i++) {
        const struct report_exercise *e = &s->exercises[i];
        if (e->result == RESULT_PASS)
            continue;
        buf_puts(out, before);
        markdown_line(out, e->id);
        buf_putc(out, ' ');
        put_codes(out, e);
        before = "; ";
    }
    for (size_t i = 0; i < s->missing_count; i++) {
        buf_puts(out, before);
        markdown_line(out, s->missing[i]);
        buf_puts(out, " not found");
        before = "; ";
    }
}

static void put_line(struct writing *w, const struct report_submission *s)
{
    struct buf text = {0};
    struct tally t = tally_of(s);
    buf_puts(&text, "| ");
    markdown_line(&text, s->name ? s->name : s->id);
    buf_printf(&text, " | %s %s | ", marks[worst_of(s)].sign, marks[worst_of(s)].word);
    plain_points(&text, t.score, t.max_score);
    buf_puts(&text, " | ");
    put_failed(&text, s);
    buf_puts(&text, " |\n");
    if (!put(w, &text))
        ((struct state *)w->own)->rows_cut++;
}

/* --- the stream --------------------------------------------------------------------------- */

static int begin(struct writing *w, struct error *err)
{
    struct buf text = {0};
    (void)err;
    w->own = mem_alloc(sizeof(struct state));
    if (w->totals->submissions == 1)
        return 0;
    buf_printf(&text,
               "### %zu submissions\n\n| submission | result | points | what failed |\n"
               "|---|---|---:|---|\n",
               w->totals->submissions);
    put(w, &text);
    return 0;
}

static int submission(struct writing *w, const struct report_submission *s,
                      struct error *err)
{
    (void)err;
    if (w->totals->submissions != 1) {
        put_line(w, s);
        return 0;
    }
    put_table(w, s);
    for (size_t i = 0; i < s->exercise_count; i++)
        put_cases(w, &s->exercises[i]);
    return 0;
}

static int end(struct writing *w, struct error *err)
{
    struct state *state = w->own;
    (void)err;
    if (state && state->rows_cut)
        buf_printf(w->out, "\n%zu more submissions have no room here.\n",
                   state->rows_cut);
    if (state && state->details_cut)
        buf_printf(w->out,
                   "\nThere is no room here for what is wrong in %zu more cases.\n",
                   state->details_cut);
    free(state);
    w->own = NULL;
    return 0;
}

const struct writer writer_markdown = {
    .name = "markdown",
    .whole = true,
    .suffix = "md",
    .summary = "a table and what is wrong, as GitHub shows it",
    .hides = true,
    .begin = begin,
    .submission = submission,
    .end = end,
};
