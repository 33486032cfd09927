/* SPDX-License-Identifier: MIT */
#include "report/plain.h"

#include <math.h>
#include <string.h>

#include "base/quote.h"
#include "report/contrast.h"
#include "report/excerpt.h"
#include "report/page.h"
#include "report/tally.h"
#include "report/timeline.h"

#define EVENTS_MOST 40 /* of a conversation */

void plain_number(struct buf *out, double number)
{
    double rounded = round(number * 100) / 100;
    buf_printf(out, rounded == floor(rounded) ? "%.0f" : "%.2f", rounded);
}

void plain_points(struct buf *out, double score, double max_score)
{
    plain_number(out, score);
    buf_puts(out, " of ");
    plain_number(out, max_score);
}

void plain_case(struct buf *out, const struct report_exercise *e,
                const struct report_case *c)
{
    const struct page page = {
        .gaps = 2, .neighbours = 1, .events_most = EVENTS_MOST, .out = out};
    page_fill(&page, c->message, 0);
    if (c->result != RESULT_FAIL)
        return;
    excerpt_write(&page, c->path ? c->path : e->path, report_source(e, c), c->line);
    contrast_write(&page, c);
    if (c->hint)
        page_labelled(&page, "hint", c->hint);
    for (size_t i = 0; i < c->note_count; i++)
        page_labelled(&page, "note", c->notes[i]);
    timeline_write(&page, c);
}

void plain_brief(struct buf *out, const struct report_case *c, const char *between)
{
    const struct {
        const char *word, *text;
    } parts[] = {
        {"expected: ", c->expected}, {"received: ", c->received}, {"hint: ", c->hint}};
    buf_puts(out, c->message);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].text)
            buf_printf(out, "%s%s%s", between, parts[i].word, parts[i].text);
}

static void names(struct buf *out, const char *title, char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buf_puts(out, i ? ", " : title);
        quote_line(out, list[i], strlen(list[i]));
    }
    if (count)
        buf_puts(out, ".");
}

void plain_sum(struct buf *out, const struct report *head,
               const struct report_submission *s)
{
    struct tally t = tally_of(s);
    buf_printf(out, "%zu of %zu cases passed, ", t.cases[RESULT_PASS], t.count);
    plain_points(out, t.score, t.max_score);
    buf_puts(out, " points.");
    if (s->late)
        buf_printf(out, " %s.", s->late);
    names(out, " Not found: ", s->missing, s->missing_count);
    if (head->isolation_reason)
        buf_printf(out, " The runs were not isolated: %s.", head->isolation_reason);
}
