/* SPDX-License-Identifier: MIT */
#include "report/table.h"

#include <string.h>

#include "base/quote.h"
#include "base/width.h"
#include "report/mark.h"
#include "report/plain.h"
#include "report/tally.h"

#define POINTS 10 /* columns */

/* In this many columns, the word or number first. */
static void column(const struct page *p, enum ink ink, const char *text, size_t columns)
{
    size_t used = width_text(text, strlen(text));
    page_ink(p, ink, text);
    page_spaces(p, used < columns ? columns - used : 0);
}

bool table_is_open(const struct report_exercise *e)
{
    return e->result == RESULT_SKIPPED || e->result == RESULT_ERROR;
}

static size_t longest_id(const struct report_submission *s)
{
    size_t longest = strlen("exercise");
    for (size_t i = 0; i < s->exercise_count; i++)
        if (strlen(s->exercises[i].id) > longest)
            longest = strlen(s->exercises[i].id);
    return longest;
}

/* Where its program is: the cell, or the file within the folder. */
static void place(const struct report_submission *s, const struct report_exercise *e,
                  struct buf *out)
{
    const char *slash = strrchr(e->path, '/'), *file = slash ? slash + 1 : e->path;
    if (strcmp(s->path, e->path) != 0)
        quote_line(out, file, strlen(file));
    if (e->cell)
        buf_printf(out, "%scell %d", out->len ? " " : "", e->cell);
}

/* The verdict of the first case that counts and failed. */
static void put_code(const struct report_exercise *e, struct buf *out)
{
    for (size_t i = 0; i < e->case_count; i++)
        if (e->cases[i].result == RESULT_FAIL && !e->cases[i].advice) {
            buf_printf(out, "%s[%s]", out->len ? "  " : "", e->cases[i].code);
            return;
        }
}

/* What one that passed could still do better. */
static void put_advice(const struct report_exercise *e, struct buf *out)
{
    const char *before = out->len ? "  advice: " : "advice: ";
    for (size_t i = 0; e->result == RESULT_PASS && i < e->case_count; i++)
        if (e->cases[i].result == RESULT_FAIL) {
            buf_printf(out, "%s%s", before, e->cases[i].id);
            before = ", ";
        }
}

static void row(const struct page *p, const struct report_submission *s,
                const struct report_exercise *e, size_t id_columns)
{
    struct buf where = {0}, points = {0};
    if (table_is_open(e))
        buf_putc(&points, '-');
    else
        plain_points(&points, tally_worth(e, e->points), tally_worth(e, e->max_points));
    place(s, e, &where);
    column(p, INK_PLAIN, e->id, id_columns + 2);
    column(p, mark_ink(e->result),
           e->result == RESULT_SKIPPED ? "hidden" : mark_word(e->result), 8);
    page_ink(p, INK_PLAIN, points.data);
    put_code(e, &where);
    put_advice(e, &where);
    if (where.len && points.len < POINTS)
        page_spaces(p, POINTS - points.len);
    page_ink(p, INK_DIM, buf_text(&where));
    page_newline(p);
    buf_close(&where);
    buf_close(&points);
}

static void sum(const struct page *p, const struct report_submission *s)
{
    size_t results[RESULT_ERROR + 1] = {0};
    struct tally t = tally_of(s);
    for (size_t i = 0; i < s->exercise_count; i++)
        results[s->exercises[i].result]++;
    buf_printf(p->out, "\n%zu of %zu exercises passed, ", results[RESULT_PASS],
               s->exercise_count - results[RESULT_SKIPPED]);
    if (results[RESULT_SKIPPED])
        buf_printf(p->out, "%zu not shown, ", results[RESULT_SKIPPED]);
    if (results[RESULT_ERROR]) {
        buf_printf(p->out, "%zu could not be judged: no points yet",
                   results[RESULT_ERROR]);
    } else {
        plain_points(p->out, t.score, t.max_score);
        buf_puts(p->out, " points");
    }
    buf_printf(p->out, ", %.0f ms", s->duration_ms);
}

void table_write(const struct page *p, const struct report_submission *s)
{
    size_t id_columns = longest_id(s);
    column(p, INK_DIM, "exercise", id_columns + 2);
    column(p, INK_DIM, "result", 8);
    page_ink(p, INK_DIM, "points");
    page_newline(p);
    for (size_t i = 0; i < s->exercise_count; i++)
        row(p, s, &s->exercises[i], id_columns);
    sum(p, s);
}

/* Words in one paragraph, sentences in one each. */
static void list(const struct page *p, const char *title, char *const *lines,
                 size_t count)
{
    struct buf text = {0};
    buf_puts(&text, title);
    for (size_t i = 0; i < count; i++) {
        buf_puts(&text, i ? ", " : " ");
        quote_line(&text, lines[i], strlen(lines[i]));
    }
    if (count)
        page_fill(p, buf_text(&text), 0);
    buf_close(&text);
}

static const struct report_exercise *first_with_advice(const struct report_submission *s)
{
    for (size_t i = 0; i < s->exercise_count; i++) {
        const struct report_exercise *e = &s->exercises[i];
        for (size_t k = 0; e->result == RESULT_PASS && k < e->case_count; k++)
            if (e->cases[k].result == RESULT_FAIL)
                return e;
    }
    return NULL;
}

void table_write_rest(const struct page *p, const struct report_submission *s)
{
    const struct report_exercise *with = first_with_advice(s);
    if (with) {
        struct buf text = {0};
        buf_printf(&text, "\"sockgrade check %s ", with->id);
        quote_shell(&text, with->path);
        buf_puts(&text, "\" tells its advice.");
        page_fill(p, buf_text(&text), 0);
        buf_close(&text);
    }
    list(p, "not found:", s->missing, s->missing_count);
    list(p, "left out:", s->unknown, s->unknown_count);
}
